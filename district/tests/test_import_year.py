"""Entering the notice of a year: whole or not at all, in place of what was entered before."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from accounts.actors import SYSTEM
from common.workdays import add_workdays
from district.models import CalendarDay, HolidayNotice
from district.notices import BadNotice, Kind, NoticeDay
from district.services import import_calendar_csv, import_year, load_calendar
from district.signals import calendar_changed

pytestmark = pytest.mark.django_db


def days_of(year):
    return set(CalendarDay.objects.filter(notice__year=year).values_list("day", "kind"))


def test_an_entered_year_is_known_and_no_longer_estimated(days_2027, heard):
    new_years_eve = NoticeDay(date(2026, 12, 31), Kind.REST, "元旦")

    notice = import_year(2027, [new_years_eve, *days_2027], by=SYSTEM)

    calendar = load_calendar()
    assert notice.title == "国务院办公厅关于2027年部分节假日安排的通知"
    assert not calendar.is_estimated(date(2027, 1, 5))
    assert add_workdays(date(2026, 12, 28), 3, calendar) == date(2027, 1, 4)
    assert calendar.is_workday(date(2027, 5, 3))


def test_the_change_is_announced_with_the_years_it_touches(days_2027, heard):
    import_year(2027, days_2027, by=SYSTEM)
    import_year(2027, [NoticeDay(date(2026, 12, 31), Kind.REST), *days_2027], by=SYSTEM)
    import_year(2027, days_2027, by=SYSTEM)

    assert heard == [({2027}, SYSTEM), ({2026, 2027}, SYSTEM), ({2026, 2027}, SYSTEM)]


def test_a_second_entry_replaces_the_first(days_2027, heard):
    import_year(2027, [NoticeDay(date(2027, 2, 6), Kind.WORK), *days_2027], title="初稿", by=SYSTEM)
    import_year(2027, [NoticeDay(date(2027, 2, 7), Kind.WORK), *days_2027], document_number="甲", by=SYSTEM)

    notice = HolidayNotice.objects.get(year=2027)
    assert (notice.title, notice.document_number) == ("初稿", "甲")
    assert days_of(2027) == {(entry.day, entry.kind) for entry in days_2027} | {(date(2027, 2, 7), Kind.WORK)}


def test_a_day_that_stays_the_same_keeps_its_row(days_2027, heard):
    import_year(2027, days_2027, by=SYSTEM)
    before = set(CalendarDay.objects.filter(notice__year=2027).values_list("pk", flat=True))

    import_year(2027, days_2027, by=SYSTEM)

    assert set(CalendarDay.objects.filter(notice__year=2027).values_list("pk", flat=True)) == before


def test_the_history_names_who_entered_changed_and_removed(days_2027, heard, django_user_model):
    clerk = django_user_model.objects.create(username="li")
    extra = NoticeDay(date(2027, 2, 6), Kind.WORK)

    import_year(2027, [extra, *days_2027], by=clerk)
    import_year(2027, days_2027, by=clerk)

    history = CalendarDay.history.filter(day=extra.day).order_by("history_id")
    assert list(history.values_list("history_type", "history_user__username")) == [("+", "li"), ("-", "li")]
    assert HolidayNotice.history.filter(year=2027).first().history_user == clerk


@pytest.mark.parametrize(
    "day",
    [NoticeDay(date(2027, 1, 4), Kind.WORK), NoticeDay(date(2028, 1, 1), Kind.REST)],
    ids=["working Monday", "another year"],
)
def test_a_wrong_notice_changes_nothing(day, days_2027, heard):
    with pytest.raises(BadNotice):
        import_year(2027, [*days_2027, day], by=SYSTEM)

    assert not HolidayNotice.objects.filter(year=2027).exists()
    assert heard == []


def test_a_day_of_another_notice_is_refused_and_nothing_changes(days_2027, heard):
    CalendarDay.objects.create(
        notice=HolidayNotice.objects.get(year=2026), day=date(2026, 12, 31), kind=Kind.REST
    )

    with pytest.raises(BadNotice) as error:
        import_year(2027, [*days_2027, NoticeDay(date(2026, 12, 31), Kind.REST)], by=SYSTEM)

    assert str(error.value) == "2026-12-31 已列入 2026 年的安排，请先在那里删除。"
    assert not HolidayNotice.objects.filter(year=2027).exists()


def test_a_listener_that_refuses_takes_the_entry_back(days_2027, heard):
    def refuse(sender, **kwargs):
        raise ZeroDivisionError

    calendar_changed.connect(refuse)

    with pytest.raises(ZeroDivisionError):
        import_year(2027, days_2027, by=SYSTEM)

    assert not HolidayNotice.objects.filter(year=2027).exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_in_the_encodings_spreadsheets_write(encoding, csv_2027, heard):
    content = csv_2027.replace("2027-01-01,rest,", "2027-01-01,rest,元旦").encode(encoding)

    import_calendar_csv(io.BytesIO(content), by=SYSTEM)

    assert CalendarDay.objects.get(day=date(2027, 1, 1)).name == "元旦"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04\xff\xff\xff", "文件无法读取，请另存为 CSV（UTF-8）格式后再上传。"),
        (b"2027-01-01,rest\n" * 10_000, "文件过大，不像是一年的节假日安排。"),
    ],
    ids=["spreadsheet", "too big"],
)
def test_a_file_that_is_no_csv_is_refused(content, sentence):
    with pytest.raises(BadNotice) as error:
        import_calendar_csv(io.BytesIO(content), by=SYSTEM)

    assert str(error.value) == sentence


def test_the_command_enters_a_file(tmp_path, csv_2027, heard, capsys):
    file = tmp_path / "2027.csv"
    file.write_text(csv_2027, encoding="utf-8")

    call_command(
        "import_calendar", file, "--document-number", "国办发明电〔2026〕1号", "--issued-on", "2026-11-20"
    )

    notice = HolidayNotice.objects.get(year=2027)
    assert (notice.document_number, notice.issued_on) == ("国办发明电〔2026〕1号", date(2026, 11, 20))
    assert capsys.readouterr().out == "已导入 国务院办公厅关于2027年部分节假日安排的通知，共 5 天。\n"


def test_the_command_says_what_is_wrong(tmp_path):
    file = tmp_path / "2027.csv"
    file.write_text("2027-01-01,holiday\n", encoding="utf-8")

    with pytest.raises(CommandError) as error:
        call_command("import_calendar", file)

    assert str(error.value) == "第 1 行：类别“holiday”无法识别，应为 rest（放假）或 work（上班）。"


def test_the_command_says_when_there_is_no_file(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_calendar", tmp_path / "none.csv")


def test_the_calendar_is_loaded_in_two_queries(django_assert_num_queries):
    with django_assert_num_queries(2):
        load_calendar()
