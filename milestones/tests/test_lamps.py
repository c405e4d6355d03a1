"""Lamps: when each colour begins, and that none stands without a word."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.workdays import Calendar, workdays_between
from milestones.lamps import Lamp, lamp
from milestones.ledger import Unit

CALENDAR = Calendar(
    days_off=frozenset(date(2026, 10, day) for day in range(1, 8)),
    extra_workdays=frozenset({date(2026, 10, 10)}),
    known_years=frozenset({2026}),
)


def lamp_of(today, due_on="11-30", limit=5, unit=Unit.WORKDAY, is_counting=True):
    return lamp(
        due_on=due_on and date.fromisoformat(f"2026-{due_on}"),
        limit=limit,
        unit=unit,
        is_counting=is_counting,
        calendar=CALENDAR,
        today=date.fromisoformat(f"2026-{today}"),
    )


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("11-23", Lamp.GREEN),
        ("11-27", Lamp.GREEN),
        ("11-29", Lamp.GREEN),
        ("11-30", Lamp.YELLOW),
        ("12-01", Lamp.RED),
    ],
    ids=["day zero", "the day before", "Sunday before", "last day", "the midnight after"],
)
def test_a_short_limit_is_yellow_on_its_last_day(today, expected):
    assert lamp_of(today) == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [("11-25", Lamp.GREEN), ("11-26", Lamp.YELLOW), ("11-27", Lamp.YELLOW), ("11-30", Lamp.YELLOW)],
    ids=["26 of 30 used", "27 of 30 used", "28 of 30 used", "last day"],
)
def test_a_long_limit_is_yellow_when_nine_tenths_are_used(today, expected):
    assert lamp_of(today, limit=30) == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [("11-28", Lamp.GREEN), ("11-29", Lamp.YELLOW)],
    ids=["17 of 20 used", "18 of 20 used, on a Sunday"],
)
def test_natural_days_are_used_up_at_weekends_too(today, expected):
    assert lamp_of(today, limit=20, unit=Unit.NATURAL) == expected


def test_a_clock_that_stands_still_is_grey():
    assert lamp_of("11-23", due_on=None, is_counting=False) == Lamp.GREY


def test_lateness_shows_through_a_pause():
    assert lamp_of("12-01", is_counting=False) == Lamp.RED


def test_without_limit_there_is_no_lamp():
    assert lamp_of("11-23", due_on=None, limit=None) == Lamp.NONE


def test_without_limit_there_is_no_lamp_while_standing_still_either():
    assert lamp_of("11-23", due_on=None, limit=None, is_counting=False) == Lamp.NONE


@pytest.mark.parametrize(
    ("today", "expected"),
    [("11-29", Lamp.GREEN), ("11-30", Lamp.YELLOW), ("12-01", Lamp.RED)],
    ids=["before", "last day", "after"],
)
def test_an_agreed_date_without_limit_goes_by_the_date(today, expected):
    assert lamp_of(today, limit=None) == expected


def test_what_is_due_the_same_day_is_yellow_at_once():
    assert lamp_of("11-30", limit=0) == Lamp.YELLOW


def test_each_lamp_has_a_word_and_a_shape_of_its_own():
    assert [(each.value, str(each.word), each.icon) for each in Lamp] == [
        ("grey", "不计时", "lamp-grey"),
        ("green", "正常", "lamp-green"),
        ("yellow", "即将到期", "lamp-yellow"),
        ("red", "超期", "lamp-red"),
        ("none", "未设时限", ""),
    ]


DAYS = st.dates(date(2026, 9, 1), date(2026, 11, 30))


@given(
    DAYS,
    st.integers(1, 40),
    st.integers(-5, 60),
    st.booleans(),
    st.sampled_from([Unit.WORKDAY, Unit.NATURAL]),
)
def test_any_lamp_is_as_the_rule_says(due_on, limit, before, is_counting, unit):
    today = due_on - timedelta(days=before)
    ahead = workdays_between(today, due_on, CALENDAR) if unit == Unit.WORKDAY else max(before, 0)
    left = min(ahead + (unit == Unit.NATURAL or CALENDAR.is_workday(today)), limit)

    shown = lamp(
        due_on=due_on, limit=limit, unit=unit, is_counting=is_counting, calendar=CALENDAR, today=today
    )

    if today > due_on:
        assert shown == Lamp.RED
    elif not is_counting:
        assert shown == Lamp.GREY
    elif today == due_on or (limit - left) / limit >= 0.9:
        assert shown == Lamp.YELLOW
    else:
        assert shown == Lamp.GREEN
