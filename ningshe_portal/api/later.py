"""What a provider's system says after its order has ended: of a temporary supply, and of a network that has come."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import Field

from applications.services import extend_temporary, make_permanent, open_follow_up_of, remove_temporary
from common.status import WrongStatus
from utilities.account_numbers import note_account
from utilities.areas import report_network
from utilities.models import OrderStatus

from . import outputs
from .calls import JSON, takes
from .fetching import get_order
from .inputs import Body, Day, text
from .verbs import actor_of, read_again

router = Router()
router.add_decorator(takes(JSON), mode="view")


class Extension(Body):
    until: Day = Field(description=_("延期使用至这一天（含）；须晚于今天和现在的到期日"))


class Account(Body):
    account_number: text(40, description=_("户号，申请人会看到"))


class Remark(Body):
    note: text(300, least=0, description=_("说明，申请人会看到")) = ""


@router.post(
    "/orders/{number}/temporary/extend",
    response=outputs.Order,
    summary=_("临时用水用电延期"),
    description=_("短信告知申请人新的到期日，到期提醒随之顺延。没有使用中的临时用水用电的返回 409。"),
)
def extend_supply(request, number: str, body: Extension):
    order = get_order(request, number)
    extend_temporary(get_supply(order), until=body.until, by=actor_of(request, order))
    return read_again(request, number)


@router.post(
    "/orders/{number}/temporary/permanent",
    response=outputs.Order,
    summary=_("临时用水用电转为正式"),
    description=_("登记后不再提醒到期。没有使用中的临时用水用电的返回 409。"),
)
def make_supply_permanent(request, number: str, body: Remark):
    order = get_order(request, number)
    make_permanent(get_supply(order), note=body.note, by=actor_of(request, order))
    return read_again(request, number)


@router.post(
    "/orders/{number}/temporary/remove",
    response=outputs.Order,
    summary=_("临时用水用电拆除停用"),
    description=_("登记后不再提醒到期。没有使用中的临时用水用电的返回 409。"),
)
def remove_supply(request, number: str, body: Remark):
    order = get_order(request, number)
    remove_temporary(get_supply(order), note=body.note, by=actor_of(request, order))
    return read_again(request, number)


@router.post(
    "/orders/{number}/network-arrived",
    response=outputs.Order,
    summary=_("登记管网通达"),
    description=_(
        "只用于本单位暂不具备接入条件的工单，每个工单一次。申请人登记了告知的会收到短信，可以重新申请；"
        "街镇（园区）由哪家单位服务仍由统筹人员设定。"
    ),
)
def say_network_arrived(request, number: str, body: Remark):
    order = get_order(request, number)
    report_network(order, note=body.note, by=actor_of(request, order))
    return read_again(request, number)


@router.post(
    "/orders/{number}/account",
    response=outputs.Order,
    summary=_("登记户号"),
    description=_(
        "接通后登记或更正新用户的户号。申请人收到短信，办结通知书随之更新。未在办理、未接通的返回 409。"
    ),
)
def note_account_number(request, number: str, body: Account):
    order = get_order(request, number)
    note_account(order, account_number=body.account_number, by=actor_of(request, order))
    return read_again(request, number)


def get_supply(order):
    """The temporary supply this order has connected. Raises ``WrongStatus`` where none is on."""
    is_on = order.status == OrderStatus.CONNECTED
    follow_up = open_follow_up_of(order.request) if is_on else None
    if follow_up is None:
        raise WrongStatus(gettext("%s：没有使用中的临时用水用电。") % order)
    return follow_up
