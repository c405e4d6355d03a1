from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbox.schedule import endpoint_wait, parse_retry_after, retry_wait

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
FOUR_HOURS = 14_400


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [
        (1, 5),
        (2, 30),
        (3, 120),
        (4, 600),
        (5, 1800),
        (6, 3600),
        (7, 7200),
        (8, 14400),
        (9, 14400),
        (999, 14400),
    ],
)
def test_the_waits_grow_and_never_end(failures, seconds):
    assert retry_wait(failures, 0.0) == timedelta(seconds=seconds)


@given(failures=st.integers(1, 10_000), luck=st.floats(-1, 1))
def test_luck_moves_a_wait_by_a_fifth_at_most(failures, luck):
    plain = retry_wait(failures, 0.0)

    assert 0.8 * plain <= retry_wait(failures, luck) <= 1.2 * plain


@given(failures=st.integers(1, 50), luck=st.floats(-1, 1), asked=st.integers(0, 10**9))
def test_the_receivers_wish_is_kept_up_to_four_hours(failures, luck, asked):
    wait = retry_wait(failures, luck, timedelta(seconds=asked)).total_seconds()

    assert wait >= min(asked, FOUR_HOURS)
    assert wait <= 1.2 * FOUR_HOURS


@pytest.mark.parametrize(
    ("failures", "asked", "seconds"),
    [
        (1, None, 0),
        (4, None, 0),
        (5, None, 30),
        (6, None, 60),
        (7, None, 120),
        (8, None, 300),
        (9, None, 600),
        (500, None, 600),
        (1, 90, 90),
        (5, 10, 30),
        (5, 900, 900),
        (1, 10**9, FOUR_HOURS),
    ],
)
def test_an_endpoint_is_left_alone_ever_longer(failures, asked, seconds):
    asked = None if asked is None else timedelta(seconds=asked)

    assert endpoint_wait(failures, asked) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("9" * 4000, FOUR_HOURS),
        ("Mon, 23 Nov 2026 01:32:00 GMT", 120),
        ("Mon, 23 Nov 2026 01:32:00 -0000", 120),
        ("Mon, 23 Nov 2026 01:00:00 GMT", 0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("１２０", None),
        ("Mon, 99 Nov 2026 01:32:00 GMT", None),
        (f"Mon, 23 Nov {'9' * 20} 01:32:00 GMT", None),
        (f"Mon, 23 Nov 2026 01:32:00 +{'9' * 20}", None),
    ],
)
def test_retry_after_is_read_in_both_forms(text, seconds):
    assert parse_retry_after(text, NOW) == (None if seconds is None else timedelta(seconds=seconds))
