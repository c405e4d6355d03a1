"""The clock of one milestone: which days count, when the limit ends, what a pause does."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from common.clock import LOCAL
from common.workdays import MAX_COUNT, Calendar
from milestones.ledger import Clock, SpanView, Unit, clock_from_due, compute, explain, ledger_days

CALENDAR = Calendar(
    days_off=frozenset(
        [date(2026, 9, day) for day in (25, 26, 27)] + [date(2026, 10, day) for day in range(1, 8)]
    ),
    extra_workdays=frozenset({date(2026, 9, 20), date(2026, 10, 10)}),
    known_years=frozenset({2026}),
)


def local(text):
    """``"11-23 09:30"`` in 2026, Tianjin."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=LOCAL)


def day(text):
    return date.fromisoformat(text if text.startswith("20") else f"2026-{text}")


def span(starts, ends=None, counts=True, reason=""):
    ends_at = local(ends) if ends else None
    return SpanView(local(starts), ends_at, counts, "provider" if counts else "applicant", reason)


def clock_of(spans, limit=5, unit=Unit.WORKDAY, today="12-31"):
    return compute(spans[0].starts_at, limit, unit, spans, CALENDAR, day(today))


@pytest.mark.parametrize(
    ("opened", "limit", "unit", "due_on", "estimated"),
    [
        ("11-23 09:00", 5, Unit.WORKDAY, "11-30", False),
        ("11-23 00:00", 5, Unit.WORKDAY, "11-30", False),
        ("11-23 23:59", 5, Unit.WORKDAY, "11-30", False),
        ("09-30 10:00", 5, Unit.WORKDAY, "10-13", False),
        ("09-18 10:00", 1, Unit.WORKDAY, "09-20", False),
        ("11-21 10:00", 1, Unit.WORKDAY, "11-23", False),
        ("12-28 10:00", 5, Unit.WORKDAY, "2027-01-05", True),
        ("12-28 10:00", 3, Unit.WORKDAY, "12-31", False),
        ("11-23 10:00", 4, Unit.NATURAL, "11-27", False),
        ("11-23 10:00", 5, Unit.NATURAL, "11-30", False),
        ("09-26 10:00", 5, Unit.NATURAL, "10-08", False),
        ("10-09 10:00", 1, Unit.NATURAL, "10-10", False),
        ("12-30 10:00", 2, Unit.NATURAL, "2027-01-04", True),
        ("11-23 10:00", 0, Unit.WORKDAY, "11-23", False),
        ("11-21 10:00", 0, Unit.WORKDAY, "11-23", False),
    ],
    ids=[
        "over a weekend",
        "opened at midnight",
        "opened at the last minute",
        "over the long holiday",
        "to a make-up Sunday",
        "opened on a Saturday",
        "into an unknown year",
        "up to its eve",
        "natural days",
        "natural, ends on a Saturday",
        "natural, ends in the holiday",
        "natural, ends on a make-up Saturday",
        "natural, ends on New Year's Day",
        "same day",
        "same day, but a Saturday",
    ],
)
def test_a_limit_ends_on(opened, limit, unit, due_on, estimated):
    clock = clock_of([span(opened)], limit, unit, today=opened[:5])

    assert (clock.due_on, clock.is_estimated) == (day(due_on), estimated)


def test_the_day_of_opening_is_the_local_one():
    opened_at = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)  # already Monday the 23rd here

    clock = compute(
        opened_at,
        1,
        Unit.WORKDAY,
        [SpanView(opened_at, None, True, "window")],
        CALENDAR,
        day("11-23"),
    )

    assert clock == Clock(day("11-24"), is_estimated=False, used=0, left=1, is_counting=True)


@pytest.mark.parametrize(
    ("today", "used", "left"),
    [
        ("11-23", 0, 5),
        ("11-24", 0, 5),
        ("11-27", 3, 2),
        ("11-28", 4, 1),
        ("11-30", 4, 1),
        ("12-01", 5, 0),
        ("12-03", 7, 0),
    ],
    ids=["day zero", "first day", "fourth day", "Saturday", "last day", "overdue", "more overdue"],
)
def test_finished_days_are_used_and_today_is_left(today, used, left):
    clock = clock_of([span("11-23 09:00")], today=today)

    assert (clock.used, clock.left) == (used, left)
    assert clock_from_due(clock.due_on, 5, Unit.WORKDAY, CALENDAR, day(today)) == clock


@pytest.mark.parametrize(
    ("pause", "resumed", "due_on"),
    [
        ("11-24 10:00", "11-24 15:00", "11-30"),
        ("11-24 23:59", "11-25 00:01", "12-01"),
        ("11-25 00:00", "11-25 00:00", "11-30"),
        ("11-24 10:00", "11-25 00:00", "12-01"),
        ("11-25 00:00", "11-26 00:00", "12-01"),
        ("11-27 20:00", "11-29 20:00", "12-01"),
        ("11-28 08:00", "11-29 20:00", "11-30"),
    ],
    ids=[
        "within one day",
        "over one midnight",
        "no time at all",
        "up to midnight",
        "from midnight to midnight",
        "over Friday's midnight and a weekend",
        "within a weekend",
    ],
)
def test_a_day_counts_if_the_span_running_at_its_end_counts(pause, resumed, due_on):
    spans = [span("11-23 09:00", pause), span(pause, resumed, counts=False), span(resumed)]

    assert clock_of(spans).due_on == day(due_on)


def test_a_clock_that_stands_still_has_days_left_but_no_due_date():
    spans = [span("11-23 09:00", "11-26 10:00"), span("11-26 10:00", counts=False)]

    assert clock_of(spans) == Clock(None, is_estimated=False, used=2, left=3, is_counting=False)


def test_a_pause_does_not_hide_lateness():
    spans = [span("11-23 09:00", "12-01 00:01"), span("12-01 00:01", counts=False)]

    assert clock_of(spans) == Clock(day("11-30"), is_estimated=False, used=5, left=0, is_counting=False)


def test_a_pause_on_the_last_day_is_in_time():
    spans = [span("11-23 09:00", "11-30 23:59"), span("11-30 23:59", counts=False)]

    assert clock_of(spans) == Clock(None, is_estimated=False, used=4, left=1, is_counting=False)


def test_a_pause_while_the_last_day_is_being_deferred_leaves_one_day():
    friday, sunday = "11-27 09:00", "11-29 09:00"
    spans = [span("11-23 09:00", sunday), span(sunday, counts=False)]
    resumed = [*spans[:-1], span(sunday, "12-03 09:00", counts=False), span("12-03 09:00")]

    assert clock_of([span(friday)], 1, Unit.NATURAL).due_on == day("11-30")
    assert clock_of(spans, 5, Unit.NATURAL) == Clock(None, False, used=5, left=1, is_counting=False)
    assert clock_of(resumed, 5, Unit.NATURAL, today="12-03") == Clock(day("12-03"), False, 5, 1, True)


def test_without_limit_nothing_is_due_but_days_are_counted():
    clock = clock_of([span("11-23 09:00")], limit=None, today="11-27")

    assert clock == Clock(None, is_estimated=False, used=3, left=None, is_counting=True)


def test_a_reached_milestone_keeps_the_due_date_it_ended_under():
    clock = clock_of([span("11-23 09:00", "11-26 10:00")], today="12-20")

    assert clock == Clock(day("11-30"), is_estimated=False, used=2, left=3, is_counting=False)


def test_a_count_that_began_anew_forgets_the_days_before():
    spans = [
        span("11-16 09:00", "11-18 09:00"),
        span("11-18 09:00", "11-23 09:00", counts=False, reason="correction"),
        span("11-23 09:00"),
    ]

    clock = compute(local("11-23 09:00"), 5, Unit.WORKDAY, spans, CALENDAR, day("11-25"))
    entries = ledger_days(local("11-23 09:00"), 5, Unit.WORKDAY, spans, CALENDAR, day("11-24"))

    assert (clock.due_on, clock.used) == (day("11-30"), 1)
    assert [entry.why for entry in entries] == ["before"] * 7 + ["day_zero", "counted"]


def test_a_calendar_that_comes_out_later_moves_the_due_date():
    later = replace(
        CALENDAR,
        known_years=frozenset({2026, 2027}),
        days_off=CALENDAR.days_off | {date(2027, 1, 1), date(2027, 1, 4)},
    )
    spans = [span("12-28 10:00")]

    clock = compute(spans[0].starts_at, 5, Unit.WORKDAY, spans, later, day("12-28"))

    assert (clock.due_on, clock.is_estimated) == (date(2027, 1, 6), False)


def test_the_ledger_says_of_each_day_why_it_counts_or_not():
    spans = [
        span("11-26 09:00", "12-01 10:00"),
        span("12-01 10:00", "12-02 10:00", counts=False, reason="public_notice"),
        span("12-02 10:00", "12-04 10:00"),
    ]

    entries = ledger_days(spans[0].starts_at, 3, Unit.WORKDAY, spans, CALENDAR, day("12-31"))

    assert [(entry.day.day, entry.why, entry.number, entry.is_due) for entry in entries] == [
        (26, "day_zero", None, False),
        (27, "counted", 1, False),
        (28, "rest_day", None, False),
        (29, "rest_day", None, False),
        (30, "counted", 2, False),
        (1, "paused:public_notice", None, False),
        (2, "counted", 3, True),
        (3, "counted", 4, False),
        (4, "closed", None, False),
    ]
    assert [entry.holder for entry in entries][4:7] == ["provider", "applicant", "provider"]


def test_the_ledger_shows_how_a_last_day_was_deferred():
    entries = ledger_days(
        local("11-23 09:00"), 5, Unit.NATURAL, [span("11-23 09:00")], CALENDAR, day("12-01")
    )

    assert [(entry.why, entry.number, entry.is_due) for entry in entries[-4:]] == [
        ("counted", 5, False),
        ("deferred", None, False),
        ("deferred", None, True),
        ("counted", 6, False),
    ]


def test_the_ledger_of_what_was_opened_and_closed_on_one_day():
    spans = [span("11-26 09:00", "11-26 10:00")]

    entries = ledger_days(spans[0].starts_at, 0, Unit.WORKDAY, spans, CALENDAR, day("12-31"))

    assert [entry.why for entry in entries] == ["day_zero"]


@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        ("counted", "计入"),
        ("rest_day", "休息日"),
        ("paused:public_notice", "暂停计时：公示"),
        ("paused:", "暂停计时"),
        ("paused:other", "暂停计时：other"),
        ("excluded:approval", "审批环节不计入全程时限"),
    ],
)
def test_a_reason_is_put_into_words(why, sentence):
    assert explain(why, reasons={"public_notice": "公示"}, stages={"approval": "审批"}) == sentence


def test_a_clock_without_due_date_knows_nothing_without_its_ledger():
    clock = clock_from_due(None, 5, Unit.WORKDAY, CALENDAR, day("11-23"), is_counting=False)

    assert clock == Clock(None, is_estimated=False, used=None, left=None, is_counting=False)


def test_a_date_agreed_without_a_limit_has_days_left():
    clock = clock_from_due(day("11-30"), None, Unit.WORKDAY, CALENDAR, day("11-23"))

    assert clock == Clock(day("11-30"), is_estimated=False, used=None, left=6, is_counting=True)


@pytest.mark.parametrize("limit", [-1, MAX_COUNT + 1])
def test_an_absurd_limit_is_refused(limit):
    with pytest.raises(ValueError, match="no limit has"):
        clock_of([span("11-23 09:00")], limit)


def test_a_clock_without_spans_is_refused():
    with pytest.raises(ValueError, match="needs the spans"):
        compute(local("11-23 09:00"), 5, Unit.WORKDAY, [], CALENDAR, day("11-23"))


def test_a_milestone_open_for_more_than_a_century_is_refused():
    opened_at = datetime(1850, 1, 1, tzinfo=LOCAL)

    with pytest.raises(ValueError, match="too long"):
        compute(
            opened_at, None, Unit.NATURAL, [SpanView(opened_at, None, True, "office")], CALENDAR, day("11-23")
        )
