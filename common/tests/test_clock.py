"""The one clock: local dates, midnights, and standing still."""

from datetime import UTC, date, datetime, timedelta

import pytest

from common import clock


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 11, 23, 15, 59, 59, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 16, 0, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
    ids=["a second before midnight", "midnight", "the new year has begun here"],
)
def test_the_date_is_the_one_in_tianjin(moment, expected):
    with clock.moved_to(moment):
        assert clock.today() == expected


def test_a_day_begins_at_sixteen_hours_utc_of_the_day_before():
    assert clock.midnight(date(2026, 11, 24)) == datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


def test_the_clock_stands_still_inside_the_block_only():
    moment = datetime(2026, 2, 13, 9, 0, tzinfo=UTC)

    with clock.moved_to(moment):
        inside = clock.now()

    assert inside == moment
    assert clock.now() != moment


def test_blocks_may_stand_inside_each_other():
    outer, inner = datetime(2026, 2, 13, tzinfo=UTC), datetime(2026, 3, 13, tzinfo=UTC)

    with clock.moved_to(outer):
        with clock.moved_to(inner):
            assert clock.now() == inner
        assert clock.now() == outer


def test_the_clock_runs_on_after_an_error_inside_the_block():
    moment = datetime(2026, 2, 13, tzinfo=UTC)

    with pytest.raises(ZeroDivisionError), clock.moved_to(moment):
        raise ZeroDivisionError

    assert abs(datetime.now(UTC) - clock.now()) < timedelta(minutes=1)
