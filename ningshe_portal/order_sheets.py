"""The dispatch sheet (派工单): what the crew of a work order has to know of applicant and site, on paper."""

from applications.models import PaperKind
from applications.paper_content import heading, in_chinese
from applications.paper_words import written_day, written_moment
from applications.papers import issue_for_each
from common import clock
from milestones.models import Milestone
from milestones.stages import Stage
from utilities.models import WorkOrder

from .desk.facts import list_contacts, list_demand_facts, list_site_facts

IN_FULL = {"shows_phone": True}  # the crew has to call


def issue_order_sheets(application, orders, *, by, at):
    """One for each order just sent out; an order given to another provider has one of its own."""
    _issue(application, order_contents(orders, by=by, at=at), at=at)


def renew_order_sheets(application, *, by):
    """Whose sheet says what holds no longer gets another; the one before is void."""
    orders = WorkOrder.objects.of_application(application).living().select_related("provider", "request")
    for order in orders:
        order.request.application = application
    now = clock.now()
    contents = order_contents(orders, by=by, at=now)
    said = _list_said(application, contents)
    outdated = {
        request: content for request, content in contents.items() if content["facts"] != said.get(request.pk)
    }
    _issue(application, outdated, at=now)


def _list_said(application, requests):
    sheets = application.papers.valid().filter(kind=PaperKind.ORDER, request__in=requests)
    return {sheet.request_id: sheet.content["facts"] for sheet in sheets}


def void_order_sheet(order, *, at):
    """Who gave the order back, or is to do nothing any more, has no use for it."""
    order.request.papers.valid().filter(kind=PaperKind.ORDER).update(voided_at=at)


def find_order_sheet(order):
    """The one that holds, or None."""
    return order.request.papers.valid().filter(kind=PaperKind.ORDER).defer("content").last()


def _issue(application, contents, *, at):
    if contents:
        issue_for_each(application, PaperKind.ORDER, contents, at=at)


def order_contents(orders, *, by, at):
    """By request, as an order is the only living one of its request; none of one whose stages are not laid out yet."""
    first_stages = Milestone.objects.filter(order__in=orders, stage=Stage.ACKNOWLEDGE)
    by_order = {milestone.order_id: milestone for milestone in first_stages}
    return {
        order.request: order_content(order, by_order[order.pk], by=by, at=at)
        for order in orders
        if order.pk in by_order
    }


@in_chinese
def order_content(order, acknowledgement, *, by, at):
    """What the page of the order says to its crew; no identity number and no 查询码."""
    head = heading(order.application, at=at, by=by, requests=[order.request])
    return head | {
        "code": "",
        "order": order.number,
        "label": order.request.label,
        "provider": order.provider_id,
        "provider_name": str(order.provider),
        "sent_at": written_moment(order.created_at),
        "is_acknowledged": order.acknowledged_at is not None,
        "due_on": written_day(acknowledgement.due_on) if acknowledgement.due_on else "",
        "is_estimated": acknowledgement.is_estimated,
        "facts": list_facts(order),
    }


def list_facts(order):
    """Pairs of label and value, as a paper keeps them."""
    people = [
        (person["label"], f"{person['name']}　{person['phone']}")
        for person in list_contacts(order, **IN_FULL)
    ]
    facts = [*people, *list_site_facts(order, **IN_FULL), *list_demand_facts(order)]
    return [[str(label), str(value)] for label, value in facts]
