"""The clock of any milestone, against a plain count of its days; changes fall at and around midnight."""

from dataclasses import replace
from datetime import UTC, date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from common.clock import local_date, midnight
from common.workdays import Calendar, add_workdays
from milestones.ledger import SpanView, Unit, clock_from_due, compute, ledger_days

CALENDAR = Calendar(
    days_off=frozenset(
        [date(2026, 9, day) for day in (25, 26, 27)] + [date(2026, 10, day) for day in range(1, 8)]
    ),
    extra_workdays=frozenset({date(2026, 9, 20), date(2026, 10, 10)}),
    known_years=frozenset({2026}),
)
INSTANT = timedelta(microseconds=1)
HOURS = st.sampled_from(
    [timedelta(0), INSTANT, timedelta(hours=8), timedelta(hours=16), timedelta(days=1) - INSTANT]
)
MOMENTS = st.builds(
    lambda number, hour: (midnight(date(2026, 9, 10)) + timedelta(days=number) + hour).astimezone(UTC),
    st.integers(0, 45),
    HOURS | st.timedeltas(timedelta(0), timedelta(days=1) - INSTANT),
)
UNITS = st.sampled_from([Unit.WORKDAY, Unit.NATURAL])
LIMITS = st.integers(0, 25)


@st.composite
def histories(draw, may_be_closed=True):
    """Spans as they follow each other, with changes at and around midnight, the last often open."""
    moments = sorted(draw(st.lists(MOMENTS, min_size=2, max_size=9)))
    if not (may_be_closed and draw(st.booleans())):
        moments[-1] = None
    pairs = zip(moments, moments[1:], strict=False)
    return [SpanView(start, end, draw(st.booleans()), "x") for start, end in pairs]


def counts_at_end_of(one_day, spans):
    """Whether the span holding the last instant of the day counts."""
    instant = midnight(one_day + timedelta(days=1)) - INSTANT
    return any(
        each.counts and each.starts_at <= instant and (each.ends_at is None or instant < each.ends_at)
        for each in spans
    )


def by_hand(spans, limit, unit, until):
    """Due date and used days, from a list of all days that could count."""
    opened_on = local_date(spans[0].starts_at)
    carried_on = [*spans[:-1], replace(spans[-1], ends_at=None)]
    running = [
        one
        for one in (opened_on + timedelta(days=number) for number in range(150))
        if counts_at_end_of(one, carried_on)
    ]
    countable = [
        one for one in running if one > opened_on and (unit == Unit.NATURAL or CALENDAR.is_workday(one))
    ]
    full_on = opened_on if limit == 0 else (countable[limit - 1] if len(countable) >= limit else date.max)
    due_on = next((one for one in running if one >= full_on and CALENDAR.is_workday(one)), None)
    used = [one for number, one in enumerate(countable) if number < limit or (due_on and one > due_on)]
    return due_on, sum(one < until for one in used)


@given(histories(), LIMITS, UNITS, st.integers(0, 30))
def test_any_history_counted_by_hand_gives_the_same(spans, limit, unit, later):
    today = local_date(spans[-1].starts_at) + timedelta(days=later)
    end = spans[-1].ends_at
    until = min(today, local_date(end)) if end else today

    clock = compute(spans[0].starts_at, limit, unit, spans, CALENDAR, today)

    assert (clock.due_on, clock.used) == by_hand(spans, limit, unit, until)
    assert clock.is_counting == (end is None and spans[-1].counts)
    assert (clock.left == 0) == (clock.due_on is not None and clock.due_on < until)


@given(histories(), LIMITS, UNITS, st.integers(0, 30))
def test_the_ledger_agrees_with_the_clock(spans, limit, unit, later):
    today = local_date(spans[-1].starts_at) + timedelta(days=later)

    clock = compute(spans[0].starts_at, limit, unit, spans, CALENDAR, today)
    entries = ledger_days(spans[0].starts_at, limit, unit, spans, CALENDAR, today - timedelta(days=1))

    assert sum(entry.counts for entry in entries) == clock.used
    assert [entry.number for entry in entries if entry.counts] == list(range(1, clock.used + 1))
    assert all(entry.day == clock.due_on for entry in entries if entry.is_due)


@given(histories(may_be_closed=False), LIMITS, st.integers(0, 30))
def test_the_stored_due_date_is_enough_while_the_clock_counts(spans, limit, later):
    today = local_date(spans[-1].starts_at) + timedelta(days=later)
    clock = compute(spans[0].starts_at, limit, Unit.WORKDAY, spans, CALENDAR, today)
    assume(clock.is_counting and limit)
    assume(clock.due_on >= min(today, local_date(spans[-1].starts_at)))

    assert clock_from_due(clock.due_on, limit, Unit.WORKDAY, CALENDAR, today) == clock


@given(MOMENTS, st.integers(1, 60))
def test_a_clock_never_paused_is_plain_addition(opened_at, limit):
    spans = [SpanView(opened_at, None, True, "provider")]
    opened_on = local_date(opened_at)

    clock = compute(opened_at, limit, Unit.WORKDAY, spans, CALENDAR, opened_on)

    assert clock.due_on == add_workdays(opened_on, limit, CALENDAR)
