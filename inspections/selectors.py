"""What is read across visits, orders and stages."""

from milestones.models import Apart, Milestone, MilestoneStatus
from utilities.models import LIVING, WorkOrder

from .models import WISH_OF, Attendance


def facts_of(visit):
    """What each line of history says of a visit, for programs."""
    return {"visit": visit.pk, "stage": visit.kind}


def goes_together(order, kind):
    """Whether the order comes with the others: the applicant chose so, and it is not apart from them."""
    is_wanted = getattr(order.application, WISH_OF[kind])
    return is_wanted and not Apart.objects.open().filter(order=order, stage=kind).exists()


def orders_at(application, kind):
    """The orders whose visit is to come or whose finding is missing."""
    at_stage = Milestone.objects.running().filter(application=application, stage=kind).values("order")
    orders = WorkOrder.objects.filter(pk__in=at_stage, status__in=LIVING)
    return orders.select_related("request__application", "provider__endpoint").order_by("pk")


def joinable_orders(application, kind):
    """The orders at this stage that might come together, as the applicant chose, and do not yet."""
    if not getattr(application, WISH_OF[kind]):
        return WorkOrder.objects.none()
    apart = Apart.objects.open().filter(stage=kind).values("order")
    coming = Attendance.objects.open().filter(
        visit__application=application, visit__kind=kind, visit__is_joint=True
    )
    return orders_at(application, kind).exclude(pk__in=apart).exclude(pk__in=coming.values("order"))


def awaited_orders(application, kind):
    """Those of the case that have still to come to this stage and are meant to come along."""
    if not getattr(application, WISH_OF[kind]):
        return WorkOrder.objects.none()
    pending = Milestone.objects.filter(application=application, stage=kind, status=MilestoneStatus.PENDING)
    apart = Apart.objects.open().filter(stage=kind).values("order")
    rows = WorkOrder.objects.filter(pk__in=pending.values("order"), status__in=LIVING)
    return rows.exclude(pk__in=apart)
