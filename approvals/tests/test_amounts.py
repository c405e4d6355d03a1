"""What a permit is asked for, by place, and who wants more than that. Pure."""

from decimal import Decimal
from unittest.mock import Mock

import pytest

from approvals.needs import Kind, amounts_of
from approvals.overtaken import outgrown_pairs, write_amounts
from works.extent import Extent

from .test_needs import needs, run


def test_how_much_is_asked_for_in_all_and_by_whom():
    runs = [run("W", is_road=True), run("G", metres=80, start=100, is_road=True), run("P", method="drilling")]

    assert amounts_of(needs(*runs)[1], runs) == {
        1: Extent([(0, 180)]),
        ("W", 1): Extent([(0, 120)]),
        ("G", 1): Extent([(100, 180)]),
    }


def test_of_green_land_and_trees_all_who_dig_there_have_the_same():
    runs = [run("W", green_m2=Decimal(30)), run("G", green_m2=Decimal(30))]
    green = next(need for need in needs(*runs) if need.kind == Kind.GREEN)

    assert amounts_of(green, runs) == dict.fromkeys([1, ("W", 1), ("G", 1)], Extent.first(30))


@pytest.mark.parametrize(
    ("asked", "outgrown"),
    [
        ({1: (0, 120), ("W", 1): (0, 120)}, {("G", 1)}),
        ({1: (0, 180), ("W", 1): (0, 120), ("G", 1): (100, 180)}, set()),
        ({1: (0, 180), ("W", 1): (0, 180)}, set()),
        ({1: (20, 180), ("W", 1): (20, 120), ("G", 1): (100, 180)}, {("W", 1)}),
        ({1: (0, 160), ("W", 1): (0, 120), ("G", 1): (80, 160)}, {("G", 1)}),
        ({}, set()),
    ],
    ids=["who came later", "as asked", "room enough", "who grew", "who moved", "not kept then"],
)
def test_who_wants_more_than_was_asked_for(asked, outgrown):
    amounts = {1: Extent([(0, 180)]), ("W", 1): Extent([(0, 120)]), ("G", 1): Extent([(100, 180)])}
    asked = write_amounts({place: Extent([piece]) for place, piece in asked.items()})

    assert outgrown_pairs([Mock(amounts=asked)], amounts) == outgrown
