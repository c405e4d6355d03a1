"""What the migration puts in: towns, the official days of 2015-2026, and office hours to be confirmed."""

from datetime import date, time, timedelta

import chinese_calendar
import pytest

from common.workdays import workdays_between
from district.models import CalendarDay, HolidayNotice, OfficeHours, Town
from district.notices import Kind, NoticeDay, check_notice
from district.services import load_calendar, load_office_hours

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2015, 1, 1), date(2026, 12, 31)


def days(text):
    """The days of 2026 in a line like ``1/1-3 2/28``."""
    for entry in text.split():
        month, _, span = entry.partition("/")
        first, _, last = span.partition("-")
        yield from (date(2026, int(month), day) for day in range(int(first), int(last or first) + 1))


def test_every_day_of_twelve_years_is_as_the_calendar_package_has_it():
    calendar = load_calendar()
    span = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]

    assert [day for day in span if calendar.is_workday(day) != chinese_calendar.is_workday(day)] == []


def test_2026_stands_as_the_notice_has_it():
    in_2026 = CalendarDay.objects.filter(day__year=2026)

    assert list(in_2026.filter(kind=Kind.REST).values_list("day", flat=True)) == list(
        days("1/1-3 2/15-23 4/4-6 5/1-5 6/19-21 9/25-27 10/1-7")
    )
    assert list(in_2026.filter(kind=Kind.WORK).values_list("day", flat=True)) == list(
        days("1/4 2/14 2/28 5/9 9/20 10/10")
    )


def test_2026_has_248_working_days():
    assert workdays_between(date(2025, 12, 31), LAST, load_calendar()) == 248


def test_only_years_with_a_notice_are_known():
    calendar = load_calendar()

    assert calendar.known_years == set(range(2015, 2027))
    assert calendar.is_estimated(date(2027, 1, 1))


def test_each_notice_has_its_document_number_and_could_be_entered_by_hand():
    for notice in HolidayNotice.objects.prefetch_related("days"):
        check_notice((NoticeDay(row.day, row.kind) for row in notice.days.all()), notice.year)
        assert notice.document_number.startswith(f"国办发明电〔{notice.year - 1}〕")
        assert notice.issued_on.year == notice.year - 1


def test_a_holiday_around_new_year_stands_with_the_later_year():
    assert set(CalendarDay.objects.filter(day__month=12).values_list("day", "notice__year")) == {
        (date(2018, 12, 29), 2019),
        (date(2018, 12, 30), 2019),
        (date(2018, 12, 31), 2019),
        (date(2022, 12, 31), 2023),
        (date(2023, 12, 30), 2024),
        (date(2023, 12, 31), 2024),
    }


def test_the_towns_are_those_of_the_statistics_bureau():
    towns = dict(Town.objects.active().values_list("code", "name"))

    assert len(towns) == 22
    assert towns["120117110"] == "七里海镇"
    assert towns["120117452"] == "天津未来科技城宁河片区潘庄工业区"
    assert all(code.startswith("120117") for code in towns)


def test_towns_come_in_the_order_of_their_codes():
    codes = list(Town.objects.values_list("code", flat=True))

    assert codes == sorted(codes)


def test_office_hours_are_to_be_confirmed():
    assert load_office_hours() == ((time(9, 0), time(12, 0)), (time(13, 30), time(17, 0)))
    assert not OfficeHours.objects.filter(is_confirmed=True).exists()
