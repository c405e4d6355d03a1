"""Which metres of a section are meant, counted metre by metre."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from works.extent import Extent

METRES = st.integers(0, 30).map(Decimal)
EXTENTS = st.lists(st.tuples(METRES, METRES), max_size=4).map(Extent)


def metres_in(extent):
    return {metre for start, end in extent.pieces for metre in range(int(start), int(end))}


@given(EXTENTS, EXTENTS)
def test_put_together_and_taken_away(one, other):
    assert metres_in(one | other) == metres_in(one) | metres_in(other)
    assert metres_in(one - other) == metres_in(one) - metres_in(other)


@given(EXTENTS)
def test_its_length_counts_no_metre_twice(extent):
    assert extent.metres == len(metres_in(extent))


@given(EXTENTS, EXTENTS)
def test_one_covers_another(one, other):
    assert one.covers(other) == (metres_in(other) <= metres_in(one))


@given(EXTENTS, EXTENTS)
def test_however_it_was_put_together_it_is_the_same(one, other):
    assert one | other == other | one
    assert (one == other) == (metres_in(one) == metres_in(other))


@given(EXTENTS)
def test_it_is_read_as_it_was_written(extent):
    assert Extent.read(extent.write()) == extent
