"""Which orders of a case go together in one plan: those with works outside, where the applicant wants them joint."""

from django.db.models import Max

from milestones.models import Apart, MilestoneStatus
from milestones.stages import Stage
from utilities.models import OrderStatus, WorkOrder

from ..models import Plan

OPEN = (MilestoneStatus.PENDING, MilestoneStatus.RUNNING)


def list_orders(application):
    """The orders still in hand, each with ``is_apart`` and ``is_planning``: its plan is still to be confirmed."""
    orders = list(
        WorkOrder.objects.of_application(application)
        .living()
        .select_related("request__application", "provider__endpoint")
        .order_by("pk")
    )
    apart = set(
        Apart.objects.open().filter(order__in=orders, stage=Stage.PLAN).values_list("order_id", flat=True)
    )
    planning = set(
        application.milestones.filter(order__in=orders, stage=Stage.PLAN, status__in=OPEN).values_list(
            "order_id", flat=True
        )
    )
    for order in orders:
        order.is_apart, order.is_planning = order.pk in apart, order.pk in planning
    return orders


def goes_along(order):
    """Whether the order belongs to the joint plan; while nobody knows of works outside, it may."""
    wants = order.request.application.wants_joint_works
    return wants and order.has_outside_works is not False and not order.is_apart


def list_members(plan, orders):
    """Those of ``orders`` whose part the plan waits for or has."""
    if plan.is_joint:
        return [order for order in orders if order.is_planning and goes_along(order)]
    own = set(plan.parts.on_the_table().values_list("order_id", flat=True))
    return [order for order in orders if order.is_planning and order.pk in own]


def plan_of(order):
    """The plan the next part of an order belongs to; a new one where there is none."""
    application = order.request.application
    in_force = order.plan_parts.confirmed().select_related("plan").first()
    if in_force:
        return in_force.plan
    if goes_along(order):
        return Plan.objects.filter(application=application, is_joint=True).first() or _new_plan(
            application, is_joint=True
        )
    own = order.plan_parts.filter(plan__is_joint=False).select_related("plan").last()
    return own.plan if own else _new_plan(application)


def _new_plan(application, **facts):
    last = application.plans.aggregate(last=Max("group"))["last"] or 0
    return Plan.objects.create(application=application, group=last + 1, **facts)


def is_in_hand(order):
    return order.status == OrderStatus.OPEN
