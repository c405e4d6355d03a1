"""Which stretches are under protection at an address; the clerk confirms to have told of it."""

from datetime import date

import pytest

from applications.tests.factories import town
from works.dig_windows import lies_at
from works.protected import protected_at
from works.protection import years_after

from .factories import RoadSectionFactory

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("芦台街道光明路 18 号", True),
        ("芦台街道光明路２０＃", True),
        ("芦台街道光明路 66 号", False),
        ("芦台街道光明路与幸福道交口", True),
        ("芦台街道商业道 18 号", False),
        ("18 号光明路", True),
    ],
    ids=["inside", "full width", "beyond", "no number", "another street", "number before"],
)
def test_street_and_number_decide(address, expected):
    assert lies_at(address, "光明路", "10号", "30号") is expected


@pytest.mark.parametrize(
    "door", ["88-1号", "88—1 号", "88之1号", "88附1号", "88弄3号", "８８－１号", "88号1门"]
)
def test_a_door_within_a_door_lies_where_the_first_one_does(door):
    assert lies_at(f"光明路{door}", "光明路", "80号", "120-2号")
    assert not lies_at(f"光明路{door}", "光明路", "1号", "30号")


@pytest.mark.parametrize(
    "doors",
    [
        "80-120号",
        "80号至120号",
        "80号-120号",
        "８０～１２０号",
        "80、96、120号",
        "80到120号",
        "80号和120号",
        "80号，100号，120号",
        "80号及120号",
        "80号至光明路120号",
    ],
)
def test_a_row_of_doors_lies_along_all_of_them(doors):
    assert lies_at(f"光明路{doors}", "光明路", "100号", "130号")
    assert lies_at("光明路110号", "光明路", *[doors.replace("光明路", "")] * 2)
    assert not lies_at(f"光明路{doors}", "光明路", "122号", "130号")


@pytest.mark.parametrize("door", ["88弄120号", "88附120号", "88之120号"])
def test_what_is_numbered_within_a_lane_is_no_row(door):
    assert not lies_at(f"光明路{door}", "光明路", "100号", "130号")


def test_a_stretch_between_crossings_goes_by_its_name():
    assert lies_at("芦台街道光明路 18 号", "光明路", "幸福道", "团结道")


def test_after_a_leap_day_the_year_has_its_day_before():
    assert years_after(date(2024, 2, 29), 5) == date(2029, 2, 28)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "until"),
    [
        ({"built_on": date(2022, 1, 10)}, date(2027, 1, 10)),
        ({"overhauled_on": date(2024, 5, 1)}, date(2027, 5, 1)),
        ({"built_on": date(2021, 11, 26)}, None),
        ({"built_on": date(2022, 1, 10), "overhauled_on": date(2025, 6, 1)}, date(2028, 6, 1)),
        ({}, None),
    ],
    ids=["built", "overhauled", "over since yesterday", "the longer", "unknown"],
)
def test_a_road_is_protected_five_years_after_building_three_after_overhaul(fields, until):
    RoadSectionFactory(from_point="10号", to_point="30号", **fields)

    found = protected_at(town(), "光明路 18 号", TODAY)

    assert [one.protection.until for one in found] == ([until] if until else [])
