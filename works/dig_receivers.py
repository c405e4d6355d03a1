"""What happens to the trenches when a plan is confirmed, a stage opens or ends, an order leaves, joins or ends."""

from django.dispatch import receiver

from accounts.actors import SYSTEM
from applications.signals import application_amended
from common import clock
from milestones.models import MilestoneStatus
from milestones.signals import order_rejoined, order_split_off, stage_closed, stage_opened
from milestones.stages import Stage
from outbox.bell import ring_task_on_commit
from utilities.signals import order_ended

from .services import alone
from .services.dig_stages import settle_order
from .services.digging import plan_digs
from .services.joining import offer_digs
from .services.trenches import check_lay_in_all, check_left_none_open, check_left_none_shut, finish_in_digs
from .signals import dig_changed, dig_news, plan_answered, plan_confirmed
from .tasks import settle, tell_news

OF_DIGS = (Stage.EXCAVATION, Stage.BACKFILL)


@receiver(plan_confirmed)
def plan_trenches(sender, plan, orders, by, at, **kwargs):
    offer_digs(plan_digs(plan, orders, at=at), plan.application, at=at)


@receiver(plan_answered)
def go_on_in_trenches(sender, orders, by, **kwargs):
    for order in orders:
        alone.enter_trenches(order, at=clock.now())
        settle_order(order, by=by)


@receiver(stage_opened)
def follow_trenches(sender, milestone, order, at, **kwargs):
    if milestone.stage == Stage.EXCAVATION:
        alone.enter_trenches(order, at=at)
    if milestone.stage in OF_DIGS:
        settle_order(order, by=SYSTEM)


@receiver(stage_closed)
def open_the_ground_first(sender, milestone, order, **kwargs):
    """Who has left an open trench has not built before he has opened his own. Raises ``TooEarly``, ``BadDig``."""
    if milestone.stage == Stage.CONSTRUCTION and milestone.status == MilestoneStatus.REACHED:
        check_left_none_shut(order)
        check_lay_in_all(order, at=milestone.reached_at)


@receiver(stage_closed)
def note_what_is_built(sender, milestone, order, by, at, **kwargs):
    if milestone.stage == Stage.CONSTRUCTION and milestone.status == MilestoneStatus.REACHED:
        finish_in_digs(order, at=at)


@receiver(stage_closed)
def close_the_ground_first(sender, milestone, order, **kwargs):
    """Supply is not on while its trench is open: nobody could close it any more. Raises ``TooEarly``."""
    if milestone.stage == Stage.CONNECTION and milestone.status == MilestoneStatus.REACHED:
        check_left_none_open(order)


@receiver(order_split_off)
def leave_trench(sender, order, stage, by, at, **kwargs):
    if stage in OF_DIGS:
        alone.dig_alone(order, at=at)


@receiver(order_rejoined)
def share_trench_again(sender, order, stage, by, at, **kwargs):
    if stage in OF_DIGS:
        alone.dig_together(order, at=at)


@receiver(application_amended)
def follow_wish(sender, application, changes, by, **kwargs):
    if "wants_joint_works" in changes:
        alone.follow_wish(application, at=clock.now())


@receiver(order_ended)
def climb_out(sender, order, by, at, **kwargs):
    alone.leave_all(order, reason=str(order.get_status_display()), at=at)


@receiver(dig_changed)
def tell_other_cases(sender, dig, **kwargs):
    """Case by case and after the commit: two cases in one trench must not wait for each other's lock."""
    ring_task_on_commit(settle, dig.parties.living().exclude(order=None).values_list("order", flat=True))


@receiver(dig_news)
def tell_after_commit(sender, news, **kwargs):
    ring_task_on_commit(tell_news, [news.pk])
