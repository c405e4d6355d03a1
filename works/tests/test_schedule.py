"""The steps of all orders on one line of days, and what is in the way."""

from datetime import date

import pytest

from works.schedule import Conflict, Days, Line, draw_chart, find_conflicts


def day(number):
    return date(2026, 12, number)


def line(party, *, opened=(7, 8), built=(8, 10), closed=(11, 11), trench="plan 1", section=5):
    spans = {"excavation": opened, "construction": built, "backfill": closed}
    days = [Days(step, step, day(first), day(last)) for step, (first, last) in spans.items()]
    return Line(party, "water", tuple(days), ((section, "光明路", {trench}),))


WATER = line("用水")


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (line("用气"), []),
        (line("用气", trench="order 9"), [Conflict("trench", "用水", "用气", "光明路")]),
        (line("用气", trench="order 9", opened=(12, 13), built=(13, 14), closed=(15, 15)), []),
        (line("用气", trench="order 9", section=6), []),
        (line("用气", opened=(9, 9)), [Conflict("order", "用气", on=day(8))]),
    ],
    ids=["one trench", "two trenches at once", "one after the other", "elsewhere", "built before it is dug"],
)
def test_what_is_in_the_way(other, expected):
    assert find_conflicts([WATER, other]) == expected


@pytest.mark.parametrize(
    ("wished", "expected"),
    [(11, []), (10, [Conflict("wish", "用水", on=day(11))])],
    ids=["in time", "too late"],
)
def test_what_ends_after_the_day_the_applicant_wishes_for(wished, expected):
    assert find_conflicts([WATER], wished_on=day(wished)) == expected


def test_the_chart_begins_with_the_first_day_and_ends_with_the_last():
    chart = draw_chart([WATER], day(9), {"water": "#000"})

    first, *_rest, last = chart.bars
    assert first["planned"]["x"] == 66
    assert round(last["planned"]["x"] + last["planned"]["width"]) <= 352
    assert chart.today_x == pytest.approx(66 + 286 * 2 / 7, abs=0.1)


def test_without_any_date_there_is_no_chart():
    assert draw_chart([Line("用水", "water", ())], day(9), {"water": "#000"}) is None
