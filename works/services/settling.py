"""The plans of a case brought in line with who takes part: put before the applicant once every part is in.

Run after whatever may change that; run again it changes nothing.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import PaperKind, Status
from applications.papers import issue_paper
from applications.services import lock
from applications.telling import tell_applicant
from common import clock
from common.status import move
from milestones.models import MilestoneStatus
from milestones.services import hand_on
from milestones.stages import Holder, Stage, Wait
from utilities.models import LIVING, OrderStatus

from ..models import Fee, PartStatus, PlanPart, PlanStatus
from ..paper_content import plan_content
from .fees import drop_fee
from .groups import list_members, list_orders, plan_of

IN_FORCE_UNTIL_THE_END = (*LIVING, OrderStatus.CONNECTED)


@transaction.atomic
def settle_plans(application, *, by, at=None):
    """Drop the parts and the unpaid fees of orders that ended, group anew, and put forward what is complete."""
    application, at = lock(application), at or clock.now()
    _drop_ended(application, by=by, at=at)
    _drop_owed(application, by=by)
    orders = list_orders(application)
    _regroup(application, orders, by=by, at=at)
    for plan in application.plans.all():
        _settle(plan, orders, by=by, at=at)


def _drop_ended(application, *, by, at):
    parts = PlanPart.objects.of_application(application).exclude(
        status__in=[PartStatus.REPLACED, PartStatus.DROPPED]
    )
    outdated = {}
    for part in parts.exclude(order__status__in=IN_FORCE_UNTIL_THE_END).select_related("plan"):
        if is_on_paper(part):
            outdated[part.plan_id] = part.plan
        _take_off(part, by=by, at=at)
        move(part, PartStatus.DROPPED)
    for plan in outdated.values():
        write_anew(plan, at=at)


def is_on_paper(part):
    """Whether the paper of a plan in force names it."""
    is_shown = part.status in (PartStatus.CONFIRMED, PartStatus.PRESENTED)
    return is_shown and part.plan.status == PlanStatus.CONFIRMED


def write_anew(plan, *, at):
    """The paper of a plan in force says what holds now; with the last part in force, or the case, it is void."""
    if not plan.parts.confirmed().exists():
        void_plan_papers(plan, at=at)
    elif plan.application.status == Status.ACCEPTED:
        issue_plan_paper(plan, at=at)


def _drop_owed(application, *, by):
    """What nobody has paid of an order that ended before it was connected is owed no longer."""
    fees = Fee.objects.of_application(application).filter(paid_on=None)
    fees = fees.exclude(part__order__status__in=IN_FORCE_UNTIL_THE_END)
    for fee in fees.select_related("part__order__request"):
        drop_fee(fee.part.order, fee, reason=_("工单已结束，没有缴纳的不用再缴"), by=by)


def _take_off(part, *, by, at):
    """What the applicant was to say yes to no longer is what it was; what is in force besides goes on holding."""
    if part.status != PartStatus.PRESENTED:
        return
    if part.plan.status == PlanStatus.PRESENTED:
        void_plan(part.plan, by=by, at=at)
        part.refresh_from_db(fields=["status"])
    else:
        move(part, PartStatus.GIVEN)


def _regroup(application, orders, *, by, at):
    """Who has left or joined since takes his part along."""
    by_pk = {order.pk: order for order in orders}
    for part in PlanPart.objects.of_application(application).on_the_table().select_related("plan"):
        order = by_pk.get(part.order_id)
        if order is None or part.plan_id == (plan := plan_of(order)).pk:
            continue
        outdated = part.plan if is_on_paper(part) else None
        _take_off(part, by=by, at=at)
        if plan.status == PlanStatus.PRESENTED:
            void_plan(plan, by=by, at=at)
        PlanPart.objects.filter(pk=part.pk).update(plan=plan)
        if outdated:
            write_anew(outdated, at=at)


def _settle(plan, orders, *, by, at):
    given = list(plan.parts.filter(status=PartStatus.GIVEN).select_related("order"))
    if not given:
        return
    waiting = {part.order_id for part in given}
    if plan.status == PlanStatus.CONFIRMED or waiting == {row.pk for row in list_members(plan, orders)}:
        _present(plan, given, by=by, at=at)
        return
    for part in given:
        _hand_on(part.order, Holder.JOINT, Wait.OTHER_PARTS, by=by, at=at)


def _present(plan, parts, *, by, at):
    """Put before the applicant what he has not seen yet."""
    plan.version, plan.presented_at = plan.version + 1, at
    plan.save(update_fields=["version", "presented_at"])
    if plan.status != PlanStatus.CONFIRMED:
        move(plan, PlanStatus.PRESENTED)
    for part in parts:
        move(part, PartStatus.PRESENTED)
        _hand_on(part.order, Holder.APPLICANT, Wait.PLAN_CONFIRMATION, by=by, at=at)
    application = plan.application
    issue_plan_paper(plan, at=at)
    application.record("plan.presented", by=by, at=at, plan=plan.pk, version=plan.version)
    tell_applicant(application, "plan.presented", key=f"{plan.pk}:{plan.version}")


def void_plan(plan, *, by, at):
    """What was put before the applicant holds no longer; its parts stay on the table."""
    move(plan, PlanStatus.DRAFT)
    for part in plan.parts.presented():
        move(part, PartStatus.GIVEN)
    void_plan_papers(plan, at=at)
    plan.application.record("plan.voided", by=by, at=at, plan=plan.pk, version=plan.version)


def issue_plan_paper(plan, *, at):
    """One paper for each version; the one before is void."""
    void_plan_papers(plan, at=at)
    issue_paper(plan.application, PaperKind.PLAN, plan_content(plan, at=at), at=at)


def void_plan_papers(plan, *, at):
    papers = plan.application.papers.valid().filter(kind=PaperKind.PLAN, content__plan=plan.pk)
    papers.update(voided_at=at)


def _hand_on(order, holder, waits_for, *, by, at):
    """The stage an order is at; while its provider pauses it, nothing changes."""
    running = order.milestones.filter(status=MilestoneStatus.RUNNING).exclude(stage=Stage.WHOLE).first()
    if running and not is_held(running, holder, waits_for):
        hand_on(running, holder=holder, waits_for=waits_for, by=by, at=at)


def is_held(milestone, holder, waits_for):
    last = milestone.spans.last()
    return (last.holder, last.reason) == (holder, waits_for)
