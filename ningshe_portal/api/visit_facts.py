"""What a provider is told of the visits its order takes part in: the day, and how many others come; not who."""

from common import clock
from inspections.checklists import checklist_for, choices_for
from inspections.models import VisitStatus


def visits_of(order):
    rows = order.attendances.open().select_related("visit").order_by("visit")
    return [visit_facts(own.visit, own) for own in rows]


def visit_facts(visit, own):
    names = ("kind", "label", "is_joint", "status", "on", "half", "confirmed_at")
    is_open = visit.has_open_counter
    is_proposed = visit.status == VisitStatus.PROPOSED and not visit.is_spent(clock.today())
    return {name: getattr(visit, name) for name in names} | {
        "answer": own.answer,
        "may_counter": is_proposed and visit.counter_on is None,
        "counter_on": visit.counter_on if is_open else None,
        "counter_half": visit.counter_half if is_open else "",
        "parties": visit.attendances.taking_part().count(),
    }


def checklist_of(order):
    """What must be answered at the acceptance of gas."""
    request = order.request
    return [
        {
            "code": item.code,
            "label": str(item.label),
            "answers": [code for code, _label in choices_for(item, request)],
        }
        for item in checklist_for(request)
    ]
