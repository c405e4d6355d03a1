"""How far the works have come and what they cost, as a provider's system says it."""

from typing import Annotated, Literal

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Path, Router, Status
from pydantic import Field, StrictBool

from works.models import Fee, FeeKind, Payer, Step
from works.red_line import warn_of_fee
from works.services.fees import agree_fee, drop_fee, pay_fee
from works.services.steps import RECORDED, record_step

from . import outputs
from .calls import JSON, takes
from .fetching import get_order
from .inputs import Amount, Body, Day, text
from .verbs import MOST_KEY, actor_of

router = Router()
router.add_decorator(takes(JSON), mode="view")
STEP = "step started_on finished_on note"
FEE = "id kind amount payer payee basis is_outside agreed_on paid_on invoice"
STEPS = tuple(step.value for step in RECORDED)


class StepDone(Body):
    started_on: Day | None = None
    finished_on: Day | None = Field(None, description=_("施工完成请上报施工环节"))
    note: text(300, least=0) = ""


class FeeAgreed(Body):
    kind: FeeKind
    amount: Amount
    payer: Payer
    payee: text(80)
    basis: text(200, description=_("收费依据，申请人会看到"))
    is_outside: StrictBool = Field(
        description=_("是否用于用地红线外的工程；红线外由申请人付费的，会提醒统筹办公室核对")
    )
    agreed_on: Day | None = None


class FeeDropped(Body):
    reason: text(200, description=_("删除的原因"))


class FeePaid(Body):
    paid_on: Day
    invoice: text(40, least=0) = ""


@router.post(
    "/orders/{number}/steps/{step}",
    response=outputs.WorkStep,
    summary=_("登记施工进度"),
    description=_("设计、合同签订的开始和完成，施工的开始。没有写的日期保持不变。"),
)
def note_step(request, number: str, step: Literal[STEPS], body: StepDone):
    order = get_order(request, number)
    said = body.model_dump()
    return facts_of(record_step(order, Step(step), by=actor_of(request, order), **said), STEP)


@router.get(
    "/orders/{number}/fees",
    response=outputs.Fees,
    summary=_("读取费用"),
    description=_("本工单登记的费用。"),
)
def list_fees(request, number: str):
    fees = Fee.objects.of_order(get_order(request, number))
    return {"fees": [fee_facts(fee) for fee in fees]}


@router.post(
    "/orders/{number}/fees",
    response={201: outputs.Fee},
    summary=_("登记费用"),
    description=_("提交方案后登记；平台只汇总，不收款。由申请人付的，短信告知申请人。"),
)
def add_fee(request, number: str, body: FeeAgreed):
    order = get_order(request, number)
    fee = agree_fee(order, by=actor_of(request, order), **body.model_dump())
    return Status(201, fee_facts(fee))


@router.post(
    "/orders/{number}/fees/{id}/paid",
    response=outputs.Fee,
    summary=_("登记缴纳"),
    description=_("每项费用登记一次，已登记的返回 409。"),
)
def note_payment(request, number: str, id: Annotated[int, Path(ge=1, le=MOST_KEY)], body: FeePaid):
    order = get_order(request, number)
    fee = get_object_or_404(Fee.objects.of_order(order), pk=id)
    paid = pay_fee(order, fee, by=actor_of(request, order), **body.model_dump())
    return fee_facts(paid)


@router.post(
    "/orders/{number}/fees/{id}/drop",
    response=outputs.Fees,
    summary=_("删除费用"),
    description=_("登记有误、还没有缴纳的；应答为余下的费用。已登记缴纳的返回 409。"),
)
def remove_fee(request, number: str, id: Annotated[int, Path(ge=1, le=MOST_KEY)], body: FeeDropped):
    order = get_order(request, number)
    fee = get_object_or_404(Fee.objects.of_order(order), pk=id)
    drop_fee(order, fee, reason=body.reason, by=actor_of(request, order))
    return list_fees(request, number)


def fee_facts(fee):
    return facts_of(fee, FEE) | {"warnings": list(filter(None, [warn_of_fee(fee)]))}


def facts_of(row, names):
    return {name: getattr(row, name) for name in names.split()}
