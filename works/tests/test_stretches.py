from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from works.stretches import Cut, UnitCosts, Way, add_up, compute_savings, find_hints, section_key


def cut(party, start, end, section=1):
    return Cut(party, section, Decimal(start), Decimal(end))


def figures(saving):
    return (saving.alone, saving.together, saving.shared, saving.saved)


@pytest.mark.parametrize(
    ("cuts", "expected"),
    [
        ([cut("water", 0, 80)], (80, 80, 0, 0)),
        ([cut("water", 0, 80), cut("gas", 0, 60)], (140, 80, 60, 60)),
        ([cut("water", 0, 80), cut("gas", 40, 100)], (140, 100, 40, 40)),
        ([cut("water", 0, 50), cut("gas", 50, 100)], (100, 100, 0, 0)),
        ([cut("water", 0, 80), cut("gas", 0, 60), cut("power", 20, 100)], (220, 100, 80, 120)),
        ([cut("water", 0, 50), cut("water", 30, 80)], (80, 80, 0, 0)),
    ],
    ids=["alone", "inside", "overlapping", "end to end", "three", "one party twice"],
)
def test_metres_of_a_trench_shared(cuts, expected):
    (saving,) = compute_savings(cuts, {})

    assert figures(saving) == expected


def test_what_is_saved_is_put_in_yuan_by_the_unit_costs_of_the_section():
    costs = {1: UnitCosts(dig=Decimal(120), road=Decimal(300), green=Decimal(50))}

    (saving,) = compute_savings([cut("water", 0, 80), cut("gas", 0, 60)], costs)

    assert (saving.dig_yuan, saving.compensation_yuan) == (7200, 21000)


def test_a_saving_without_a_price_is_said_to_be_left_out():
    savings = compute_savings(
        [
            cut("water", 0, 80),
            cut("gas", 0, 60),
            cut("water", 0, 10, section=2),
            cut("gas", 0, 10, section=2),
        ],
        {1: UnitCosts(dig=Decimal(100), road=Decimal(10))},
    )

    total = add_up(savings)

    assert (total.saved, total.dig_yuan, total.compensation_yuan, total.has_unpriced) == (70, 6000, 600, True)


@pytest.mark.parametrize(
    "names",
    [
        (1, "光明路", "幸福道路口", "团结道交口"),
        (1, "光明路", "团结道交口", "幸福道路口"),
        (1, "光 明 路", "幸福道", "团结道口"),
    ],
    ids=["as named", "from the other end", "spelt otherwise"],
)
def test_the_same_stretch_has_one_key(names):
    assert section_key(*names) == section_key(1, "光明路", "幸福道路口", "团结道交口")


def test_the_same_street_of_another_town_is_another_stretch():
    assert section_key(1, "光明路", "1号", "9号") != section_key(2, "光明路", "1号", "9号")


def way(party, *, section=1, ends=("a", "b"), opens_ground=True, start=0, end=50, street="光明路"):
    return Way(party, section, street, frozenset(ends), opens_ground, Decimal(start), Decimal(end))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (way("water"), way("gas"), []),
        (way("water"), way("gas", start=50, end=90), ["apart"]),
        (way("water"), way("gas", opens_ground=False), ["no_cut"]),
        (way("water"), way("gas", section=2), ["same_ends"]),
        (way("water"), way("gas", section=2, ends=("b", "c")), ["same_street"]),
        (way("water"), way("gas", section=2, ends=("c", "d"), street="幸福道"), []),
        (way("water"), way("water", start=50, end=90), []),
        (way("water", opens_ground=False), way("gas", opens_ground=False), []),
    ],
    ids=["shared", "apart", "no cut", "same ends", "same street", "elsewhere", "one party", "nobody digs"],
)
def test_hints_where_one_could_use_the_trench_of_the_other(one, other, expected):
    assert [hint.why for hint in find_hints([one, other])] == expected


metres = st.integers(0, 200).map(Decimal)
cuts = st.lists(
    st.builds(
        lambda party, ends, section: Cut(party, section, min(ends), max(ends)),
        st.sampled_from(["water", "power", "gas"]),
        st.lists(metres, min_size=2, max_size=2, unique=True),
        st.integers(1, 2),
    ),
    max_size=8,
)


@given(cuts)
def test_one_trench_is_never_longer_and_never_shorter_than_what_is_shared(listed):
    for saving in compute_savings(listed, {}):
        assert 0 <= saving.shared <= saving.together <= saving.alone
        assert saving.shared <= saving.saved
        assert len(saving.parties) > 1 or saving.saved == 0


@given(cuts, st.randoms())
def test_the_order_in_which_parties_are_named_does_not_matter(listed, random):
    shuffled = random.sample(listed, len(listed))

    assert add_up(compute_savings(listed, {})) == add_up(compute_savings(shuffled, {}))
