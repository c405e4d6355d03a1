"""How days and stages are arranged for the map; rows in memory, no database."""

from datetime import date

import pytest

from common.workdays import Calendar
from milestones.models import Milestone
from ningshe_portal.pages.line_map import Day, build_station, build_stretches

CALENDAR = Calendar(known_years=frozenset({2026}))


def day(number, *, counts=True, why="计入", holder="专营单位"):
    return Day(date(2026, 11, number), counts, why, holder, number if counts else None, False)


def test_days_that_are_alike_become_one_stretch():
    days = [
        day(23, counts=False, why="起算日，不计入"),
        day(24),
        day(25),
        day(26, counts=False, why="暂停计时"),
        day(27),
    ]

    stretches = list(build_stretches(days))

    assert [(part.first.day, part.last.day, part.days, part.counts) for part in stretches] == [
        (23, 23, 1, False),
        (24, 25, 2, True),
        (26, 26, 1, False),
        (27, 27, 1, True),
    ]


def test_another_holder_begins_another_stretch():
    stretches = list(build_stretches([day(24), day(25, holder="联合各方")]))

    assert [part.holder for part in stretches] == ["专营单位", "联合各方"]


@pytest.mark.parametrize(
    ("milestone", "state", "word"),
    [
        (None, "pending", "未开始"),
        (Milestone(status="pending"), "pending", "未开始"),
        (Milestone(status="skipped"), "skipped", "不需要"),
        (Milestone(status="cancelled"), "cancelled", "已取消"),
    ],
    ids=["not laid out", "pending", "skipped", "cancelled"],
)
def test_a_stage_that_never_opened_has_only_its_word(milestone, state, word):
    station = build_station("survey", milestone, CALENDAR, date(2026, 11, 24))

    assert (station.state, station.word, station.days) == (state, word, ())
