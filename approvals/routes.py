"""The confirmed plan as the rules of ``needs`` want it."""

from milestones.models import Apart, Milestone, MilestoneStatus
from milestones.stages import Stage
from utilities.models import WorkOrder
from works.ground import sections_dug, sections_to_open
from works.models import Route, Surface
from works.protected import with_backfill

from .models import PermitType
from .needs import Rule, Run, Section

OVER = (MilestoneStatus.REACHED, MilestoneStatus.SKIPPED)
CITY_ROAD = {Surface.ASPHALT, Surface.CONCRETE, Surface.BRICK}


def joint_orders(application):
    """The orders whose permits are followed here: in hand, and not taking this step alone."""
    apart = Apart.objects.open().filter(stage=Stage.APPROVAL).values("order")
    return WorkOrder.objects.of_application(application).living().exclude(pk__in=apart)


def takes_alone(order):
    """Whether it takes APPROVAL alone: its permits are not followed here."""
    return Apart.objects.open().filter(order=order, stage=Stage.APPROVAL).exists()


def load_runs(orders):
    """Each route of the confirmed parts of these orders."""
    routes = Route.objects.filter(part__status="confirmed", part__order__in=orders)
    routes = list(routes.select_related("part", "section").order_by("part__order", "pk"))
    with_backfill([route.section for route in routes])
    return [
        Run(route.part.order_id, view(route.section), route.method, route.metres, route.start)
        for route in routes
    ]


def load_ground(orders):
    """Which order has still to open which section, and which has opened it as planned: each (order, section)."""
    to_open, opened = set(), set()
    for order in orders:
        shut = sections_to_open(order)
        to_open |= {(order, section) for section in shut}
        opened |= {(order, section) for section in sections_dug(order) - shut}
    return to_open, opened


def load_building(orders):
    """Which of these orders have begun to build, and which have built what they planned."""
    rows = Milestone.objects.filter(stage=Stage.CONSTRUCTION, order__in=orders)
    statuses = dict(rows.values_list("order", "status"))
    built = {order for order, status in statuses.items() if status in OVER}
    return built | {order for order, status in statuses.items() if status == MilestoneStatus.RUNNING}, built


def view(row):
    """A stretch of road as the rules want it."""
    return Section(
        key=row.pk,
        name=str(row),
        is_road=row.surface in CITY_ROAD and not row.is_highway,
        is_highway=row.is_highway,
        is_river=row.is_river,
        is_wetland=row.is_wetland,
        is_inside=row.is_inside_plot,
        green_m2=row.green_m2,
        trees_to_move=row.trees_to_move,
        trees_to_fell=row.trees_to_fell,
        built_on=row.built_on,
        overhauled_on=row.overhauled_on,
        backfilled_on=row.backfilled_on,
        backfill_until=row.backfill_until,
    )


def load_rules():
    """The permit types of the district that have a department to decide them."""
    types = PermitType.objects.filter(is_needed=True).prefetch_related("departments")
    return [
        Rule(
            kind=row.code,
            departments=tuple(department.pk for department in row.departments.all()),
            needs_decision=row.needs_decision,
            threshold=row.threshold_metres,
        )
        for row in types
    ]
