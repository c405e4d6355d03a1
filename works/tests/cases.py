"""Cases whose orders are being planned, made by the real verbs. For every test that needs a plan."""

from datetime import date
from decimal import Decimal

from accounts.actors import SYSTEM
from accounts.tests.factories import UserFactory
from applications.models import Application, Status
from applications.services import accept_application
from applications.tests.factories import ApplicationFactory, ServiceRequestFactory, town
from common import clock
from utilities.models import Variant
from utilities.services import acknowledge_order
from utilities.tests.factories import serve
from works.models import Plan
from works.services.parts import Along, give_part
from works.services.sections import name_section

DAYS = {
    "excavation": (date(2026, 12, 7), date(2026, 12, 8)),
    "construction": (date(2026, 12, 8), date(2026, 12, 10)),
    "backfill": (date(2026, 12, 11), date(2026, 12, 11)),
}

COMPLETE = {
    "text": "自光明路接入",
    "provider_cost": 20000,
    "days": 6,
    "boundary": "水表后第一个阀门",
    "safety": "与燃气管水平净距 1.5 米",
    "drawing": "drawings/x.pdf",
}


def planned_case(services=("water", "power"), *, joint=True, outside=True, **fields):
    """Accepted, every order in hand without a survey: PLAN runs for each."""
    now = clock.now()
    application = ApplicationFactory(
        status=Status.SUBMITTED, submitted_at=now, wants_joint_works=joint, **fields
    )
    for service in services:
        serve(service)
        ServiceRequestFactory(application=application, service=service)
    accept_application(application, by=UserFactory())
    for request in application.requests.all():
        take_in_hand(request.orders.get(), outside=outside)
    return Application.objects.get(pk=application.pk)


def take_in_hand(order, *, outside=True, needs_survey=False):
    acknowledge_order(
        order,
        by=SYSTEM,
        handler_name="刘工",
        variant=Variant.LOW if order.request.service == "power" else "",
        needs_survey=needs_survey,
        has_outside_works=outside,
    )


def orders_of(application):
    """By service, read anew."""
    rows = [request.orders.get() for request in application.requests.all()]
    return {order.request.service: order for order in rows}


def road(street="光明路", from_point="幸福道", to_point="团结道", said_by=None, **fields):
    facts = {"metres": 100, "surface": "asphalt", "dig_cost": 100, "road_cost": 200} | fields
    names = {"street": street, "from_point": from_point, "to_point": to_point}
    return name_section(town=town(), provider=said_by, **names, **facts)


def along(section=None, metres=80, *, method="open_cut", start=0):
    return Along(section or road(), method, Decimal(metres), Decimal(start))


def give(order, *routes, steps=None, by=SYSTEM, **facts):
    """The part of an order: by default 80 metres of open cut; without any route nothing is dug."""
    if steps is None:
        steps = (
            DAYS
            if any(one.method == "open_cut" for one in routes)
            else {"construction": DAYS["construction"]}
        )
    said = COMPLETE | facts
    return give_part(order, facts=said, steps=steps, routes=list(routes), by=by)


def give_all(application, *routes):
    """Every order gives the same routes, by default 80 metres of open cut; the plans as they stand then."""
    for order in orders_of(application).values():
        give(order, *(routes or [along()]))
    return list(Plan.objects.filter(application=application))


def clock_of(order, stage="plan"):
    """Who holds a stage, why, and whether it counts."""
    milestone = order.milestones.get(stage=stage)
    last = milestone.spans.last()
    return milestone.holder, last.reason, milestone.is_counting
