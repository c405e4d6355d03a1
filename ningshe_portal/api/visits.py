"""What a provider's system says of a visit: whether it comes, that it goes alone or joins again; and the contract."""

from typing import Literal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import Field, StrictBool

from applications.models import Half
from inspections.models import VisitKind
from inspections.services import answer_visit
from milestones.services import rejoin, split_off
from utilities.contracts import sign_supply_contract

from . import outputs
from .calls import JSON, takes
from .fetching import get_order
from .inputs import Body, Day, text
from .validation import fault
from .verbs import actor_of, read_again

router = Router()
router.add_decorator(takes(JSON), mode="view")
Kind = Literal[tuple(kind.value for kind in VisitKind)]


class VisitAnswer(Body):
    is_coming: StrictBool = Field(description=_("拟定的时间能否到场"))
    note: text(200, least=0) = ""
    counter_on: Day | None = Field(
        None, description=_("不能到场时另提的工作日，由申请人决定；每次安排只能另提一次")
    )
    counter_half: Half | None = None


class Parting(Body):
    reason: text(200, description=_("退出联办的原因，申请人会看到"))


class Contract(Body):
    signed_on: Day = Field(description=_("供用合同的签订日期，不晚于今天"))


@router.post(
    "/orders/{number}/visits/{kind}/answer",
    response=outputs.Order,
    summary=_("答复上门时间"),
    description=_(
        "`kind`：`survey` 踏勘、`acceptance` 验收、`connection` 接通。"
        "没有需要答复的安排、已有单位另提过时间的返回 409。"
    ),
)
def answer_visit_day(request, number: str, kind: Kind, body: VisitAnswer):
    order = get_order(request, number)
    if (body.counter_on is None) != (body.counter_half is None):
        raise fault("body", "counter_half", gettext("另提时间的，日期和上午、下午须一起填写。"))
    answer_visit(
        order,
        kind,
        is_coming=body.is_coming,
        note=body.note,
        counter_on=body.counter_on,
        counter_half=body.counter_half or "",
        by=actor_of(request, order),
    )
    return read_again(request, number)


@router.post(
    "/orders/{number}/visits/{kind}/leave",
    response=outputs.Order,
    summary=_("退出联办，单独办理"),
    description=_("本工单的这一环节单独办理，其他单位照常。没有联办、已经单独办理或环节已结束的返回 409。"),
)
def leave_visit(request, number: str, kind: Kind, body: Parting):
    order = get_order(request, number)
    split_off(order, kind, reason=body.reason, by=actor_of(request, order))
    return read_again(request, number)


@router.post(
    "/orders/{number}/visits/{kind}/join",
    response=outputs.Order,
    summary=_("恢复联办"),
    description=_("请求体可为空。没有单独办理或环节已结束的返回 409。"),
)
def join_visit(request, number: str, kind: Kind):
    order = get_order(request, number)
    rejoin(order, kind, by=actor_of(request, order))
    return read_again(request, number)


@router.post(
    "/orders/{number}/supply-contract",
    response=outputs.Order,
    summary=_("登记供用合同"),
    description=_("水、电、气须先签订供用合同才能接通。再次调用更正日期。只用于办理中的工单，否则返回 409。"),
)
def sign_contract(request, number: str, body: Contract):
    order = get_order(request, number)
    sign_supply_contract(order, signed_on=body.signed_on, by=actor_of(request, order))
    return read_again(request, number)
