"""Who may leave a joint step of the works, plan, approval or trench, and who may join it again."""

from django.utils.translation import gettext as _

from common.status import WrongStatus
from milestones.models import Apart, MilestoneStatus
from milestones.services import rejoin, split_off
from milestones.stages import WISH_OF, Stage
from utilities.models import LIVING, WorkOrder
from works.services.alone import leave_trench, share_again, shares_trench

OPEN = (MilestoneStatus.PENDING, MilestoneStatus.RUNNING)


def _shares_plan(order):
    others = WorkOrder.objects.of_application(order.application).living().exclude(pk=order.pk)
    others = others.exclude(has_outside_works=False).filter(
        milestones__stage=Stage.PLAN, milestones__status__in=OPEN
    )
    is_joint = order.application.wants_joint_works and order.has_outside_works is not False
    return is_joint and others.exists()


def _shares_permits(order):
    others = WorkOrder.objects.living().exclude(pk=order.pk)
    return others.filter(permits__in=order.permits.current().undecided()).exists()


SHARES = {
    Stage.PLAN: _shares_plan,
    Stage.APPROVAL: _shares_permits,
    Stage.EXCAVATION: shares_trench,
    Stage.BACKFILL: shares_trench,
}
# Who builds lies in the trench: he leaves its backfill.
STEP_OF = {stage: stage for stage in SHARES} | {Stage.CONSTRUCTION: Stage.BACKFILL}
# A trench is left and shared by verbs of its own: both its stages go together.
LEAVE = {Stage.EXCAVATION: leave_trench, Stage.BACKFILL: leave_trench}
JOIN = {Stage.EXCAVATION: share_again, Stage.BACKFILL: share_again}


def is_apart(order, stage):
    return Apart.objects.open().filter(order=order, stage=stage).exists()


def may_leave(order, stage):
    return stage in SHARES and not is_apart(order, stage) and SHARES[stage](order)


def may_join(order, stage):
    is_wished = stage not in WISH_OF or getattr(order.application, WISH_OF[stage])
    return stage in SHARES and is_wished and is_apart(order, stage)


def leave_step(order, stage, *, reason, by):
    """From now on the order takes the step alone. Raises ``WrongStatus``, also where nobody shares it."""
    if not may_leave(order, stage):
        raise WrongStatus(_("%s 的这一环节没有与其他单位联合办理。") % order)
    if stage in LEAVE:
        return LEAVE[stage](order, reason=reason, by=by)
    return split_off(order, stage, reason=reason, by=by)


def join_step(order, stage, *, by):
    """Take the step together with the others again. Raises ``WrongStatus``."""
    if stage in JOIN:
        return JOIN[stage](order, by=by)
    return rejoin(order, stage, by=by)


def list_steps(application, fits):
    """Each order with the joint step it is at, where ``fits`` says so."""
    rows = application.milestones.running().filter(stage__in=STEP_OF, order__status__in=LIVING)
    rows = rows.select_related("order__request__application").order_by("order_id")
    steps = [(row.order, STEP_OF[row.stage]) for row in rows]
    return [(order, step) for order, step in steps if fits(order, step)]
