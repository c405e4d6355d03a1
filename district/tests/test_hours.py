"""Office hours: the next open moment, and working minutes over lunch, nights, weekends and holidays."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.clock import LOCAL
from common.workdays import Calendar
from district.hours import MAX_MINUTES, add_working_minutes, next_office_moment

HOURS = ((time(9, 0), time(12, 0)), (time(13, 30), time(17, 0)))
CALENDAR = Calendar(
    days_off=frozenset(date(2026, 10, day) for day in range(1, 8)),
    extra_workdays=frozenset({date(2026, 10, 10)}),
    known_years=frozenset({2026}),
)
FIVE_MINUTES = timedelta(minutes=5)
MOMENTS = st.datetimes(datetime(2026, 9, 1), datetime(2026, 12, 1)).map(
    lambda moment: moment.replace(minute=moment.minute // 5 * 5, second=0, microsecond=0, tzinfo=LOCAL)
)


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-09-30 09:00", "2026-09-30 09:00"),
        ("2026-09-30 11:59", "2026-09-30 11:59"),
        ("2026-09-30 12:00", "2026-09-30 13:30"),
        ("2026-09-30 07:10", "2026-09-30 09:00"),
        ("2026-09-30 17:00", "2026-10-08 09:00"),
        ("2026-10-03 10:00", "2026-10-08 09:00"),
        ("2026-10-09 18:00", "2026-10-10 09:00"),
        ("2026-10-10 23:59", "2026-10-12 09:00"),
    ],
    ids=[
        "opening",
        "open",
        "lunch",
        "early",
        "before the holiday",
        "holiday",
        "make-up Saturday",
        "Sunday follows",
    ],
)
def test_the_next_open_moment(moment, expected):
    assert next_office_moment(local(moment), CALENDAR, HOURS) == local(expected)


def test_a_moment_in_utc_is_understood():
    late_evening_in_utc = datetime(2026, 9, 29, 23, 30, tzinfo=UTC)

    assert next_office_moment(late_evening_in_utc, CALENDAR, HOURS) == local("2026-09-30 09:00")


@pytest.mark.parametrize(
    ("moment", "minutes", "expected"),
    [
        ("2026-09-30 09:00", 30, "2026-09-30 09:30"),
        ("2026-09-30 11:45", 30, "2026-09-30 13:45"),
        ("2026-09-30 11:30", 30, "2026-09-30 12:00"),
        ("2026-09-30 16:50", 30, "2026-10-08 09:20"),
        ("2026-10-02 16:50", 30, "2026-10-08 09:30"),
        ("2026-10-12 09:00", 390, "2026-10-12 17:00"),
        ("2026-10-12 09:00", 391, "2026-10-13 09:01"),
        ("2026-10-12 12:10", 0, "2026-10-12 13:30"),
    ],
    ids=[
        "same half",
        "over lunch",
        "up to lunch",
        "over the holiday",
        "from within it",
        "a day",
        "a day and more",
        "none",
    ],
)
def test_working_minutes_are_added(moment, minutes, expected):
    assert add_working_minutes(local(moment), minutes, CALENDAR, HOURS) == local(expected)


@pytest.mark.parametrize("minutes", [-1, MAX_MINUTES + 1])
def test_an_absurd_number_of_minutes_is_refused(minutes):
    with pytest.raises(ValueError, match="cannot add"):
        add_working_minutes(local("2026-09-30 09:00"), minutes, CALENDAR, HOURS)


def test_without_office_hours_there_is_no_answer():
    with pytest.raises(ValueError, match="no office hours"):
        next_office_moment(local("2026-09-30 09:00"), CALENDAR, ())


@given(MOMENTS, st.integers(1, 180))
def test_as_many_open_minutes_have_passed(moment, fives):
    end = add_working_minutes(moment, 5 * fives, CALENDAR, HOURS)
    passed = [moment + number * FIVE_MINUTES for number in range((end - moment) // FIVE_MINUTES)]

    assert sum(is_open(five) for five in passed) == fives


def is_open(moment):
    return CALENDAR.is_workday(moment.date()) and any(
        opens <= moment.timetz().replace(tzinfo=None) < closes for opens, closes in HOURS
    )
