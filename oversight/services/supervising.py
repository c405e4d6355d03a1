"""The supervision sheet (督办单): one press from what is watched in a case."""

from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Audience, PaperKind
from applications.paper_content import heading, in_chinese
from applications.paper_words import written_day
from applications.papers import issue_paper
from common import clock

from ..models import Complaint, ComplaintKind, Duty, Owner
from .duties import DutyRefused

BASIS = "《宁河区水电气网报装“一件事一次办”联合办理实施方案》四、工作保障"
DEMANDS = {
    ComplaintKind.URGE: "请核实该事项的办理进展，尽快办理，并在期限内答复申请人。",
    ComplaintKind.COMPLAINT: "请就反映的问题核实情况，并在期限内报区政务服务办。",
    ComplaintKind.HOTLINE: "请就 12345 转办的诉求核实情况，并在期限内报区政务服务办。",
    ComplaintKind.INSPECTION: "请就监督检查发现的问题整改，并在期限内报区政务服务办。",
}


@transaction.atomic
def issue_supervision(item, *, by):
    """Freeze the sheet of a complaint or duty that concerns a case. Raises ``DutyRefused``."""
    if item.application is None:
        raise DutyRefused(_("该事项不涉及具体办件，不出具督办单。"))
    if isinstance(item, Duty) and item.is_anonymous:
        raise DutyRefused(_("评价人没有公开姓名，督办单上的办件编号会让对方知道是谁，不能出具。"))
    now = clock.now()
    request = getattr(item, "request", None)
    paper = issue_paper(
        item.application,
        PaperKind.SUPERVISION,
        supervision_content(item, by=by, at=now),
        request=request,
        at=now,
    )
    item.application.record(
        "supervision.issued", by=by, at=now, request=request, audience=Audience.STAFF, text=item.number
    )
    return paper


@in_chinese
def supervision_content(item, *, by, at):
    """What a complaint says stays between applicant and office: the sheet says what is demanded."""
    request = getattr(item, "request", None)
    matters = {"requests": [request]} if request else {}
    head = heading(item.application, at=at, by=by, **matters)
    return head | {
        "contact_name": "",
        "contact_phone": "",
        "code": "",
        "item_number": item.number,
        "item_kind": str(item.get_kind_display()),
        "addressee": addressee_of(item),
        "demand": item.text if isinstance(item, Duty) else DEMANDS[ComplaintKind(item.kind)],
        "said": item.text if _may_be_told(item) else "",
        "due_on": written_day(item.due_on),
        "is_estimated": item.is_estimated,
        "basis": BASIS,
        "owner": item.owner if isinstance(item, Duty) else "",
        "provider": _provider_of(item),
    }


def _may_be_told(item):
    return isinstance(item, Complaint) and item.kind in (ComplaintKind.URGE, ComplaintKind.HOTLINE)


def addressee_of(item):
    """Whose duty it is; of a complaint the provider that has or had the service last, else who answers it.

    What is urged before anybody has it in hand, the window has.
    """
    if isinstance(item, Duty):
        return item.owner_name
    if order := _last_order(item):
        return str(order.provider)
    return str((Owner.WINDOW if item.kind == ComplaintKind.URGE else Owner.OFFICE).label)


def _provider_of(item):
    """The key of the provider it is sent to, so that its staff may read it; None for nobody's."""
    if isinstance(item, Duty):
        return item.provider_id
    order = _last_order(item)
    return order.provider_id if order else None


def _last_order(complaint):
    """Of the rows as they may have been read already, for a list."""
    orders = complaint.request.orders.all() if complaint.request else ()
    return max(orders, key=lambda order: order.pk, default=None)
