"""Reading a notice from CSV: what is understood, and what is said of each wrong line."""

from datetime import date

import pytest

from district.notices import BadNotice, Kind, NoticeDay, check_notice, read_notice


def test_a_notice_is_read_with_its_year(csv_2027):
    year, days = read_notice(csv_2027)

    assert year == 2027
    assert days[0] == NoticeDay(date(2027, 1, 1), Kind.REST, "")
    assert len(days) == 5


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2027-01-01,rest,元旦", NoticeDay(date(2027, 1, 1), Kind.REST, "元旦")),
        ("2027/1/1,放假,元旦", NoticeDay(date(2027, 1, 1), Kind.REST, "元旦")),
        (" 2027-01-01 , REST ", NoticeDay(date(2027, 1, 1), Kind.REST)),
        ("2027-01-02,work,元旦", NoticeDay(date(2027, 1, 2), Kind.WORK, "元旦")),
        ("2027-01-02,上班", NoticeDay(date(2027, 1, 2), Kind.WORK)),
    ],
    ids=["plain", "as spreadsheets write", "blanks", "make-up day", "in Chinese"],
)
def test_a_line_is_understood(line, expected):
    assert read_notice(line) == (2027, [expected])


def test_heading_and_empty_lines_are_passed_over():
    assert read_notice("日期,类别,节日\n\n,,\n2027-01-01,rest,元旦\n")[1] == [
        NoticeDay(date(2027, 1, 1), Kind.REST, "元旦")
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("2027-02-30,rest", "日期“2027-02-30”无法识别，应写作 2027-01-01。"),
        ("01.02.2027,rest", "日期“01.02.2027”无法识别，应写作 2027-01-01。"),
        ("2027-01,rest", "日期“2027-01”无法识别，应写作 2027-01-01。"),
        ("27-01-02,rest", "日期“27-01-02”的年份不对，应写作 2027-01-01。"),
        ("2027-01-02,holiday", "类别“holiday”无法识别，应为 rest（放假）或 work（上班）。"),
        ("2027-01-02", "应有 2 或 3 列（日期,类别,节日），现在是 1 列。"),
        ("2027-01-02,rest,元旦,3", "应有 2 或 3 列（日期,类别,节日），现在是 4 列。"),
        ("2027-01-02,rest," + "长" * 21, "节日名称超过 20 个字。"),
        ("2027-01-01,work", "日期 2027-01-01 与第 1 行重复。"),
        ("2027-01-04,work", "2027-01-04 是星期一，本来就上班，不应列为调休上班日，请核对日期。"),
        ("2028-01-02,rest", "2028-01-02 不属于 2027 年的安排。"),
        ("2026-11-30,rest", "2026-11-30 不属于 2027 年的安排。"),
    ],
)
def test_a_wrong_line_is_named_and_explained(line, problem):
    with pytest.raises(BadNotice) as error:
        read_notice(f"2027-01-01,rest\n2027-05-01,rest\n{line}\n")

    assert str(error.value) == f"第 3 行：{problem}"


def test_all_wrong_lines_are_named_at_once():
    with pytest.raises(BadNotice) as error:
        read_notice("2027-01-01,rest\nx,rest\n2027-01-02,y\n")

    assert [line[:6] for line in str(error.value).splitlines()] == ["第 2 行：", "第 3 行："]


@pytest.mark.parametrize("text", ["", "\n\n", "date,kind,name\n"], ids=["empty", "blank", "heading only"])
def test_a_file_without_days_is_refused(text):
    with pytest.raises(BadNotice, match="^文件中没有日期。"):
        read_notice(text)


def test_a_file_far_too_long_is_refused():
    with pytest.raises(BadNotice, match="^文件超过 200 行"):
        read_notice("2027-01-01,rest\n" * 201)


def test_the_december_before_may_belong_to_the_notice(days_2027):
    check_notice([NoticeDay(date(2026, 12, 31), Kind.REST), *days_2027], 2027)


def test_half_a_notice_is_refused(days_2027):
    with pytest.raises(BadNotice) as error:
        check_notice(days_2027[:2], 2027)

    assert str(error.value) == "缺少法定节假日 2027-10-01、2027-10-02、2027-10-03，内容可能不完整。"


def test_a_day_listed_twice_is_refused(days_2027):
    with pytest.raises(BadNotice, match="^2027-01-01 重复出现。$"):
        check_notice([*days_2027, NoticeDay(date(2027, 1, 1), Kind.REST)], 2027)
