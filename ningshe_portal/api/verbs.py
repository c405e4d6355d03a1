"""What a provider's system does with its orders: each call is one verb of a service; pauses are in ``pauses.py``."""

from typing import Annotated, Literal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import Router, Status
from pydantic import AfterValidator, Field, StrictBool

from applications.catalogue import TECHNICAL_MATERIALS
from common.codes import clean_phone
from milestones.models import Outcome
from utilities.models import ReturnReason, Variant
from utilities.order_papers import ask_for_paper
from utilities.services import acknowledge_order, declare_unavailable, return_order

from . import outputs
from .calls import JSON, takes
from .facts import order_facts
from .fetching import get_order
from .inputs import Amount, Body, Day, Moment, text
from .keys import actor
from .stage_verbs import STAGE_NAMES, run_stage_verb
from .validation import fault

MOST_PHOTOS = 20
MOST_KEY = 2**63 - 1

router = Router()
router.add_decorator(takes(JSON), mode="view")
FileId = Annotated[int, Field(ge=1, le=MOST_KEY, strict=True)]


class Acknowledgement(Body):
    handler: text(60, description=_("经办人，申请人会看到"))
    phone: Annotated[text(40, description=_("经办人电话，申请人会看到")), AfterValidator(clean_phone)]
    variant: Variant | None = Field(None, description=_("供电方式：用电工单必填，其他为 null"))
    needs_survey: StrictBool = Field(description=_("申请人不清楚用量（is_unknown）的须踏勘"))
    has_outside_works: StrictBool | None = Field(None, description=_("需要踏勘时可为 null，踏勘后确定"))


class Return(Body):
    reason: ReturnReason
    detail: text(500, least=0) = ""


class Unavailability(Body):
    reason: text(200, description=_("例如：该区域尚未敷设管网"))
    detail: text(1000, least=0) = ""
    alternative: text(500, description=_("告知申请人可以怎么办"))


class StageReport(Body):
    occurred_at: Moment = Field(description=_("实际发生的时间"))
    outcome: Outcome
    note: text(1000, least=0) = ""
    has_outside_works: StrictBool | None = Field(None, description=_("仅踏勘：有无外线工程"))
    assessed_demand: Amount | None = Field(
        None, description=_("仅踏勘：核定用量；申请人不清楚用量（is_unknown）的必填，增容的填增加的量")
    )
    account_number: text(40, least=0, description=_("仅接通：新用户的户号；也可以接通后用 account 登记")) = ""
    photos: list[FileId] = Field([], max_length=MOST_PHOTOS, description=_("先上传到 files，这里写文件的 id"))
    people: list[text(40)] = Field([], max_length=2, description=_("踏勘、验收：到场人员，请写两名"))
    signature: FileId | None = Field(None, description=_("踏勘、验收：申请人签字的图片，先上传到 files"))
    unsigned: Literal["", "absent", "refused"] = Field(
        "", description=_("踏勘、验收：没有签字的原因：申请人未到场、拒绝签字")
    )
    method: text(300, least=0, description=_("仅踏勘：接入方式")) = ""
    missing: text(1000, least=0, description=_("仅踏勘：还需具备什么，申请人会看到")) = ""
    to_mend: list[text(200)] = Field([], max_length=50, description=_("仅验收未通过：整改事项"))
    mender: Literal["provider", "applicant"] = Field("provider", description=_("仅验收未通过：由谁整改"))
    again_on: Day | None = Field(
        None, description=_("仅未通过：再次上门的日期，须为工作日，不填为 3 个工作日后")
    )
    checklist: dict[str, Literal["yes", "no", "na"]] = Field(
        {}, description=_("仅用气验收：检查项目的结果，项目见工单的 checklist；通过验收须全部合格")
    )

    def found(self, stage):
        """What the verb of this stage takes beyond how it went."""
        return {name: getattr(self, name) for name in FOUND_AT.get(stage, ())}


FOUND_AT = {
    "survey": ("people", "unsigned", "method", "missing", "again_on"),
    "acceptance": ("people", "unsigned", "to_mend", "mender", "again_on", "checklist"),
    "connection": ("mender", "again_on"),
}
SIGNED = ("survey", "acceptance")


class PaperWanted(Body):
    paper: text(120, description=_("缺少的材料名称"))
    detail: text(500, least=0) = ""
    kind: Literal["", *TECHNICAL_MATERIALS] = Field(
        "", description=_("材料类型；指明后，补交的电子件本单位可以查看")
    )


@router.post(
    "/orders/{number}/acknowledge",
    response=outputs.Order,
    summary=_("接单"),
    description=_("只有待接单的工单可以接；重复接单返回 409。"),
)
def acknowledge(request, number: str, body: Acknowledgement):
    order = get_order(request, number)
    acknowledge_order(
        order,
        by=actor(request.auth, body.handler),
        handler_name=body.handler,
        handler_phone=body.phone,
        variant=body.variant or "",
        needs_survey=body.needs_survey,
        has_outside_works=body.has_outside_works,
    )
    return read_again(request, number)


@router.post(
    "/orders/{number}/return",
    response=outputs.Order,
    summary=_("退单"),
    description=_("退回统筹人员重新分派。原因为 other 时须写明 detail。"),
)
def return_to_office(request, number: str, body: Return):
    order = get_order(request, number)
    if body.reason == ReturnReason.OTHER and not body.detail:
        raise fault("body", "detail", gettext("请写明退单的原因。"))
    return_order(order, reason=body.reason, detail=body.detail, by=actor_of(request, order))
    return read_again(request, number)


@router.post(
    "/orders/{number}/unavailable",
    response=outputs.Order,
    summary=_("认定暂不具备接入条件"),
    description=_("申请人将收到《暂不具备接入条件告知书》，写明原因和替代办法。"),
)
def unavailable(request, number: str, body: Unavailability):
    order = get_order(request, number)
    declare_unavailable(
        order,
        reason=body.reason,
        detail=body.detail,
        alternative=body.alternative,
        by=actor_of(request, order),
    )
    return read_again(request, number)


@router.post(
    "/orders/{number}/milestones/{stage}",
    response=outputs.Report,
    summary=_("上报环节结果"),
    description=_(
        "只能上报正在进行的环节，否则返回 409；已经免除的环节再报 not_needed 不重复登记，id 为 null。"
        "发生时间不能晚于现在、早于环节开始；晚于 3 个工作日的记为迟报。"
    ),
)
def report(request, number: str, stage: Literal[STAGE_NAMES], body: StageReport):
    order = get_order(request, number)
    row = run_stage_verb(
        order,
        stage,
        by=actor_of(request, order),
        outcome=body.outcome,
        occurred_at=body.occurred_at,
        note=body.note,
        photos=photos_of(order, "photos", body.photos),
        has_outside_works=body.has_outside_works,
        assessed_demand=body.assessed_demand,
        **found_at(order, stage, body),
        account_number=body.account_number,
    )
    said = {"stage": stage, "outcome": body.outcome, "occurred_at": body.occurred_at, "note": body.note}
    return said | _report_facts(row) | {"order": read_again(request, number)}


def _report_facts(row):
    """What was written down; nothing yet where the stage still waits for the trenches of others."""
    if row is None:
        return {"id": None, "recorded_at": None, "is_late": False}
    names = ("outcome", "occurred_at", "recorded_at", "is_late", "note")
    return {"id": row.pk} | {name: getattr(row, name) for name in names}


@router.post(
    "/orders/{number}/requests",
    response={201: outputs.PaperRequest},
    summary=_("请申请人补交材料"),
    description=_(
        "由窗口转告申请人，期限 15 个工作日；补交后推送 order.amended。须一次提出：窗口转告之前提出的并入同一次，"
        "转告之后只能就没有补齐的再提，否则返回 409。如需停止计时，请另行调用 pauses。"
    ),
)
def request_paper(request, number: str, body: PaperWanted):
    order = get_order(request, number)
    asked = ask_for_paper(
        order, paper=body.paper, detail=body.detail, kind=body.kind, by=actor_of(request, order)
    )
    return Status(
        201, {"id": asked.pk, "paper": body.paper, "detail": body.detail, "asked_at": asked.asked_at}
    )


def found_at(order, stage, body):
    """What was found at a visit, the signature as the file it is kept in."""
    found = body.found(stage)
    if body.signature and stage in SIGNED:
        found["signature"] = photos_of(order, "signature", [body.signature])[0]
    return found


def read_again(request, number):
    """The order as it stands now, to answer with."""
    return order_facts(get_order(request, number))


def actor_of(request, order):
    return actor(request.auth, order.handler_name)


def photos_of(order, field, ids):
    """Where the named files of this order are kept, in the order they were named."""
    paths = dict(order.files.filter(pk__in=ids).values_list("pk", "path"))
    missing = [str(pk) for pk in ids if pk not in paths]
    if missing:
        raise fault("body", field, gettext("本工单没有这些文件：%s。") % "、".join(missing))
    return [paths[pk] for pk in ids]
