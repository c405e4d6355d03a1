"""Nothing is to be planned: the one thing a provider itself may say of PLAN."""

from django.db import transaction
from django.utils.translation import gettext as _

from applications.services import lock
from common.status import WrongStatus
from milestones.models import Outcome
from milestones.services import report_stage


def plans_nothing(order):
    """Whether a provider may say so: no works outside, and no part that lies before the applicant."""
    return order.has_outside_works is False and not order.plan_parts.present().exists()


@transaction.atomic
def report_no_plan(order, stage, *, outcome, **said):
    """PLAN is reached by the applicant's confirmation, and by nothing else. Raises ``WrongStatus``."""
    lock(order.request.application)
    order.refresh_from_db(fields=["has_outside_works"])
    if order.milestones.running().filter(stage=stage).exists():
        _check(order, outcome)
    return report_stage(order, stage, outcome=outcome, **said)


def _check(order, outcome):
    if outcome != Outcome.NOT_NEEDED:
        raise WrongStatus(_("方案环节由申请人确认方案后完成，请提交方案。"))
    if not plans_nothing(order):
        raise WrongStatus(_("有外线工程或已提交方案的，不能免除方案环节。"))
