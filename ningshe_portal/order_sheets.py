"""The dispatch sheet (派工单): what a crew has to know of a work order, as it stood when it was sent out."""

from applications.models import Paper, PaperKind
from applications.paper_content import heading, in_chinese
from applications.paper_words import written_day, written_moment
from applications.papers import issue_paper
from milestones.models import Milestone
from milestones.stages import Stage

from .desk.facts import list_contacts, list_demand_facts, list_site_facts

IN_FULL = {"shows_phone": True}  # the crew has to call


def issue_order_sheets(application, orders, *, by, at):
    """One for each order just sent out; an order given to another provider has one of its own."""
    first_stages = Milestone.objects.filter(order__in=orders, stage=Stage.ACKNOWLEDGE)
    by_order = {milestone.order_id: milestone for milestone in first_stages}
    for order in orders:
        content = order_content(order, by_order[order.pk], by=by, at=at)
        issue_paper(application, PaperKind.ORDER, content, request=order.request, at=at)


def void_order_sheet(order, *, at):
    """Who gave the order back, or is to do nothing any more, has no use for it."""
    sheets = Paper.objects.valid().filter(kind=PaperKind.ORDER, content__order=order.number)
    sheets.update(voided_at=at)


@in_chinese
def order_content(order, acknowledgement, *, by, at):
    """What the page of the order says to its crew; no identity number and no 查询码."""
    head = heading(order.application, at=at, by=by, requests=[order.request])
    return head | {
        "code": "",
        "order": order.number,
        "provider": order.provider_id,
        "provider_name": str(order.provider),
        "sent_at": written_moment(at),
        "due_on": written_day(acknowledgement.due_on) if acknowledgement.due_on else "",
        "is_estimated": acknowledgement.is_estimated,
        "facts": _in_words(
            *(
                (person["label"], f"{person['name']}　{person['phone']}")
                for person in list_contacts(order, **IN_FULL)
            ),
            *list_site_facts(order, **IN_FULL),
            *list_demand_facts(order),
        ),
    }


def _in_words(*facts):
    """As a paper keeps them."""
    return [[str(label), str(value)] for label, value in facts]
