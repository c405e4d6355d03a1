"""What the entrusted provider's system does with the permits of a case, from any of its own orders."""

from typing import Annotated, Literal

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import Field, StrictBool

from approvals.models import Permit, PermitStatus, WayOut
from approvals.services import (
    DECISIONS,
    add_permit_paper,
    check_entrusted,
    choose_way_out,
    decide_permit,
    file_permits,
    note_number,
    refile_permit,
)

from . import outputs
from .calls import JSON, takes
from .fetching import get_order
from .inputs import Body, Day, Moment, text
from .verbs import FileId, actor_of, photos_of, read_again

router = Router()
router.add_decorator(takes(JSON), mode="view")
ExternalNumber = text(60, description=_("政务一网通受理编号"))


class Filing(Body):
    numbers: dict[Annotated[str, Field(max_length=26)], ExternalNumber] = Field(
        {}, max_length=40, description=_("审批编号 → 政务一网通受理编号；还没有编号的可以随后补填")
    )
    has_no_old_trees: StrictBool = Field(
        False, description=_("需要砍伐树木时必须为 true：已现场核对，没有古树名木")
    )


class Number(Body):
    number: ExternalNumber


class WayChosen(Body):
    way_out: WayOut = Field(
        description=_("`reroute` 改路由、`trenchless` 非开挖、`government` 报区政府批准、`wait` 等待期满")
    )
    basis: text(200, least=0, description=_("报区政府批准的必须写明理由")) = ""


class Decision(Body):
    outcome: Literal[tuple(status.value for status in DECISIONS)]
    decided_at: Moment | None = Field(None, description=_("决定的时间，空：现在"))
    decision_number: text(60, least=0) = ""
    conditions: text(5000, least=0) = ""
    refusal_reason: text(5000, least=0, description=_("不予批准的必填")) = ""
    valid_until: Day | None = None
    file: FileId | None = Field(None, description=_("决定文书，先上传到 files，这里写文件的 id"))


class FurtherPaper(Body):
    title: text(80, description=_("文书名称"))
    file: FileId = Field(description=_("先上传到 files，这里写文件的 id"))


@router.post(
    "/orders/{number}/permits/file",
    response=outputs.Order,
    summary=_("统一申报审批手续"),
    description=_(
        "为本办件的全部工单一次申报。只有受托单位可以申报，且委托书已签署；路段在保护期内、还没有选定处理办法的"
        "手续不申报。没有可以申报的返回 409。审批部门没有接口的（`is_by_hand`），请先在政务一网通提交，再调用本接口。"
    ),
)
def file_all(request, number: str, body: Filing):
    order = get_order(request, number)
    file_permits(
        order.application,
        by=actor_of(request, order),
        provider=order.provider,
        numbers=body.numbers,
        has_no_old_trees=body.has_no_old_trees,
    )
    return read_again(request, number)


@router.post(
    "/orders/{number}/permits/{permit}/number",
    response=outputs.Order,
    summary=_("填写政务一网通受理编号"),
    description=_("已申报、尚未决定的可以填写或更正，否则返回 409。"),
)
def write_number(request, number: str, permit: str, body: Number):
    order, found = get_permit(request, number, permit)
    note_number(found, number=body.number, by=actor_of(request, order))
    return read_again(request, number)


@router.post(
    "/orders/{number}/permits/{permit}/way-out",
    response=outputs.Order,
    summary=_("选定保护期内道路的处理办法"),
    description=_("改路由、改非开挖的，请修改本单位的方案；申请人确认后手续随之更新。"),
)
def choose(request, number: str, permit: str, body: WayChosen):
    order, found = get_permit(request, number, permit)
    choose_way_out(found, way_out=body.way_out, basis=body.basis, by=actor_of(request, order))
    return read_again(request, number)


@router.post(
    "/orders/{number}/permits/{permit}/decision",
    response=outputs.Order,
    summary=_("登记审批部门的决定"),
    description=_("审批部门自己登记的不用再报。已经有决定的返回 409。"),
)
def tell_decision(request, number: str, permit: str, body: Decision):
    order, found = get_permit(request, number, permit)
    said = body.model_dump(exclude={"outcome", "decided_at", "file"})
    decide_permit(
        found,
        outcome=PermitStatus(body.outcome),
        decided_at=body.decided_at,
        file=photos_of(order, "file", [body.file])[0] if body.file else "",
        by=actor_of(request, order),
        **said,
    )
    return read_again(request, number)


@router.post(
    "/orders/{number}/permits/{permit}/refile",
    response=outputs.Order,
    summary=_("不予批准后重新申报"),
    description=_(
        "请求体可为空。列出一项新的待申报手续，再调用 permits/file 申报；只用于不予批准的，否则返回 409。"
    ),
)
def plan_again(request, number: str, permit: str):
    order, found = get_permit(request, number, permit)
    refile_permit(found, by=actor_of(request, order))
    return read_again(request, number)


@router.post(
    "/orders/{number}/permits/{permit}/papers",
    response=outputs.Order,
    summary=_("补充审批文书"),
    description=_(
        "已有决定的手续可以随后补充文书，原有的不替换；还没有决定的返回 409。同一份再传不重复登记。"
    ),
)
def add_paper(request, number: str, permit: str, body: FurtherPaper):
    order, found = get_permit(request, number, permit)
    file = photos_of(order, "file", [body.file])[0]
    add_permit_paper(found, title=body.title, file=file, by=actor_of(request, order))
    return read_again(request, number)


def get_permit(request, number, permit):
    """An own order and a permit seen from it; only the entrusted provider acts on it. Raises ``BadFiling``."""
    order = get_order(request, number)
    found = get_object_or_404(Permit.objects.seen_from(order).select_related("application"), number=permit)
    check_entrusted(order.application, order.provider)
    return order, found
