from datetime import date
from types import SimpleNamespace

import pytest

from common.workdays import Calendar
from milestones.lamps import Lamp
from ningshe_portal.pages.deadlines import day_text, deadline

CALENDAR = Calendar(known_years=frozenset({2026}))
FRIDAY = date(2026, 11, 27)


def clock(**fields):
    standard = {
        "due_on": FRIDAY,
        "limit_days": 5,
        "limit_unit": "workday",
        "is_counting": True,
        "days_left": None,
        "is_estimated": False,
    }
    return SimpleNamespace(**standard | fields)


@pytest.mark.parametrize(
    ("fields", "today", "lamp", "left"),
    [
        ({}, date(2026, 11, 23), Lamp.GREEN, "剩 5 个工作日"),
        ({}, date(2026, 11, 26), Lamp.GREEN, "剩 2 个工作日"),
        ({}, FRIDAY, Lamp.YELLOW, "今天到期"),
        ({}, date(2026, 11, 28), Lamp.RED, "已超期"),
        ({}, date(2026, 12, 1), Lamp.RED, "已超期 2 个工作日"),
        ({"limit_unit": "natural"}, date(2026, 11, 28), Lamp.RED, "已超期 1 天"),
        ({"limit_unit": "natural"}, date(2026, 11, 24), Lamp.GREEN, "剩 4 天"),
        (
            {"due_on": None, "is_counting": False, "days_left": 2},
            FRIDAY,
            Lamp.GREY,
            "暂停计时，剩 2 个工作日",
        ),
        ({"due_on": None, "limit_days": None, "is_counting": False}, FRIDAY, Lamp.NONE, "暂停计时"),
        ({"due_on": None, "limit_days": None}, FRIDAY, Lamp.NONE, ""),
        ({"is_counting": False}, date(2026, 12, 1), Lamp.RED, "已超期 2 个工作日"),
    ],
    ids=[
        "whole limit left",
        "the day before",
        "last day",
        "weekend after it",
        "overdue",
        "natural days overdue",
        "natural days left",
        "paused",
        "paused without limit",
        "no limit",
        "paused when late",
    ],
)
def test_what_is_left_is_said_in_words(fields, today, lamp, left):
    result = deadline(clock(**fields), CALENDAR, today)

    assert (result.lamp, result.left) == (lamp, left)


def test_a_day_is_written_with_its_weekday():
    assert day_text(FRIDAY) == "2026-11-27（周五）"


def test_the_most_urgent_comes_first():
    late = deadline(clock(due_on=date(2026, 11, 20)), CALENDAR, FRIDAY)
    last_day = deadline(clock(), CALENDAR, FRIDAY)
    none = deadline(clock(due_on=None, limit_days=None), CALENDAR, FRIDAY)

    assert sorted([none, last_day, late], key=lambda until: until.urgency) == [late, last_day, none]
