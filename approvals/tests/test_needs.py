from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.needs import (
    APPLIES,
    Kind,
    Method,
    Rule,
    Run,
    Section,
    derive_needs,
    metres_of,
    need_beside,
    pick_filer,
)
from works.protection import protection_of, years_after

TODAY = date(2026, 11, 27)
RULES = [
    Rule(Kind.PLANNING, ("planning",), threshold=200),
    Rule(Kind.ROAD_DIGGING, ("municipal", "police")),
    Rule(Kind.ROAD_OCCUPATION, ("municipal",)),
    Rule(Kind.TRAFFIC, ("police",)),
    Rule(Kind.GREEN, ("greenery",)),
    Rule(Kind.TREES_MOVED, ("greenery",)),
    Rule(Kind.TREES_FELLED, ("greenery",)),
    Rule(Kind.HIGHWAY, ("highway",)),
    Rule(Kind.RIVER, ("water",)),
    Rule(Kind.WETLAND, ("ecology",)),
]


def section(**facts):
    return Section(**{"key": 1, "name": "康宁道"} | facts)


def run(order="W", method=Method.OPEN_CUT, metres=120, start=0, **facts):
    return Run(order, section(**facts), method, Decimal(metres), Decimal(start))


def needs(*runs):
    return derive_needs(runs, RULES, TODAY)


def kinds(method=Method.OPEN_CUT, **facts):
    return [(need.kind, need.department) for need in needs(run(method=method, **facts))]


PLANNING = ("planning", "planning")


@pytest.mark.parametrize(
    ("method", "facts", "expected"),
    [
        ("open_cut", {}, [PLANNING]),
        ("existing_duct", {"is_road": True, "is_river": True, "trees_to_fell": 2}, []),
        (
            "open_cut",
            {"is_road": True},
            [PLANNING, ("road_digging", "municipal"), ("road_digging", "police")],
        ),
        ("open_cut", {"is_road": True, "is_inside": True}, [PLANNING]),
        ("drilling", {"is_road": True}, [PLANNING, ("road_occupation", "municipal"), ("traffic", "police")]),
        ("overhead", {"is_road": True}, [PLANNING, ("road_occupation", "municipal"), ("traffic", "police")]),
        ("open_cut", {"green_m2": Decimal("30.5")}, [PLANNING, ("green", "greenery")]),
        ("open_cut", {"green_m2": Decimal(3), "is_inside": True}, [PLANNING, ("green", "greenery")]),
        ("jacking", {"green_m2": Decimal(30), "trees_to_move": 4}, [PLANNING]),
        ("open_cut", {"trees_to_move": 4}, [PLANNING, ("trees_moved", "greenery")]),
        ("overhead", {"trees_to_fell": 1}, [PLANNING, ("trees_felled", "greenery")]),
        ("jacking", {"is_highway": True}, [PLANNING, ("highway", "highway")]),
        ("open_cut", {"is_highway": True, "is_inside": True}, [PLANNING]),
        ("drilling", {"is_river": True}, [PLANNING, ("river", "water")]),
        ("overhead", {"is_wetland": True}, [PLANNING, ("wetland", "ecology")]),
    ],
    ids=[
        "bare ground",
        "an existing duct",
        "a road is opened: two departments",
        "the applicant's own road",
        "below a road",
        "over a road",
        "green land",
        "green land inside the plot",
        "below green land",
        "trees in the trench",
        "trees below a line",
        "a highway",
        "a way inside the plot",
        "below a river",
        "over a wetland",
    ],
)
def test_what_a_route_needs(method, facts, expected):
    assert kinds(method, **facts) == expected


@pytest.mark.parametrize(
    ("metres", "needs_decision", "reason"),
    [
        (199, False, "新建管线 199 米，不足 200 米，只需备案：康宁道"),
        (200, True, "新建管线 200 米：康宁道"),
        (Decimal("350.50"), True, "新建管线 350.5 米：康宁道"),
    ],
)
def test_a_small_work_is_only_recorded(metres, needs_decision, reason):
    (need,) = needs(run(metres=metres))

    assert (need.needs_decision, need.reason) == (needs_decision, reason)


def test_a_section_used_by_two_counts_once_and_both_share_the_permit():
    found = needs(run("W", is_road=True), run("G", is_road=True))

    assert [need.orders for need in found] == [{"W", "G"}] * 3
    assert found[1].reason == "开挖城市道路 120 米：康宁道"


def test_only_whose_route_it_is_shares_a_permit():
    under_road = run("W", Method.DRILLING, is_road=True)
    through_green = run("G", key=2, name="绿带", green_m2=Decimal(8))

    found = {(need.kind, need.department): need.orders for need in needs(under_road, through_green)}

    assert found == {
        ("planning", "planning"): {"W", "G"},
        ("road_occupation", "municipal"): {"W"},
        ("traffic", "police"): {"W"},
        ("green", "greenery"): {"G"},
    }


@pytest.mark.parametrize(
    ("facts", "until"),
    [
        ({"built_on": date(2021, 11, 28)}, date(2026, 11, 28)),
        ({"built_on": date(2021, 11, 27)}, None),
        ({"overhauled_on": date(2023, 11, 28)}, date(2026, 11, 28)),
        ({"overhauled_on": date(2023, 11, 27)}, None),
        ({"backfilled_on": date(2026, 6, 1), "backfill_until": date(2027, 6, 1)}, date(2027, 6, 1)),
        ({"built_on": date(2024, 2, 29)}, date(2029, 2, 28)),
        ({"built_on": date(2022, 1, 1), "overhauled_on": date(2025, 5, 5)}, date(2028, 5, 5)),
        ({}, None),
    ],
)
def test_until_when_a_road_is_protected(facts, until):
    found = protection_of(section(**facts), TODAY)

    assert (found and found.until) == until


def test_the_reason_of_a_protected_road_says_since_when_and_until_when():
    found = needs(run(is_road=True, built_on=date(2024, 5, 1)))

    assert found[1].protected_until == date(2029, 5, 1)
    assert found[1].reason == (
        "开挖城市道路 120 米：康宁道。康宁道：道路 2024-05-01 新建，未满 5 年，2029-05-01 前不得挖掘"
    )


def test_a_protected_road_may_be_passed_below():
    found = needs(run(method=Method.DRILLING, is_road=True, built_on=date(2024, 5, 1)))

    assert [need.protected_until for need in found] == [None] * 3


def test_a_name_with_a_percent_sign_stands_as_it_is():
    (need,) = needs(run(name="50%号路"))

    assert "50%号路" in need.reason


def test_what_a_filed_permit_covers_is_not_asked_for_again():
    runs = [run("W", is_road=True), run("G", key=2, name="府前街", is_road=True, metres=80)]
    whole = needs(*runs)[1]

    beside = need_beside(whole, runs, RULES, TODAY, {("W", 1)})

    assert (beside.pairs, beside.reason) == ({("G", 2)}, "开挖城市道路 80 米：府前街")


def test_what_is_large_as_a_whole_needs_a_decision_in_each_of_its_parts():
    runs = [run("W", metres=150), run("G", key=2, name="府前街", metres=150)]
    whole = needs(*runs)[0]

    beside = need_beside(whole, runs, RULES, TODAY, {("W", 1)})

    assert (beside.needs_decision, beside.reason) == (True, "新建管线 150 米：府前街")


def test_nothing_is_left_where_everything_is_covered():
    runs = [run()]

    assert need_beside(needs(*runs)[0], runs, RULES, TODAY, {("W", 1)}) is None


@pytest.mark.parametrize(
    ("runs", "filer"),
    [
        ([("W", "open_cut", 50), ("G", "open_cut", 80)], "G"),
        ([("W", "open_cut", 50), ("G", "drilling", 80)], "W"),
        ([("W", "drilling", 50), ("G", "overhead", 80)], "G"),
        ([("W", "open_cut", 50), ("G", "open_cut", 50)], "W"),
        ([], None),
    ],
    ids=["longest cut", "a cut before a bore", "nobody cuts", "the first of two alike", "no routes"],
)
def test_who_is_asked_first_to_file(runs, filer):
    runs = [run(order, method, metres) for order, method, metres in runs]

    assert pick_filer(runs) == filer


def test_a_type_the_rules_do_not_know_is_never_asked_for():
    assert derive_needs([run()], [Rule("heritage", ("museum",))], TODAY) == []


SECTIONS = st.builds(
    Section,
    key=st.integers(1, 4),
    name=st.just("路"),
    is_road=st.booleans(),
    is_highway=st.booleans(),
    is_river=st.booleans(),
    is_wetland=st.booleans(),
    is_inside=st.booleans(),
    green_m2=st.decimals(0, 50, places=1),
    trees_to_move=st.integers(0, 3),
    trees_to_fell=st.integers(0, 3),
    built_on=st.none() | st.dates(date(2015, 1, 1), TODAY),
)
METHODS = ["open_cut", "jacking", "drilling", "overhead", "existing_duct"]
METRES = st.integers(1, 400).map(Decimal)
RUNS = st.lists(
    st.builds(Run, st.sampled_from("WPGN"), SECTIONS, st.sampled_from(METHODS), METRES, METRES), max_size=8
)


@given(RUNS)
def test_the_metres_are_those_somebody_goes_along(runs):
    """Counted metre by metre."""
    gone = {
        (run.section.key, metre)
        for run in runs
        for metre in range(int(run.start), int(run.start + run.metres))
    }

    assert metres_of(runs) == len(gone)


@given(RUNS)
def test_each_department_is_asked_once_for_each_type(runs):
    asked = [(need.kind, need.department) for need in needs(*runs)]

    assert len(asked) == len(set(asked))


@given(RUNS)
def test_an_order_shares_exactly_the_permits_one_of_its_own_routes_asks_for(runs):
    shared = {(need.kind, order) for need in needs(*runs) for order in need.orders}

    alone = {(need.kind, run.order) for run in runs for need in needs(run)}

    assert shared == alone


@given(RUNS, st.randoms())
def test_the_order_of_the_routes_changes_nothing_but_the_words(runs, random):
    # One key is one section: what the plan says of it does not depend on who goes along it.
    first = {run.section.key: run.section for run in reversed(runs)}
    runs = [replace(run, section=first[run.section.key]) for run in runs]
    shuffled = random.sample(runs, len(runs))

    assert facts(needs(*runs)) == facts(needs(*shuffled))


def facts(found):
    return {(n.kind, n.department, n.pairs, n.needs_decision, n.protected_until) for n in found}


@given(RUNS)
def test_every_need_names_its_reason_and_somebody_who_needs_it(runs):
    assert all(need.reason and need.orders and need.sections for need in needs(*runs))


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(1, 5))
def test_years_end_on_the_same_day_or_the_last_of_february(day, years):
    later = years_after(day, years)

    assert (later.year, later.month) == (day.year + years, day.month)
    assert later.day == day.day or (day.month, day.day, later.day) == (2, 29, 28)


def test_every_kind_has_its_rule():
    assert set(APPLIES) == {value for name, value in vars(Kind).items() if name.isupper()}
