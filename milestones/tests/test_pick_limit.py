from dataclasses import dataclass
from datetime import date

import pytest

from milestones.limits import pick_limit
from milestones.stages import Stage

TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Row:
    days: int
    has_outside_works: bool | None = None
    service: str = ""
    variant: str = ""
    stage: str = Stage.SURVEY
    valid_from: date = date(2020, 1, 1)


def pick(rows, *, known=None, stage=Stage.SURVEY, variant=""):
    found = pick_limit(rows, stage, service="water", variant=variant, has_outside_works=known, on=TODAY)
    return found.days if found else None


WITHOUT, WITH = Row(1, False), Row(5, True)


@pytest.mark.parametrize(
    ("rows", "known", "days"),
    [
        ([], None, None),
        ([WITHOUT, WITH], False, 1),
        ([WITHOUT, WITH], True, 5),
        ([WITHOUT, WITH], None, 5),
        ([Row(9, valid_from=date(2027, 1, 1)), Row(3)], None, 3),
        ([Row(9), Row(3, valid_from=date(2026, 1, 1))], None, 3),
        ([Row(9), Row(3, service="water")], None, 3),
        ([Row(9), WITHOUT], False, 1),
        ([Row(9, valid_from=date(2026, 1, 1)), WITHOUT], False, 1),
        ([Row(2, False, valid_from=date(2026, 1, 1)), WITHOUT, WITH], None, 5),
        ([Row(2, False, valid_from=date(2026, 1, 1)), WITHOUT, WITH], False, 2),
    ],
    ids=[
        "no limit at all",
        "without outside works",
        "with outside works",
        "while unknown the longer",
        "not what holds next year",
        "the later one",
        "the one for the service",
        "the one for cases without outside works before the one for all",
        "the one for cases without outside works before a later one for all",
        "while unknown the longer also after the shorter was set anew",
        "the later one of those without outside works",
    ],
)
def test_the_limit_that_holds(rows, known, days):
    assert pick(rows, known=known) == days


def test_the_whole_has_no_limit_while_outside_works_are_unknown():
    rows = [Row(5, False, stage=Stage.WHOLE), Row(7, True, stage=Stage.WHOLE)]

    assert [pick(rows, known=known, stage=Stage.WHOLE) for known in (None, False, True)] == [None, 5, 7]
