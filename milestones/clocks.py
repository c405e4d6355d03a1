"""How a clock is opened, handed on, closed and read: the rows behind the pure ledger.

Whoever calls holds the lock on the case, so spans of one case never change twice at once.
"""

from django.db.models import Q

from common import clock
from common.clock import local_date
from common.workdays import ONE_DAY, workdays_between
from district.services import load_calendar
from utilities.models import WorkOrder

from .ledger import REVOKED, SpanView, Unit, compute, project_whole
from .limits import pick_limit
from .models import Alert, Milestone, Span, TimeLimit
from .stages import Stage, first_holder


def freeze_limit(milestone, limits, *, order=None, on):
    """Copy the limit that holds now, or that there is none; a later change of the row touches nothing open."""
    request = milestone.request
    limit = pick_limit(
        limits,
        milestone.stage,
        service=request.service if request else "",
        variant=order.variant if order else "",
        has_outside_works=order.has_outside_works if order else None,
        on=on,
    )
    limit = limit or TimeLimit(days=None)
    milestone.limit_days, milestone.limit_unit = limit.days, limit.unit
    milestone.limit_source, milestone.limit_is_confirmed = limit.source, limit.is_confirmed
    milestone.excluded_stages = limit.excluded_stages


def freeze_agreed(milestone, spans, calendar, today):
    """What was agreed on becomes the limit: the working days that are left to it, those counted before included.

    A date on a rest day means the next working day. Whoever gets a stage on or after the agreed date has one
    working day: nobody is late on the day the ball comes to him.
    """
    opened_on = local_date(milestone.counting_from)
    views = [view(span) for span in spans]
    used = compute(milestone.counting_from, None, Unit.WORKDAY, views, calendar, today).used
    left = workdays_between(
        max(today - ONE_DAY, opened_on), calendar.next_workday(milestone.agreed_on), calendar
    )
    milestone.limit_days, milestone.limit_unit = max(used + left, 1), Unit.WORKDAY
    milestone.limit_source, milestone.limit_is_confirmed = milestone.agreed_source, True
    milestone.excluded_stages = []


def set_clock(milestone, spans, calendar, *, today=None):
    """Compute what lists and lamps need from the spans, onto the row (not saved)."""
    current = spans[-1]
    result = compute(
        opened_at=milestone.counting_from,
        limit=milestone.limit_days,
        unit=milestone.limit_unit,
        spans=[view(span) for span in spans],
        calendar=calendar,
        today=today or clock.today(),
    )
    milestone.due_on, milestone.is_estimated = result.due_on, result.is_estimated
    milestone.holder, milestone.is_counting = current.holder, current.counts
    milestone.days_left = None if current.counts else result.left
    return milestone


CLOCK_FIELDS = ["due_on", "is_estimated", "holder", "is_counting", "days_left"]
LIMIT_FIELDS = ["limit_days", "limit_unit", "limit_source", "limit_is_confirmed", "excluded_stages"]


def view(span):
    """A row as the pure ledger wants it."""
    return SpanView(
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        counts=span.counts,
        holder=span.holder,
        reason=REVOKED if span.revoked_at else span.reason,
    )


def start_clock(milestone, limits, calendar, *, order=None, at, holder=None):
    """Set on a milestone how it stands when its clock starts at ``at``; its first span. Neither is saved."""
    milestone.opened_at = milestone.counting_from = at
    freeze_limit(milestone, limits, order=order, on=local_date(at))
    span = Span(milestone=milestone, holder=holder or first_holder(milestone.stage), starts_at=at)
    if milestone.agreed_on:
        freeze_agreed(milestone, [span], calendar, local_date(at))
    set_clock(milestone, [span], calendar)
    return span


def refresh(milestone, calendar=None):
    """Compute the clock again from the stored spans, and save it; systems that read by change see the order again."""
    _store_clock(milestone, list(milestone.spans.all()), calendar or load_calendar(), CLOCK_FIELDS)
    WorkOrder.objects.filter(pk=milestone.order_id).update(changed_at=clock.now())


def _store_clock(milestone, spans, calendar, fields):
    before = milestone.due_on
    set_clock(milestone, spans, calendar)
    milestone.save(update_fields=fields)
    if milestone.due_on != before:
        void_alerts([milestone], at=clock.now())


def void_alerts(milestones, *, at):
    """Alerts that speak of a date that no longer holds."""
    for milestone in milestones:
        stale = Alert.objects.filter(milestone=milestone, voided_at=None).exclude(due_on=milestone.due_on)
        stale.update(voided_at=at)


def switch_span(milestone, *, holder, counts, at, by, **facts):
    """Hand a running milestone on at ``at``: its open span ends, the next one begins."""
    at = max(at, milestone.opened_at)  # the clocks of two machines differ
    cut_spans(milestone, at)
    span = Span.objects.create(
        milestone=milestone,
        holder=holder,
        counts=counts,
        starts_at=at,
        actor_kind=getattr(by, "kind", "staff"),
        actor_name=str(by),
        **facts,
    )
    refresh(milestone)
    rebuild_whole(milestone)
    return span


def holder_before(pause):
    """Who had the stage in hand when it was paused, and has it again afterwards."""
    earlier = pause.milestone.spans.filter(starts_at__lte=pause.starts_at, counts=True).exclude(pk=pause.pk)
    before = earlier.last()
    return before.holder if before else first_holder(pause.milestone.stage)


def cut_spans(milestone, at):
    """End everything at ``at``; what was noted for later (a report came late) never happened.

    The clocks of two machines differ: what ends a moment before it began, ends as it begins.
    """
    at = max(at, milestone.opened_at)
    milestone.spans.filter(starts_at__gt=at).delete()
    milestone.spans.filter(Q(ends_at=None) | Q(ends_at__gt=at)).update(ends_at=at)


def rebuild_whole(milestone):
    """Project the spans of WHOLE from those of the request's stages; they are never set by hand.

    A WHOLE that has ended keeps its end: what is found out later only puts its record right.
    """
    if not milestone.request_id or milestone.stage == Stage.WHOLE:
        return
    whole = Milestone.objects.filter(request_id=milestone.request_id, stage=Stage.WHOLE).first()
    if whole:
        write_whole(whole, closed_at=whole.reached_at)


def write_whole(whole, *, closed_at=None):
    """Write the projected spans of one WHOLE and its clock."""
    stages = (
        Milestone.objects.filter(request_id=whole.request_id)
        .exclude(order=None)
        .exclude(opened_at=None)
        .prefetch_related("spans")
        .order_by("opened_at", "pk")
    )
    spans = project_whole(
        whole.opened_at,
        [(stage.stage, [view(span) for span in stage.spans.all()]) for stage in stages],
        set(whole.excluded_stages),
        closed_at=closed_at,
    )
    whole.spans.all().delete()
    rows = [
        Span(
            milestone=whole,
            holder=span.holder,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            counts=span.counts,
            reason=span.reason,
        )
        for span in spans
    ]
    Span.objects.bulk_create(rows)
    if rows:
        _store_clock(whole, rows, load_calendar(), [*CLOCK_FIELDS, *LIMIT_FIELDS])
