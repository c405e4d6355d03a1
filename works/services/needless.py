"""Nothing is to be planned, or to be built: when a provider may say so."""

from django.db import transaction
from django.utils.translation import gettext as _

from applications.services import lock
from common.status import WrongStatus
from milestones.models import Outcome
from milestones.services import report_stage
from utilities.models import WorkOrder

from ..signals import nothing_planned


def plans_nothing(order):
    """Whether a provider may say so: no works outside, and no part that lies before the applicant."""
    return order.has_outside_works is False and not order.plan_parts.present().exists()


@transaction.atomic
def report_no_plan(order, stage, *, outcome, **said):
    """PLAN is reached by the applicant's confirmation, and by nothing else. Raises ``WrongStatus``.

    Without a plan nothing is dug, and nothing is to be permitted (``nothing_planned``).
    """
    lock(order.request.application)
    order.refresh_from_db(fields=["has_outside_works"])
    if order.milestones.running().filter(stage=stage).exists():
        _check_plan(order, outcome)
        nothing_planned.send(WorkOrder, order=order, by=said["by"], at=said["occurred_at"])
    return report_stage(order, stage, outcome=outcome, **said)


@transaction.atomic
def report_construction(order, stage, *, outcome, **said):
    """As ``report_stage``; what the confirmed plan builds is not passed over. Raises ``WrongStatus``."""
    lock(order.request.application)
    if outcome == Outcome.NOT_NEEDED and not builds_nothing(order):
        raise WrongStatus(_("方案中有施工内容，施工环节不能免除；确实不施工的，请先变更方案。"))
    return report_stage(order, stage, outcome=outcome, **said)


def builds_nothing(order):
    """Whether the plan in force, if any, has nothing to build."""
    part = order.plan_parts.confirmed().prefetch_related("routes", "steps").first()
    return part is None or not part.builds


def _check_plan(order, outcome):
    if outcome != Outcome.NOT_NEEDED:
        raise WrongStatus(_("方案环节由申请人确认方案后完成，请提交方案。"))
    if not plans_nothing(order):
        raise WrongStatus(_("有外线工程或已提交方案的，不能免除方案环节。"))
