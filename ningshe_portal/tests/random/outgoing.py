"""What must hold of messages: whoever has to act is told, and a provider's events are counted without a gap."""

import json
from collections import Counter, defaultdict

from applications.models import Event
from common import clock
from inspections.models import Attendance
from milestones.models import Milestone
from outbox.models import Message
from oversight.models import Complaint, Duty
from utilities.models import WorkOrder
from works.models import Dig, DigOffer

# What an event of the history asks of the provider whose order it names, and what tells it so.
TELLS = {"plan.returned": "plan.returned", "dig.offered": "dig.offered", "order.mended": "order.amended"}


def check():
    told = defaultdict(list)
    for message in Message.objects.filter(channel="webhook").order_by("pk"):
        told[message.about].append(message)
    for order in WorkOrder.objects.select_related("request", "provider"):
        check_order(order, told[order.number])
    check_offers(told)
    check_visits(told)
    check_office()


def check_order(order, messages):
    """Seq from 1 to the last without a gap; every stage that opened and every end were told."""
    assert [message.seq for message in messages] == list(range(1, order.event_seq + 1)), order
    kinds = Counter(message.kind for message in messages)
    assert kinds["order.created"] == 1, order
    opened = Milestone.objects.filter(order=order).exclude(opened_at=None).exclude(stage="acknowledge")
    assert kinds["milestone.opened"] == opened.count(), order
    is_told_of_end = order.status in ("withdrawn", "terminated", "not_chosen")
    assert kinds["order.withdrawn"] == is_told_of_end, (order, order.status)
    said = Counter(
        Event.objects.filter(verb__in=TELLS, detail__order=order.number).values_list("verb", flat=True)
    )
    for verb, count in said.items():
        assert kinds[TELLS[verb]] >= count, (order, verb)
    if order.is_living:
        refused = order.permits.filter(refusal_reason__gt="").count()
        assert kinds["permit.decided"] >= refused, order


def check_offers(told):
    """Each offer of a trench was sent to whom it is made, as often as it was made."""
    for offer in DigOffer.objects.select_related("order"):
        offered = [
            fact(message)["offer"] for message in told[offer.order.number] if message.kind == "dig.offered"
        ]
        made = Event.objects.filter(
            verb="dig.offered", detail__order=offer.order.number, detail__dig=offer.dig_id
        )
        assert offered.count(offer.pk) == made.count() > 0, f"offer {offer.pk} to {offer.order}"


def check_visits(told):
    """Whoever has to answer for a day, or is expected on one that is fixed, has been told of that very day."""
    rows = Attendance.objects.filter(visit__status__in=["proposed", "fixed"], visit__is_joint=True)
    for own in rows.filter(left_at=None, result="").select_related("visit", "order"):
        if own.visit.status == "proposed" and (own.answer or own.visit.on <= clock.today()):
            continue  # its own day, one it has agreed to, or one that is gone: it is told of the next
        days = {
            (fact(message)["on"], fact(message)["half"])
            for message in told[own.order.number]
            if message.kind.startswith("visit.") and fact(message)["stage"] == own.visit.kind
        }
        assert (own.visit.on.isoformat(), own.visit.half) in days, (own, days)


def check_office():
    """An emergency, a complaint and whatever is owed were told to whoever has to see to it."""
    keys = [f"dig.emergency:{dig.pk}" for dig in Dig.objects.filter(kind="emergency")]
    keys += [f"complaint.filed:{complaint.number}" for complaint in Complaint.objects.all()]
    keys += [f"duty.opened:{duty.number}" for duty in Duty.objects.all()]
    for key in keys:
        assert Message.objects.filter(key__startswith=f"{key}:").exists(), key


def fact(message):
    return json.loads(bytes(message.body))["data"]
