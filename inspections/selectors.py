"""What is read across visits, orders and stages."""

from milestones.models import Apart, Milestone, MilestoneStatus
from utilities.models import LIVING, WorkOrder

from .models import Attendance


def facts_of(visit):
    """What each line of history says of a visit, for programs."""
    return {"visit": visit.pk, "stage": visit.kind}


def joinable_orders(application, kind):
    """The orders at this stage that take part in no open visit and are not apart from it."""
    at_stage = Milestone.objects.running().filter(application=application, stage=kind).values("order")
    apart = Apart.objects.open().filter(stage=kind).values("order")
    coming = Attendance.objects.open().filter(visit__application=application, visit__kind=kind)
    orders = WorkOrder.objects.filter(pk__in=at_stage, status__in=LIVING).exclude(pk__in=apart)
    orders = orders.exclude(pk__in=coming.values("order"))
    return orders.select_related("request__application", "provider__endpoint").order_by("pk")


def awaited_orders(application, kind):
    """Those of the case that have still to come to this stage and are meant to come along."""
    pending = Milestone.objects.filter(application=application, stage=kind, status=MilestoneStatus.PENDING)
    apart = Apart.objects.open().filter(stage=kind).values("order")
    rows = WorkOrder.objects.filter(pk__in=pending.values("order"), status__in=LIVING)
    return rows.exclude(pk__in=apart)
