"""A road is otherwise than was thought when the plan was confirmed: the permits are read off it again."""

from django.db import transaction

from milestones.models import MilestoneStatus
from milestones.stages import Stage

from ..routes import joint_orders
from .deriving import derive_permits, need_approval
from .settling import awaits_plan
from .telling import tell_of_change


@transaction.atomic
def follow_section(application, section, *, by, at):
    """Derive the permits of a case anew; an order along this section that no longer needs any passes APPROVAL over.

    What a changed plan before the applicant needs is settled with his yes. APPROVAL that is over is not opened again.
    """
    derive_permits(application, by=by, at=at)
    along = {"plan_parts__status": "confirmed", "plan_parts__routes__section": section}
    for order in joint_orders(application).filter(**along).distinct():
        milestone = order.milestones.filter(stage=Stage.APPROVAL).first()
        if milestone and not (milestone.status == MilestoneStatus.RUNNING and awaits_plan(milestone)):
            need_approval(order, is_needed=order.permits.current().exists(), by=by, at=at)
    tell_of_change(application)
