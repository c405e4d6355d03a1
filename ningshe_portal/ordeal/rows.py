"""What the database says in the end, as plain rows: the verdict is spoken elsewhere."""

from collections import defaultdict

from django.db.models import Count, Q

from applications.models import Application, Event
from milestones.models import Milestone
from milestones.stages import PATH
from outbox.models import Attempt, Message
from utilities.models import WorkOrder


def read_rows():
    """Cases with papers, milestones with spans, orders with effects, messages with tries."""
    return {
        "path": list(PATH),
        "cases": list(cases()),
        "orders": list(orders()),
        "milestones": list(milestones()),
        "messages": list(Message.objects.filter(channel="webhook").values("uid", "status", "attempts")),
        "attempts": dict(outcomes()),
    }


def cases():
    papers = defaultdict(list)
    for number, kind in Application.objects.values_list("number", "papers__kind"):
        papers[number].append(kind)
    for number, status, count in Application.objects.values_list("number", "status").annotate(
        Count("requests")
    ):
        yield {"number": number, "status": status, "requests": count, "papers": papers[number]}


def orders():
    """``effects``: how often the acknowledgement of an order went into the history of its request."""
    effects = effects_by_request()
    seqs = defaultdict(list)
    for about, seq in Message.objects.filter(channel="webhook").values_list("about", "seq"):
        seqs[about].append(seq)
    for order in WorkOrder.objects.select_related("provider", "request__application"):
        yield {
            "number": order.number,
            "case": order.application.number,
            "provider": order.provider.code,
            "status": order.status,
            "created_at": order.created_at.timestamp(),
            "is_pushed": order.pushed_at is not None,
            "effects": effects.get(order.request_id, 0),
            "seqs": seqs[order.number],
        }


def effects_by_request():
    events = Event.objects.filter(verb="order.acknowledged").values_list("request")
    return dict(events.annotate(Count("pk")))


def milestones():
    open_spans = Count("spans", filter=Q(spans__ends_at=None))
    rows = Milestone.objects.annotate(open_spans=open_spans).values_list(
        "application__number", "request_id", "order__number", "stage", "status", "open_spans"
    )
    for case, request, order, stage, status, spans in rows:
        yield {
            "case": case,
            "request": request,
            "order": order,
            "stage": stage,
            "status": status,
            "open_spans": spans,
        }


def outcomes():
    return Attempt.objects.filter(message__channel="webhook").values_list("outcome").annotate(Count("pk"))
