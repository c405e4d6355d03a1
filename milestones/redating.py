"""A new calendar re-dates what runs, and says so on each case."""

from django.db import transaction

from applications.models import Event, event_fields
from common import clock
from district.services import load_calendar

from .clocks import CLOCK_FIELDS, set_clock
from .models import Alert, Milestone


@transaction.atomic
def redate_running(*, by):
    """Compute every running due date again from opening, limit, spans and the new calendar."""
    calendar, now = load_calendar(), clock.now()
    changed, events = [], []
    running = Milestone.objects.running().exclude(limit_days=None)
    for milestone in running.select_related("application", "request", "order").prefetch_related("spans"):
        before = (milestone.due_on, milestone.is_estimated)
        set_clock(milestone, list(milestone.spans.all()), calendar)
        if (milestone.due_on, milestone.is_estimated) != before:
            changed.append(milestone)
            events.append(_redated_event(milestone, before[0], by=by, at=now))
    Milestone.objects.bulk_update(changed, CLOCK_FIELDS)
    Event.objects.bulk_create(events)
    void_alerts(changed, at=now)
    return changed


def void_alerts(milestones, *, at):
    """Alerts that speak of a date that no longer holds."""
    for milestone in milestones:
        stale = Alert.objects.filter(milestone=milestone, voided_at=None).exclude(due_on=milestone.due_on)
        stale.update(voided_at=at)


def _redated_event(milestone, before, *, by, at):
    fields = event_fields(
        "milestone.redated",
        by=by,
        at=at,
        request=milestone.request,
        detail={
            "stage": milestone.stage,
            "order": milestone.order.number if milestone.order_id else "",
            "from": before.isoformat() if before else None,
            "to": milestone.due_on.isoformat() if milestone.due_on else None,
            "is_estimated": milestone.is_estimated,
        },
    )
    return Event(application=milestone.application, **fields)
