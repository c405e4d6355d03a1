"""How work orders stand: the stage each is at, until when, and how many are at which stage."""

from django.db.models import Count, OuterRef, Prefetch, Subquery

from common import clock
from district.services import load_calendar
from milestones.models import Milestone
from milestones.stages import Stage
from ningshe_portal.pages.deadlines import deadline

# The steps people speak of; the three of the works are one crew's business.
STEPS = {
    "acknowledge": (Stage.ACKNOWLEDGE,),
    "survey": (Stage.SURVEY,),
    "plan": (Stage.PLAN,),
    "approval": (Stage.APPROVAL,),
    "works": (Stage.EXCAVATION, Stage.CONSTRUCTION, Stage.BACKFILL),
    "acceptance": (Stage.ACCEPTANCE,),
    "connection": (Stage.CONNECTION,),
}


def at_their_stage(orders):
    """Orders with ``current_stage``, ``current_due_on`` and ``running``: the stage that runs, in a list."""
    running = Milestone.objects.running()
    of_order = running.filter(order=OuterRef("pk"))
    return orders.annotate(
        current_stage=Subquery(of_order.values("stage")[:1]),
        current_due_on=Subquery(of_order.values("due_on")[:1]),
    ).prefetch_related(Prefetch("milestones", running, to_attr="running"))


def count_steps(orders):
    """How many of the orders in hand stand at each step."""
    rows = orders.living().order_by().values("current_stage").annotate(number=Count("pk"))
    by_stage = {row["current_stage"]: row["number"] for row in rows}
    return {step: sum(by_stage.get(stage, 0) for stage in stages) for step, stages in STEPS.items()}


def with_deadlines(orders):
    """The orders as a list, each with ``current`` (its running stage or None) and ``deadline``."""
    orders, calendar, today = list(orders), load_calendar(), clock.today()
    for order in orders:
        order.current = order.running[0] if order.running else None
        order.deadline = deadline(order.current, calendar, today) if order.current else None
    return orders
