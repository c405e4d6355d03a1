"""What the plan does when an order moves, ends, leaves or joins, and what it means for the stages that follow."""

from django.dispatch import receiver

from applications.signals import application_amended, application_erased
from common import clock
from milestones.models import MilestoneStatus
from milestones.services import agree_date, need_stage, skip_stage
from milestones.signals import order_rejoined, order_split_off, stage_closed
from milestones.stages import Stage
from utilities.signals import order_ended

from .models import PlanPart, Step
from .services.erasing import erase_plans
from .services.settling import settle_plans
from .services.steps import finish_construction
from .signals import plan_confirmed

# After each of these it may be known that an order plans nothing.
TELLING = (Stage.ACKNOWLEDGE, Stage.SURVEY, Stage.PLAN)
AGREED = "申请人确认的接入方案"
OPEN = (MilestoneStatus.PENDING, MilestoneStatus.RUNNING)


@receiver(stage_closed)
def see_whether_all_is_in(sender, milestone, order, at, by, **kwargs):
    if order and milestone.stage in TELLING:
        _settle(order.request.application, by=by)


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
    builds = bool(part.routes.all()) or any(step.step == Step.CONSTRUCTION for step in part.steps.all())
    return {
        Stage.EXCAVATION: digs,
        Stage.CONSTRUCTION: builds,
        Stage.BACKFILL: digs,
    }
