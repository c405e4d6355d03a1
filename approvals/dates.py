"""Until when a permit is to be decided. Pure: its filing, its standstills, the calendar and today come in.

The limit runs from the filing; special procedures do not count (行政许可法 45), an approved extension adds to it
(42) where it was approved before the term was over: afterwards it hides no lateness. The day of filing is day zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from common.workdays import Calendar
from milestones.ledger import Clock, SpanView, Unit, compute

AUTHORITY = "authority"


@dataclass(frozen=True)
class Standstill:
    """From when to when (None: it still lasts) the limit does not run."""

    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True)
class Extension:
    """How many working days more, and on which day the head of the department approved of them."""

    days: int
    approved_on: date


def permit_clock(
    filed_at: datetime,
    days: int,
    standstills: Sequence[Standstill],
    calendar: Calendar,
    today: date,
    extension: Extension | None = None,
) -> Clock:
    """Its clock on ``today``; while a procedure lasts there is no due date, unless it was late before."""
    spans = spans_of(filed_at, standstills)
    plain = compute(filed_at, days, Unit.WORKDAY, spans, calendar, today)
    if extension is None or (plain.due_on is not None and plain.due_on < extension.approved_on):
        return plain
    return compute(filed_at, days + extension.days, Unit.WORKDAY, spans, calendar, today)


def spans_of(filed_at: datetime, standstills: Sequence[Standstill]) -> list[SpanView]:
    """The standstills and what counts between them, one after the other."""
    spans, since = [], filed_at
    for stop in standstills:
        begins_at = max(stop.starts_at, since)
        spans.append(SpanView(since, begins_at, True, AUTHORITY))
        spans.append(SpanView(begins_at, stop.ends_at, False, AUTHORITY))
        since = stop.ends_at
    return spans if since is None else [*spans, SpanView(since, None, True, AUTHORITY)]
