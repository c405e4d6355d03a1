"""The office puts a plan forward without who is late: that order goes on alone."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications.services import lock
from common.status import WrongStatus
from milestones.services import split_off
from milestones.stages import Stage

from ..models import PartStatus, Plan
from .groups import list_members, list_orders

NOBODY_IS_LATE = _("没有可以先行提交申请人的方案，请刷新后查看。")


def list_late(plan, orders=None):
    """The orders whose part a joint plan still waits for."""
    given = set(
        plan.parts.filter(status__in=[PartStatus.GIVEN, PartStatus.PRESENTED]).values_list(
            "order_id", flat=True
        )
    )
    orders = list_orders(plan.application) if orders is None else orders
    return [order for order in list_members(plan, orders) if order.pk not in given]


@transaction.atomic
def put_forward(plan, *, reason, by):
    """Put before the applicant the parts that are in; each late order splits off and plans alone.

    Raises ``WrongStatus`` where nobody is late, or nobody has given anything yet.
    """
    plan = Plan.objects.select_related("application").get(pk=plan.pk)
    lock(plan.application)
    late = list_late(plan)
    if not late or not plan.parts.filter(status=PartStatus.GIVEN).exists():
        raise WrongStatus(NOBODY_IS_LATE)
    for order in late:
        split_off(order, Stage.PLAN, by=by, reason=reason)
    return plan
