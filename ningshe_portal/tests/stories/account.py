"""A story as it ended, in plain lines: states, dates, who held each clock and why, and who was told what.

The lines stand literally in ``expected/``. After a change that is meant, ``STORIES_WRITE=1`` writes them anew, to be
read in the diff before they are kept.
"""

import json
import os
from itertools import groupby
from pathlib import Path

from common import clock
from outbox.models import Message
from utilities.models import Provider, WorkOrder
from works.models import Dig

EXPECTED = Path(__file__).parent / "expected"


def check(name, *cases):
    """The account of these cases is the one that was expected."""
    told, file = "\n".join(lines(cases)) + "\n", EXPECTED / f"{name}.txt"
    if os.environ.get("STORIES_WRITE"):
        file.write_text(told, encoding="utf-8")
    assert told.splitlines() == file.read_text(encoding="utf-8").splitlines()


def lines(cases):
    for place, case in enumerate(cases):
        yield f"# case {place + 1} {case.status}, ended {moment(case.ended_at)}"
        for request in case.requests.order_by("pk"):
            yield from request_lines(request)
        yield from own_lines(case)
    yield "# trenches"
    digs = Dig.objects.filter(parties__order__request__application__in=cases).distinct().order_by("pk")
    for place, dig in enumerate(digs):
        yield from dig_lines(place + 1, dig)
    yield "# told"
    yield from told_lines()


def request_lines(request):
    yield f"## {label(request)} {request.status}"
    for order in request.orders.order_by("pk"):
        yield f"{short(order)} {order.provider.service} {order.status}, {order.event_seq} events"
        yield from stage_lines(order.milestones)
    yield from stage_lines(request.milestones.filter(order=None))


def stage_lines(milestones):
    for row in milestones.prefetch_related("spans").order_by("pk"):
        yield f"  {row.stage}: {row.status} {moment(row.reached_at)}, due {row.due_on}"
        for span in row.spans.all():
            why = f" {span.reason}" if span.reason else ""
            still = "" if span.counts else " stands still"
            yield f"    {moment(span.starts_at)} {span.holder}{why}{still}"


def own_lines(case):
    """What belongs to the whole case: visits, plans, permits, mandates, ratings and what they brought about."""
    yield "## whole case"
    for visit in case.visits.order_by("pk"):
        who = ", ".join(
            f"{short(own.order)} {own.result}".strip() for own in visit.attendances.order_by("pk")
        )
        kind = "joint" if visit.is_joint else "single"
        yield f"{kind} {visit.kind}: {visit.status} {visit.on} {visit.half} ({who})"
    for plan in case.plans.order_by("pk"):
        who = ", ".join(f"{short(part.order)} {part.status}" for part in plan.parts.order_by("pk"))
        yield f"plan {plan.version}: {plan.status} ({who})"
    for permit in case.permits.order_by("pk"):
        who = ", ".join(short(order) for order in permit.orders.order_by("pk"))
        filed = f"filed {moment(permit.filed_at)}, due {permit.due_on}, legally {permit.legal_due_on}"
        yield f"permit {permit.type.code} ({who}): {permit.status} {moment(permit.decided_at)}, {filed}"
    for one in case.entrustments.order_by("pk"):
        yield f"mandate {one.provider.service}: {one.status} {one.signed_on}"
    for duty in case.duties.order_by("pk"):
        yield f"duty of {duty.owner}: {duty.status}, due {duty.due_on}"
    grades = ", ".join(str(rating.grade) for rating in case.ratings.order_by("pk"))
    yield f"rated {grades}"
    yield f"papers {', '.join(case.papers.valid().values_list('kind', flat=True))}"


def dig_lines(place, dig):
    yield f"{place}: {dig.kind} {dig.status}, opened {moment(dig.opened_at)}, closed {moment(dig.closed_at)}"
    yield f"  protected until {dig.protected_until}, warranty until {dig.warranty_until}"
    for party in dig.parties.order_by("pk"):
        done = f"left {moment(party.left_at)}" if party.left_at else f"done {moment(party.done_at)}"
        yield f"  {short(party.order)} {party.role}, {done}"


def told_lines():
    """Every message, by who it went to, in the order it was written; equal ones in a row are counted."""
    orders = dict(WorkOrder.objects.values_list("number", "event_seq"))
    for name, messages in recipients():
        yield f"{name}:"
        kinds = [kind_of(message) for message in messages]
        for kind, same in groupby(kinds):
            count = len(list(same))
            yield f"  {kind}" + (f" x{count}" if count > 1 else "")
    assert gaps(orders) == []


def recipients():
    providers = Provider.objects.exclude(endpoint=None)
    names = {row.endpoint_id: f"{row.service} {row.carrier} {row.name[:2]}" for row in providers}
    found = {}
    for message in Message.objects.order_by("pk"):
        name = names.get(message.endpoint_id) or message.recipient or "office"
        found.setdefault(name, []).append(message)
    return found.items()


def kind_of(message):
    """With what tells one apart from another of its kind."""
    if message.seq is None:
        return message.kind
    facts = json.loads(bytes(message.body))["data"]
    what = facts.get("stage") or facts.get("status") or ",".join(facts.get("changes", []))
    return f"{message.kind} {what}".strip()


def gaps(orders):
    """The orders whose events are not numbered one after the other."""
    seqs = {number: [] for number in orders}
    for about, seq in Message.objects.exclude(seq=None).order_by("pk").values_list("about", "seq"):
        seqs.get(about, []).append(seq)
    return [number for number, last in orders.items() if seqs[number] != list(range(1, last + 1))]


def label(request):
    return f"{request.service} {request.carrier}".strip()


def short(order):
    """The letter of an order, without the number of its case."""
    return order.number.split("-", 1)[1]


def moment(at):
    return f"{at.astimezone(clock.LOCAL):%m-%d %H:%M}" if at else "-"
