"""Counting working days: the vectors of the trade, every official day, and a count by hand."""

from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.workdays import MAX_COUNT, Calendar, add_workdays, workdays_between

KNOWN_YEARS = range(2015, 2027)
OFFICIAL = Calendar(
    days_off=frozenset(day for day in chinese_calendar.holidays if day.year in KNOWN_YEARS),
    extra_workdays=frozenset(day for day in chinese_calendar.workdays if day.year in KNOWN_YEARS),
    known_years=frozenset(KNOWN_YEARS),
)
DAYS = st.dates(date(2014, 6, 1), date(2028, 6, 1))


@pytest.mark.parametrize(
    ("start", "count", "expected", "estimated"),
    [
        ("2026-09-30", 5, "2026-10-13", False),
        ("2026-02-13", 5, "2026-02-27", False),
        ("2026-02-13", 6, "2026-02-28", False),
        ("2026-04-30", 5, "2026-05-11", False),
        ("2026-01-01", 1, "2026-01-04", False),
        ("2026-09-18", 1, "2026-09-20", False),
        ("2026-09-24", 3, "2026-09-30", False),
        ("2026-12-28", 3, "2026-12-31", False),
        ("2026-12-28", 5, "2027-01-05", True),
        ("2026-12-10", 20, "2027-01-08", True),
    ],
)
def test_a_limit_ends_where_the_notices_put_it(start, count, expected, estimated):
    end = add_workdays(date.fromisoformat(start), count, OFFICIAL)

    assert (end, OFFICIAL.is_estimated(end)) == (date.fromisoformat(expected), estimated)


def test_every_official_day_is_as_the_calendar_package_has_it():
    start = date(2015, 1, 1)
    days = [start + timedelta(days=number) for number in range((date(2027, 1, 1) - start).days)]

    assert [day for day in days if OFFICIAL.is_workday(day) != chinese_calendar.is_workday(day)] == []


def test_2026_has_248_working_days():
    assert workdays_between(date(2025, 12, 31), date(2026, 12, 31), OFFICIAL) == 248


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2027-01-01", False),
        ("2027-01-04", True),
        ("2028-05-01", False),
        ("2028-05-02", False),
        ("2028-05-03", True),
        ("2027-10-01", False),
        ("2028-10-03", False),
        ("2027-10-04", True),
        ("2027-06-05", False),
    ],
)
def test_an_unknown_year_rests_at_weekends_and_on_holidays_that_never_move(day, works):
    assert OFFICIAL.is_workday(date.fromisoformat(day)) == works


def test_a_known_year_works_on_a_fixed_holiday_its_notice_does_not_list():
    calendar = Calendar(known_years=frozenset({2027}))

    assert calendar.is_workday(date(2027, 1, 1))


@pytest.mark.parametrize("known_years", [frozenset(), frozenset({2026})], ids=["unknown", "known"])
def test_listed_days_win_in_any_year(known_years):
    calendar = Calendar(
        days_off=frozenset({date(2026, 12, 31)}),
        extra_workdays=frozenset({date(2026, 12, 27), date(2026, 5, 1)}),
        known_years=known_years,
    )

    days = [date(2026, 12, 31), date(2026, 12, 27), date(2026, 5, 1)]

    assert [calendar.is_workday(day) for day in days] == [False, True, True]


def test_a_moment_is_refused_instead_of_missing_every_holiday():
    with pytest.raises(TypeError):
        OFFICIAL.is_workday(datetime(2026, 10, 1, tzinfo=UTC))


@pytest.mark.parametrize("count", [-1, MAX_COUNT + 1])
def test_an_absurd_count_is_refused(count):
    with pytest.raises(ValueError, match="cannot add"):
        add_workdays(date(2026, 1, 1), count, OFFICIAL)


def test_an_absurd_span_is_refused():
    with pytest.raises(ValueError, match="too long"):
        workdays_between(date(1, 1, 1), date(2026, 1, 1), OFFICIAL)


def test_nothing_lies_between_a_day_and_an_earlier_one():
    assert workdays_between(date(2026, 3, 10), date(2026, 3, 2), OFFICIAL) == 0


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-10-01", "2026-10-08"), ("2026-10-10", "2026-10-10"), ("2026-10-11", "2026-10-12")],
    ids=["holiday", "make-up Saturday", "Sunday"],
)
def test_the_next_working_day_may_be_the_day_itself(day, expected):
    assert OFFICIAL.next_workday(date.fromisoformat(day)) == date.fromisoformat(expected)


@given(DAYS, st.integers(0, 80))
def test_adding_and_counting_agree(start, count):
    end = add_workdays(start, count, OFFICIAL)

    assert workdays_between(start, end, OFFICIAL) == count
    assert count == 0 or OFFICIAL.is_workday(end)


@given(
    DAYS,
    st.integers(0, 60),
    st.frozensets(DAYS, max_size=40),
    st.frozensets(DAYS, max_size=40),
    st.frozensets(st.integers(2014, 2028)),
)
def test_counting_by_hand_gives_the_same(start, length, rest, work, years):
    calendar = Calendar(rest, work, years)
    by_hand = 0
    for number in range(1, length + 1):
        day = start + timedelta(days=number)
        fixed = f"{day:%m%d}" in ["0101", "0501", "0502", "1001", "1002", "1003"]
        rests = day in rest or day.isoweekday() > 5 or (fixed and day.year not in years)
        by_hand += day in work or not rests

    assert workdays_between(start, start + timedelta(days=length), calendar) == by_hand
