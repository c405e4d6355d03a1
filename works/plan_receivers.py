"""What the plan does when an order moves, ends, leaves or joins, and what it means for the stages that follow."""

from django.dispatch import receiver
from django.utils.translation import gettext as _

from applications.signals import application_amended, application_erased
from common import clock
from common.status import TooEarly
from milestones.models import MilestoneStatus
from milestones.services import agree_date, need_stage, skip_stage
from milestones.signals import order_rejoined, order_split_off, stage_closed
from milestones.stages import Stage
from utilities.signals import order_ended

from .models import PlanPart
from .services.erasing import erase_plans
from .services.parts import CHANGEABLE
from .services.settling import settle_plans
from .services.steps import finish_construction
from .signals import nothing_planned, plan_confirmed

# After each of these it may be known that an order plans nothing.
TELLING = (Stage.ACKNOWLEDGE, Stage.SURVEY, Stage.PLAN)
AGREED = "申请人确认的接入方案"
OPEN = (MilestoneStatus.PENDING, MilestoneStatus.RUNNING)


@receiver(stage_closed)
def see_whether_all_is_in(sender, milestone, order, at, by, **kwargs):
    if order and milestone.stage in TELLING:
        _settle(order.request.application, by=by)


@receiver(stage_closed)
def wait_for_his_word(sender, milestone, order, **kwargs):
    """A changed part lies before the applicant: until he has answered its order stays where it is.

    Raises ``TooEarly``.
    """
    is_done = milestone.status in (MilestoneStatus.REACHED, MilestoneStatus.SKIPPED)
    if is_done and milestone.stage in CHANGEABLE[1:] and order.plan_parts.presented().exists():
        raise TooEarly(_("变更后的方案正等待申请人确认，答复后才能上报%s。") % milestone.get_stage_display())


@receiver(stage_closed)
def note_end_of_construction(sender, milestone, order, at, by, **kwargs):
    if milestone.stage == Stage.CONSTRUCTION and milestone.status == MilestoneStatus.REACHED:
        finish_construction(order, at=at)


@receiver(order_ended)
def go_on_without(sender, order, by, at, **kwargs):
    _settle(order.request.application, by=by)


@receiver(order_split_off)
@receiver(order_rejoined)
def group_anew(sender, order, stage, by, at, **kwargs):
    if stage == Stage.PLAN:
        _settle(order.request.application, by=by)


@receiver(application_amended)
def follow_wishes(sender, application, changes, by, **kwargs):
    if "wants_joint_works" in changes:
        _settle(application, by=by)


@receiver(application_erased)
def erase_plans_with_it(sender, application, **kwargs):
    erase_plans(application)


def _settle(application, *, by):
    if PlanPart.objects.of_application(application).exists():
        settle_plans(application, by=by, at=clock.now())


@receiver(plan_confirmed)
def settle_stages(sender, plan, orders, by, at, **kwargs):
    """What a confirmed part does not need is passed over; what it needs is due on the day agreed."""
    for order in orders:
        part = order.plan_parts.confirmed().prefetch_related("routes", "steps").get()
        ends = {step.step: step.ends_on for step in part.steps.all()}
        for stage, is_needed in list_needs(part, is_open=order.dig_parties.in_open_ground().exists()).items():
            _settle_stage(order, stage, is_needed, ends.get(stage.value), by=by, at=at)


def _settle_stage(order, stage, is_needed, on, *, by, at):
    status = order.milestones.get(stage=stage).status
    if not is_needed:
        if status in OPEN:
            skip_stage(order, stage, by=by, at=at)
        return
    if status == MilestoneStatus.SKIPPED:
        need_stage(order, stage, by=by)
    if status != MilestoneStatus.REACHED:
        agree_date(order, stage, on, source=AGREED, by=by)


def list_needs(part, *, is_open):
    """No route opens the ground: nothing is dug but what ``is_open``. Nothing at all to build: neither is that."""
    digs = part.opens_ground or is_open
    return {
        Stage.EXCAVATION: digs,
        Stage.CONSTRUCTION: part.builds,
        Stage.BACKFILL: digs,
    }


@receiver(nothing_planned)
def dig_nothing(sender, order, by, at, **kwargs):
    of_ground = order.milestones.filter(stage__in=[Stage.EXCAVATION, Stage.BACKFILL])
    for milestone in of_ground.filter(status=MilestoneStatus.PENDING):
        skip_stage(order, milestone.stage, by=by, at=at)
