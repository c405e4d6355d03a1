"""What approvals does when a plan, a stage, an order or a message announces something."""

from django.dispatch import receiver

from accounts.actors import SYSTEM
from applications.signals import application_erased
from district.signals import calendar_changed
from milestones.models import MilestoneStatus
from milestones.signals import order_rejoined, order_split_off, stage_closed, stage_opened, stage_resumed
from milestones.stages import Stage
from outbox.bell import ring_task_on_commit
from outbox.models import Channel
from outbox.signals import message_arrived
from utilities.signals import order_ended
from works.models import DigStatus
from works.signals import dig_asked, dig_changed, hold_asked, nothing_planned, plan_answered, plan_confirmed

from . import services
from .tasks import follow_backfill


@receiver(plan_confirmed)
def list_permits(sender, plan, orders, by, at, **kwargs):
    services.derive_permits(plan.application, by=by, at=at, confirmed=orders)


@receiver(nothing_planned)
def need_none(sender, order, by, at, **kwargs):
    services.need_approval(order, is_needed=False, by=by, at=at)


@receiver(stage_opened)
def take_up_approval(sender, milestone, order, at, **kwargs):
    if milestone.stage == Stage.APPROVAL:
        services.settle_order(order, by=SYSTEM, at=at)
    else:
        services.hold_works(order, by=SYSTEM, at=at)


@receiver(plan_answered)
def read_anew(sender, orders, by, at, **kwargs):
    """What was waited for before the plan lay before him may be over."""
    for order in orders:
        services.settle_order(order, by=by, at=at)
        services.hold_works(order, by=by, at=at)


@receiver(stage_closed)
def build_with_permits(sender, milestone, order, by, at, **kwargs):
    """Nothing is finished that was not allowed, dug or not; what was is asked for no longer. Raises ``TooEarly``."""
    if milestone.stage == Stage.CONSTRUCTION and milestone.status == MilestoneStatus.REACHED:
        services.check_built(order, at=milestone.reached_at)
        if order.permits.to_file().exists():
            services.derive_permits(order.application, by=by, at=at)


@receiver(stage_resumed)
def look_again(sender, milestone, by, at, **kwargs):
    """What came while a provider's clock stood still has not moved its stage."""
    if milestone.order_id:
        services.settle_order(milestone.order, by=by, at=at)
        services.hold_works(milestone.order, by=by, at=at)


@receiver(hold_asked)
def hold_what_is_left(sender, order, by, **kwargs):
    """The last road that might be dug may be open: what is left waits for permits."""
    return services.hold_works(order, by=by)


@receiver(dig_asked)
def refuse_without_permit(sender, dig, order, at, **kwargs):
    """A plan changed after APPROVAL may need more: its roads stay shut until that is granted too."""
    services.check_road(order, dig.section, at=at)


@receiver(dig_changed)
def follow_road(sender, dig, **kwargs):
    """A road that was backfilled is protected from then on: others who are to open it may need more."""
    if dig.status == DigStatus.CLOSED:
        cases = services.cases_to_open([dig.section_id])
        ring_task_on_commit(follow_backfill, cases.values_list("pk", flat=True))


@receiver(order_ended)
def drop_permits(sender, order, by, at, **kwargs):
    """What only this order needed is dropped; another provider may have to file for the others."""
    if order.permits.exists():
        services.derive_permits(order.application, by=by, at=at)


@receiver(order_split_off)
def leave_permits(sender, order, stage, by, at, **kwargs):
    if stage == Stage.APPROVAL:
        services.leave_permits(order, by=by, at=at)


@receiver(order_rejoined)
def join_permits(sender, order, stage, by, at, **kwargs):
    if stage == Stage.APPROVAL:
        services.derive_permits(order.application, by=by, at=at)


@receiver(calendar_changed)
def redate_permits(sender, by, **kwargs):
    services.redate_permits(by=by)


@receiver(application_erased)
def erase_permits(sender, application, **kwargs):
    services.erase_permits(application)


@receiver(message_arrived)
def note_answer(sender, message, at, **kwargs):
    if message.channel == Channel.ONENET:
        services.note_arrival(message, at=at)
