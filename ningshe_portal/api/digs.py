"""How a provider's system opens, reports and closes its trenches, shares them, and digs in an emergency."""

from typing import Annotated

from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import Path, Router, Status
from pydantic import Field

from works.models import Dig, DigOffer, DigParty, RoadSection
from works.services.alone import leave_trench, share_again
from works.services.digging import open_dig
from works.services.emergencies import bring_papers, open_emergency_dig
from works.services.joining import decline_dig, join_dig
from works.services.trenches import backfill_dig, report_in_dig

from . import outputs
from .calls import JSON, takes
from .dig_facts import digs_of
from .fetching import get_order
from .inputs import Body, Moment, text
from .outputs import TrenchStep
from .pauses import evidence_of
from .plans import NewSection, check_either
from .validation import fault
from .verbs import MOST_KEY, FileId, actor_of, photos_of

router = Router()
router.add_decorator(takes(JSON), mode="view")
Key = Annotated[int, Path(ge=1, le=MOST_KEY)]


class DigDone(Body):
    occurred_at: Moment = Field(description=_("实际发生的时间"))
    note: text(500, least=0) = ""
    photos: list[FileId] = Field([], max_length=20, description=_("先上传到 files，这里写文件的 id"))


class DigSteps(Body):
    steps: list[TrenchStep] = Field(
        min_length=1,
        max_length=len(DigParty.STEPS),
        description=_(
            "finished 沟内施工完成；hidden_passed 隐蔽工程验收合格；surveyed 竣工测量完成。以第一次上报为准"
        ),
    )
    occurred_at: Moment
    note: text(500, least=0) = ""


class Reason(Body):
    reason: text(200, least=0) = ""


class Leaving(Body):
    reason: text(200, description=_("退出联合开挖的原因"))


class Emergency(Body):
    section: FileId | None = Field(None, description=_("已有路段的 id，见 GET sections"))
    new_section: NewSection | None = Field(
        None,
        description=_(
            "没有登记过的路段，按现场估计填写；与 section 二选一。起止点相同的已经登记过的，归为原来一条，不改其情况"
        ),
    )
    cause: text(300, description=_("抢修原因"))
    occurred_at: Moment
    photos: list[FileId] = Field([], max_length=20, description=_("先上传到 files，这里写文件的 id"))


class EmergencyPapers(Body):
    number: text(60, description=_("补办手续的文号"))
    file: FileId | None = Field(None, description=_("先上传到 files，这里写文件的 id"))


@router.get(
    "/orders/{number}/digs",
    response=outputs.Digs,
    summary=_("读取开挖与回填"),
    description=_("本工单所在的沟槽，以及可以并入的其他沟槽；其他单位只显示名称。"),
)
def read_digs(request, number: str):
    return digs_of(get_order(request, number))


@router.post(
    "/orders/{number}/digs",
    response={201: outputs.Digs},
    summary=_("应急开挖"),
    description=_("抢修先行开挖，任何环节都可以；路段没有登记过的，写 new_section。手续须于 24 小时内补办。"),
)
def dig_in_emergency(request, number: str, body: Emergency):
    order = get_order(request, number)
    check_either(body, "section")
    open_emergency_dig(
        order,
        section=section_of(order, body) if body.section else None,
        named=body.new_section and body.new_section.model_dump(),
        cause=body.cause,
        at=body.occurred_at,
        photos=photos_of(order, "photos", body.photos),
        by=actor_of(request, order),
    )
    return Status(201, digs_of(order))


def section_of(order, body):
    application = order.request.application
    known = RoadSection.objects.open_to(application).filter(town=application.town_id)
    section = known.filter(pk=body.section).first()
    if section is None:
        raise fault("body", "section", gettext("没有这个路段。"))
    return section


@router.post(
    "/orders/{number}/digs/{id}/open",
    response=outputs.Digs,
    summary=_("沟槽开挖"),
    description=_(
        "由牵头单位在审批办结后上报，沟内各单位的开挖环节随之完成；审批尚未办结的单位不在沟内，另有自己的沟槽。"
    ),
)
def open_trench(request, number: str, id: Key, body: DigDone):
    return _done(request, number, id, body, open_dig)


@router.post(
    "/orders/{number}/digs/{id}/steps",
    response=outputs.Digs,
    summary=_("上报沟内进度"),
    description=_("三项都完成的单位才算完成；全部单位完成后才能回填。"),
)
def report_steps(request, number: str, id: Key, body: DigSteps):
    order = get_order(request, number)
    steps = [f"{step}_at" for step in body.steps]
    said = {"at": body.occurred_at, "note": body.note, "by": actor_of(request, order)}
    report_in_dig(_get_dig(order, id), order=order, steps=steps, **said)
    return digs_of(order)


@router.post(
    "/orders/{number}/digs/{id}/backfill",
    response=outputs.Digs,
    summary=_("沟槽回填"),
    description=_("由牵头单位上报；沟内还有未完成的单位时返回 409，并写明是谁、缺什么。"),
)
def backfill(request, number: str, id: Key, body: DigDone):
    return _done(request, number, id, body, backfill_dig)


@router.post(
    "/orders/{number}/digs/{id}/papers",
    response=outputs.Digs,
    summary=_("补办应急开挖手续"),
    description=_("每次应急开挖一次。"),
)
def make_up_papers(request, number: str, id: Key, body: EmergencyPapers):
    order = get_order(request, number)
    file = evidence_of(order, body.file) if body.file else ""
    bring_papers(_get_dig(order, id), order=order, number=body.number, file=file, by=actor_of(request, order))
    return digs_of(order)


@router.post(
    "/orders/{number}/dig-offers/{id}/join",
    response=outputs.Digs,
    summary=_("并入已有沟槽"),
    description=_(
        "放弃自己的开挖，与对方同沟。已开挖、已答复、对方已回填，或对方已开挖而本单位审批尚未办结的返回 409。"
    ),
)
def join_dig_offered(request, number: str, id: Key):
    order = get_order(request, number)
    join_dig(_get_offer(order, id), by=actor_of(request, order))
    return digs_of(order)


@router.post(
    "/orders/{number}/dig-offers/{id}/decline",
    response=outputs.Digs,
    summary=_("不并沟"),
    description=_("各自开挖。已答复的返回 409。"),
)
def decline(request, number: str, id: Key, body: Reason):
    order = get_order(request, number)
    decline_dig(_get_offer(order, id), reason=body.reason, by=actor_of(request, order))
    return digs_of(order)


@router.post(
    "/orders/{number}/digs/leave",
    response=outputs.Digs,
    summary=_("退出联合开挖"),
    description=_(
        "本单位另行开挖，其余单位照常；牵头单位退出的，由其他单位接替。没有共用沟槽或沟内已完成的返回 409。"
    ),
)
def leave_digs(request, number: str, body: Leaving):
    order = get_order(request, number)
    leave_trench(order, reason=body.reason, by=actor_of(request, order))
    return digs_of(order)


@router.post(
    "/orders/{number}/digs/rejoin",
    response=outputs.Digs,
    summary=_("恢复联合开挖"),
    description=_("请求体可为空。与本办件其他单位同路段的沟槽合并；其他办件的沟槽重新邀请，见 offers。"),
)
def rejoin_digs(request, number: str):
    order = get_order(request, number)
    share_again(order, by=actor_of(request, order))
    return digs_of(order)


def _done(request, number, pk, body, verb):
    order = get_order(request, number)
    verb(
        _get_dig(order, pk),
        order=order,
        at=body.occurred_at,
        note=body.note,
        photos=photos_of(order, "photos", body.photos),
        by=actor_of(request, order),
    )
    return digs_of(order)


def _get_dig(order, pk):
    dig = Dig.objects.holding(order).filter(pk=pk).first()
    if dig is None:
        raise Http404
    return dig


def _get_offer(order, pk):
    offer = DigOffer.objects.to(order).filter(pk=pk).first()
    if offer is None:
        raise Http404
    offer.order = order
    return offer
