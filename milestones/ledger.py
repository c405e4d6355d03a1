"""Which days of a milestone count, when its limit ends, and who held the whole of a request.

Pure: dates, spans and the calendar come in as arguments; nothing here asks the clock or the database.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.clock import local_date, midnight
from common.workdays import MAX_COUNT, MAX_SPAN, ONE_DAY, Calendar, workdays_between

COUNTED = "counted"
DAY_ZERO = "day_zero"
BEFORE = "before"
REST_DAY = "rest_day"
DEFERRED = "deferred"
CLOSED = "closed"
PAUSED = "paused:"
EXCLUDED = "excluded:"
REVOKED = "revoked"

WHY_LABELS = {
    COUNTED: gettext_lazy("计入"),
    DAY_ZERO: gettext_lazy("起算日，不计入"),
    BEFORE: gettext_lazy("重新起算之前，不计入"),
    REST_DAY: gettext_lazy("休息日"),
    DEFERRED: gettext_lazy("期限最后一日为休息日，顺延"),
    CLOSED: gettext_lazy("已结束"),
    REVOKED: gettext_lazy("计入（暂停被撤销）"),
}


class Unit:
    """In which days a limit counts; 日 in administrative approval is a working day (行政许可法 82)."""

    WORKDAY = "workday"
    NATURAL = "natural"


@dataclass(frozen=True)
class SpanView:
    """From when to when somebody held the milestone (half-open), and whether those days count.

    ``reason`` of a span that does not count; ``REVOKED`` where it was a pause whose days count after all.
    """

    starts_at: datetime
    ends_at: datetime | None
    counts: bool
    holder: str
    reason: str = ""


@dataclass(frozen=True)
class Clock:
    """A milestone's clock on one day. ``used``: finished days; ``left``: with today; None: no limit."""

    due_on: date | None
    is_estimated: bool
    used: int | None
    left: int | None
    is_counting: bool


@dataclass(frozen=True)
class LedgerDay:
    """One line of the ledger. ``number``: the how-many-eth counted day; ``is_due``: the limit ends here."""

    day: date
    counts: bool
    why: str
    holder: str
    number: int | None
    is_due: bool


def compute(
    opened_at: datetime,
    limit: int | None,
    unit: str,
    spans: Sequence[SpanView],
    calendar: Calendar,
    today: date,
) -> Clock:
    """The clock of a milestone as it stands on ``today``; ``spans`` as they followed each other.

    The last span is carried on into the future. While it does not count there is no due date, but a limit
    that had run out before keeps its own: a pause must not hide lateness. A clock that has ended
    keeps the due date it ended under. Raises ``ValueError`` without spans or for an absurd limit.
    """
    _refuse_absurd(limit, spans)
    last = spans[-1]
    until = today if last.ends_at is None else min(today, local_date(last.ends_at))
    settled_on = max(until, local_date(last.starts_at))
    carried_on = [*spans[:-1], replace(last, ends_at=None)]
    due_on, used = None, 0
    for entry in _walk(local_date(opened_at), limit, unit, carried_on, calendar):
        used += entry.counts and entry.day < until
        due_on = entry.day if entry.is_due else due_on
        if entry.day >= settled_on and (due_on or limit is None or not last.counts):
            break
    return Clock(
        due_on=due_on,
        is_estimated=due_on is not None and calendar.is_estimated(due_on),
        used=used,
        left=_left(due_on, limit, used, unit, calendar, until),
        is_counting=last.counts and last.ends_at is None,
    )


def clock_from_due(
    due_on: date | None,
    limit: int | None,
    unit: str,
    calendar: Calendar,
    today: date,
    *,
    is_counting: bool = True,
) -> Clock:
    """The clock of a milestone from its stored due date, for lists that load no spans.

    Exact while the clock is counting and, when overdue, has not stood still since its due date. Of a clock
    without due date, one that stands still, days used and left are only in its ledger: None.
    """
    if due_on is None:
        return Clock(None, False, None, None, is_counting)
    left = days_left(due_on, limit, unit, calendar, today)
    used = None
    if limit is not None:
        used = max(limit - left, 0) + _days_between(due_on, today - ONE_DAY, unit, calendar)
    return Clock(due_on, calendar.is_estimated(due_on), used, left, is_counting)


def days_left(due_on: date, limit: int | None, unit: str, calendar: Calendar, today: date) -> int:
    """Days of ``unit`` from ``today`` to ``due_on``, both included; 0 when overdue.

    Never more than the limit: on the day of opening the whole of it is left.
    """
    days = _days_between(today - ONE_DAY, due_on, unit, calendar)
    if limit is None or due_on < today:
        return days
    return min(days, max(limit, 1))


def ledger_days(
    opened_at: datetime,
    limit: int | None,
    unit: str,
    spans: Sequence[SpanView],
    calendar: Calendar,
    until: date,
) -> list[LedgerDay]:
    """Every day from the first span to ``until`` or the end of the milestone, counted or not, and why.

    Days before ``opened_at`` are those of an earlier count, void since the clock began anew.
    """
    _refuse_absurd(limit, spans)
    if spans[-1].ends_at is not None:
        until = min(until, local_date(spans[-1].ends_at))
    days = []
    for entry in _walk(local_date(opened_at), limit, unit, spans, calendar):
        if entry.day > until:
            return days
        days.append(entry)


def explain(why: str, *, reasons: Mapping[str, str], stages: Mapping[str, str]) -> str:
    """A ``why`` in words; ``reasons`` and ``stages`` name the pauses and the stages."""
    if why.startswith(PAUSED):
        reason = why.removeprefix(PAUSED)
        label = reasons.get(reason, reason)
        return _("暂停计时：%(reason)s") % {"reason": label} if label else _("暂停计时")
    if why.startswith(EXCLUDED):
        stage = why.removeprefix(EXCLUDED)
        return _("%(stage)s环节不计入全程时限") % {"stage": stages.get(stage, stage)}
    return str(WHY_LABELS[why])


def project_whole(
    opened_at: datetime,
    stages: Iterable[tuple[str, Sequence[SpanView]]],
    excluded: Collection[str],
    closed_at: datetime | None = None,
) -> list[SpanView]:
    """The spans of WHOLE, read off the spans of the request's stages.

    Held by whoever holds the open stage, by the office while none is open; stands still where the stage
    does or is excluded. Without hole or overlap from ``opened_at`` to ``closed_at``, else open at the end.
    """
    held = [_as_whole(stage, span, excluded) for stage, spans in stages for span in spans]
    moments = _moments(opened_at, held, closed_at)
    whole = []
    for starts_at, ends_at in pairwise([*moments, closed_at]):
        span = replace(_holding(held, starts_at), starts_at=starts_at, ends_at=ends_at)
        if whole and replace(whole[-1], starts_at=starts_at, ends_at=ends_at) == span:
            span = replace(span, starts_at=whole.pop().starts_at)
        whole.append(span)
    return whole


def _walk(opened_on, limit, unit, spans, calendar) -> Iterator[LedgerDay]:
    """The ledger without end; whoever reads it stops."""
    number, is_over = 0, False
    for day, span in _days(opened_on, spans):
        why = _why(day, span, opened_on, unit, calendar)
        has_run_out = limit is not None and number >= limit and not is_over
        if why in (COUNTED, REVOKED) and has_run_out:
            why = DEFERRED
        counts = why in (COUNTED, REVOKED)
        number += counts
        may_end = why in (COUNTED, REVOKED, DEFERRED, DAY_ZERO) and span is not None and span.counts
        is_due = may_end and not is_over and number == limit and calendar.is_workday(day)
        is_over = is_over or is_due
        yield LedgerDay(day, counts, why, span.holder if span else "", number if counts else None, is_due)


def _days(opened_on: date, spans: Sequence[SpanView]) -> Iterator[tuple[date, SpanView | None]]:
    """Each day from the first span on with the span running at its end, that is just before midnight."""
    rest = list(spans)
    first = min(opened_on, local_date(rest[0].starts_at))
    for number in range(MAX_SPAN.days):
        day = first + timedelta(days=number)
        end_of_day = midnight(day + ONE_DAY)
        while rest and rest[0].ends_at is not None and rest[0].ends_at < end_of_day:
            rest.pop(0)
        yield day, rest[0] if rest and rest[0].starts_at < end_of_day else None
    raise ValueError(f"a milestone opened on {opened_on} runs for too long to count")


def _why(day, span, opened_on, unit, calendar) -> str:
    """Why a day counts or not, the limit aside."""
    if day < opened_on:
        return BEFORE
    if day == opened_on:
        return DAY_ZERO
    if span is None:
        return CLOSED
    if not span.counts:
        return span.reason if span.reason.startswith(EXCLUDED) else PAUSED + span.reason
    if unit == Unit.WORKDAY and not calendar.is_workday(day):
        return REST_DAY
    return REVOKED if span.reason == REVOKED else COUNTED


def _left(due_on, limit, used, unit, calendar, today) -> int | None:
    if limit is None:
        return None
    if due_on is None:
        # Before the due date at least its last day is still to come, also where that was being deferred.
        return max(limit - used, 1)
    return days_left(due_on, limit, unit, calendar, today)


def _days_between(start: date, end: date, unit: str, calendar: Calendar) -> int:
    if unit == Unit.WORKDAY:
        return workdays_between(start, end, calendar)
    return max((end - start).days, 0)


def _refuse_absurd(limit, spans):
    if not spans:
        raise ValueError("a clock needs the spans of its milestone")
    if limit is not None and not 0 <= limit <= MAX_COUNT:
        raise ValueError(f"no limit has {limit} days")


def _as_whole(stage: str, span: SpanView, excluded: Collection[str]) -> SpanView:
    if span.counts and stage in excluded:
        return replace(span, counts=False, reason=EXCLUDED + stage)
    return span


def _moments(opened_at, held, closed_at) -> list[datetime]:
    """The moments in the life of WHOLE at which its holder may change, its opening first."""
    changes = {moment for span in held for moment in (span.starts_at, span.ends_at) if moment is not None}
    inside = {moment for moment in changes if opened_at < moment}
    return sorted(moment for moment in {opened_at, *inside} if closed_at is None or moment < closed_at)


def _holding(held, moment) -> SpanView:
    """The span running at ``moment``; of two the one begun last, of none the office's."""
    running = [
        span for span in held if span.starts_at <= moment and (span.ends_at is None or moment < span.ends_at)
    ]
    if running:
        return max(reversed(running), key=lambda span: span.starts_at)
    return SpanView(moment, None, counts=True, holder="office", reason="")
