"""A new calendar re-dates what runs, and says so on each case."""

from django.db import transaction

from applications.events import event_fields
from applications.models import Application, Event
from common import clock
from district.services import load_calendar
from utilities.models import WorkOrder

from .clocks import CLOCK_FIELDS, set_clock, void_alerts
from .models import Milestone


@transaction.atomic
def redate_running(*, by):
    """Compute every running due date again from opening, limit, spans and the new calendar."""
    calendar, now = load_calendar(), clock.now()
    _lock_cases()
    changed, events = [], []
    running = Milestone.objects.running().exclude(limit_days=None)
    for milestone in running.select_related("application", "request", "order").prefetch_related("spans"):
        due_on, before = milestone.due_on, _shown(milestone)
        set_clock(milestone, list(milestone.spans.all()), calendar)
        if _shown(milestone) != before:
            changed.append(milestone)
            events.append(_redated_event(milestone, due_on, by=by, at=now))
    Milestone.objects.bulk_update(changed, CLOCK_FIELDS)
    # Systems that read by change must see the new dates.
    WorkOrder.objects.filter(milestones__in=changed).update(changed_at=now)
    Event.objects.bulk_create(events)
    void_alerts(changed, at=now)
    return changed


def _lock_cases():
    """Whoever is pausing, reporting or accepting finishes first or waits; each locks one case only."""
    running = Milestone.objects.running().values("application")
    list(Application.objects.select_for_update(no_key=True).filter(pk__in=running).order_by("pk"))


def _shown(milestone):
    return milestone.due_on, milestone.is_estimated, milestone.days_left


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
