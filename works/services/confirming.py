"""The applicant's word on a plan: yes, or back with a reason."""

from django.db import transaction
from django.utils.translation import gettext as _

from applications.services import lock
from common import clock
from common.status import WrongStatus, move
from milestones.models import MilestoneStatus, Outcome
from milestones.services import BadReport, hand_on, report_stage
from milestones.stages import Holder, Stage, Wait, first_holder
from utilities.push import tell_provider

from ..models import PartStatus, Plan, PlanStatus
from ..signals import plan_answered, plan_confirmed
from .settling import issue_plan_paper, settle_plans, void_plan_papers, write_anew


@transaction.atomic
def confirm_plan(plan, *, version, by, at=None):
    """The applicant says yes to what was put before him as ``version``; from now on it is in force.

    First it is told (``plan_confirmed``): listeners mark what is not needed and agree the dates. Only then PLAN is
    reached. Raises ``WrongStatus`` where something else lies before him by now.
    """
    plan, parts = _take(plan, version)
    at = at or clock.now()
    for part in parts:
        _put_in_force(part, at=at)
    if plan.status != PlanStatus.CONFIRMED:
        move(plan, PlanStatus.CONFIRMED, confirmed_at=at)
    orders = [part.order for part in parts]
    plan.application.record("plan.confirmed", by=by, at=at, plan=plan.pk, version=plan.version)
    plan_confirmed.send(Plan, plan=plan, orders=orders, by=by, at=at)
    handed_back = [order for order in orders if _go_on(order, by=by, at=at)]
    for order in orders:
        tell_provider(order, "plan.confirmed", at=at, version=plan.version)
    plan_answered.send(Plan, orders=handed_back, by=by, at=at)
    issue_plan_paper(plan, at=at)
    return plan


@transaction.atomic
def return_plan(plan, *, version, reason, by, orders=None):
    """The applicant sends back what was put before him; ``orders``: whose parts are to be changed, by default all.

    Where a part was in force before, it goes on holding. Raises ``WrongStatus`` and ``BadReport``.
    """
    plan, parts = _take(plan, version)
    if not reason.strip():
        raise BadReport(_("请写明退回的原因。"))
    at = clock.now()
    wanted = {order.pk for order in orders} if orders else {part.order_id for part in parts}
    if plan.status == PlanStatus.PRESENTED:
        move(plan, PlanStatus.RETURNED)
    if plan.status != PlanStatus.CONFIRMED:
        void_plan_papers(plan, at=at)
    for part in parts:
        if part.order_id in wanted:
            _send_back(part, reason.strip(), by=by, at=at)
        else:
            move(part, PartStatus.GIVEN)
    settle_plans(plan.application, by=by, at=at)
    if plan.status == PlanStatus.CONFIRMED and not plan.parts.presented().exists():
        write_anew(plan, at=at)
    orders = [part.order for part in parts if part.order_id in wanted]
    plan_answered.send(Plan, orders=orders, by=by, at=at)
    return plan


def _take(plan, version):
    """The plan as it stands, under the lock of its case, and the parts that wait for the applicant."""
    application = lock(plan.application)
    plan = Plan.objects.get(pk=plan.pk)
    plan.application = application
    parts = list(plan.parts.presented().select_related("order__request", "order__provider__endpoint"))
    if not parts or plan.version != version:
        raise WrongStatus(_("方案已有变化，请查看最新的内容后再确认或退回。"))
    for part in parts:
        part.plan, part.order.request.application = plan, application
    return plan, parts


def _put_in_force(part, *, at):
    for earlier in part.order.plan_parts.confirmed():
        move(earlier, PartStatus.REPLACED)
    move(part, PartStatus.CONFIRMED, confirmed_at=at)


def _go_on(order, *, by, at):
    """PLAN is reached; an order whose part changed later goes on where it was. Whether it does that."""
    running = _running(order)
    if running is None:
        return False
    if running.stage == Stage.PLAN:
        report_stage(order, Stage.PLAN, outcome=Outcome.REACHED, occurred_at=at, by=by)
        return False
    _hand_back(running, by=by, at=at)
    return True


def _send_back(part, reason, *, by, at):
    order = part.order
    move(part, PartStatus.RETURNED, return_reason=reason)
    running = _running(order)
    if running and running.stage == Stage.PLAN:
        hand_on(running, holder=Holder.PROVIDER, by=by, at=at)
    elif running:
        _hand_back(running, by=by, at=at)
    order.request.application.record(
        "plan.returned", by=by, at=at, request=order.request, text=reason, order=order.number
    )
    tell_provider(order, "plan.returned", at=at, version=part.plan.version, reason=reason)


def _running(order):
    return order.milestones.filter(status=MilestoneStatus.RUNNING).first()


def _hand_back(milestone, *, by, at):
    """To whoever held the stage before it waited for the applicant."""
    spans = list(milestone.spans.all())
    if spans[-1].reason != Wait.PLAN_CONFIRMATION:
        return
    before = next((span for span in reversed(spans) if span.reason != Wait.PLAN_CONFIRMATION), None)
    if before is None or before.is_pause:
        hand_on(milestone, holder=first_holder(milestone.stage), by=by, at=at)
    else:
        hand_on(milestone, holder=before.holder, waits_for=before.reason, by=by, at=at)
