"""A provider's system stops the clock of a stage, proves why, and lets it run again."""

from typing import Annotated

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import Path, Router, Status
from pydantic import Field

from applications.services import lock
from common.status import WrongStatus
from milestones.models import Span
from milestones.services import pause_milestone, prove_pause, resume_milestone
from milestones.stages import REPORTED, PauseReason

from . import outputs
from .calls import JSON, takes
from .facts import pause_facts
from .fetching import get_order
from .inputs import Body, Day, text
from .verbs import MOST_KEY, FileId, actor_of, photos_of, read_again

router = Router()
router.add_decorator(takes(JSON), mode="view")


class PauseOrder(Body):
    reason: PauseReason
    basis: text(1000, description=_("依据的事实或文件，申请人会看到"))
    expected_until: Day | None = None
    evidence: FileId | None = Field(
        None, description=_("照片或文书，先上传到 files，这里写文件的 id；也可以随后补附，申请人可以查看")
    )


class PauseProof(Body):
    evidence: FileId = Field(description=_("照片或文书，先上传到 files，这里写文件的 id"))


@router.post(
    "/orders/{number}/pauses",
    response={201: outputs.PausedOrder},
    summary=_("暂停计时"),
    description=_("当前环节停止计时。原因限于固定清单，须写明依据；申请人会看到并可提出异议。"),
)
def pause(request, number: str, body: PauseOrder):
    order = get_order(request, number)
    milestone = order.milestones.running().filter(stage__in=REPORTED).first()
    if milestone is None:  # only the acknowledgement stops the clock of the first stage
        raise WrongStatus(gettext("该工单没有正在进行、可以暂停的环节；请先接单。"))
    span = pause_milestone(
        milestone,
        reason=body.reason,
        basis=body.basis,
        expected_until=body.expected_until,
        evidence=evidence_of(order, body.evidence) if body.evidence else "",
        by=actor_of(request, order),
    )
    return Status(201, pause_facts(milestone, span) | {"order": read_again(request, number)})


@router.post(
    "/orders/{number}/pauses/{id}/end",
    response=outputs.PausedOrder,
    summary=_("恢复计时"),
    description=_("请求体可为空。已经恢复的返回 409。"),
)
def end_pause(request, number: str, id: Annotated[int, Path(ge=1, le=MOST_KEY)]):
    order = get_order(request, number)
    with transaction.atomic():
        lock(order.application)
        span = get_pause(order, id)
        resume_milestone(span.milestone, by=actor_of(request, order))
    span.refresh_from_db()
    return pause_facts(span.milestone, span) | {"order": read_again(request, number)}


@router.post(
    "/orders/{number}/pauses/{id}/evidence",
    response=outputs.PausedOrder,
    summary=_("补附暂停的照片或文书"),
    description=_("暂停时没有附的，须在 3 个工作日内补附，否则自动恢复计时。已附有或已结束的返回 409。"),
)
def bring_evidence(request, number: str, id: Annotated[int, Path(ge=1, le=MOST_KEY)], body: PauseProof):
    order = get_order(request, number)
    span = get_pause(order, id)
    prove_pause(span, evidence=evidence_of(order, body.evidence), by=actor_of(request, order))
    return pause_facts(span.milestone, span) | {"order": read_again(request, number)}


def evidence_of(order, file):
    return photos_of(order, "evidence", [file])[0]


def get_pause(order, pk):
    """A pause of this order that has not ended, whatever began since. Raises ``WrongStatus``."""
    span = Span.objects.pauses().filter(milestone__order=order, pk=pk).select_related("milestone").first()
    if span is None:
        raise Http404
    if span.ends_at:
        raise WrongStatus(gettext("该次暂停已经结束。"))
    return span
