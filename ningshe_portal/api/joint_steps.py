"""A provider's system takes the plan or the approval of its order alone, or together with the others again."""

from django.utils.translation import gettext_lazy as _
from ninja import Router

from milestones.stages import Stage
from ningshe_portal.joint_steps import join_step, leave_step

from . import outputs
from .calls import JSON, takes
from .fetching import get_order
from .verbs import actor_of, read_again
from .visits import Parting

router = Router()
router.add_decorator(takes(JSON), mode="view")
ALONE = _("本工单的这一环节单独办理，其他单位照常，时限各算各的。没有与其他单位联合办理的返回 409。")
TOGETHER = _("请求体可为空。没有单独办理或环节已结束的返回 409。")


@router.post(
    "/orders/{number}/plan/leave", response=outputs.Order, summary=_("退出联合方案"), description=ALONE
)
def leave_plan(request, number: str, body: Parting):
    return _leave(request, number, Stage.PLAN, body)


@router.post(
    "/orders/{number}/plan/join", response=outputs.Order, summary=_("恢复联合方案"), description=TOGETHER
)
def join_plan(request, number: str):
    return _join(request, number, Stage.PLAN)


@router.post(
    "/orders/{number}/permits/leave", response=outputs.Order, summary=_("退出联合审批"), description=ALONE
)
def leave_approval(request, number: str, body: Parting):
    return _leave(request, number, Stage.APPROVAL, body)


@router.post(
    "/orders/{number}/permits/join", response=outputs.Order, summary=_("恢复联合审批"), description=TOGETHER
)
def join_approval(request, number: str):
    return _join(request, number, Stage.APPROVAL)


def _leave(request, number, stage, body):
    order = get_order(request, number)
    leave_step(order, stage, reason=body.reason, by=actor_of(request, order))
    return read_again(request, number)


def _join(request, number, stage):
    order = get_order(request, number)
    join_step(order, stage, by=actor_of(request, order))
    return read_again(request, number)
