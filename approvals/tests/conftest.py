import json
import uuid
from datetime import UTC, date, datetime

import pytest
from standardwebhooks import Webhook
from werkzeug import Response

from accounts.actors import APPLICANT
from accounts.tests.factories import UserFactory
from applications.models import Application
from approvals.models import Department, Permit
from approvals.needs import Kind
from approvals.services import decide_permit, derive_permits, file_permits, sign_entrustment
from common import clock
from milestones.models import MilestoneStatus
from milestones.services import report_stage
from milestones.stages import Stage
from milestones.tests.conftest import accept, acknowledge, clerk, limits  # noqa: F401
from outbox.models import Channel, EndpointKind, Message
from utilities.tests.factories import EndpointFactory
from works.models import Plan
from works.services.confirming import confirm_plan
from works.tests.cases import give_all, planned_case
from works.tests.factories import ConfirmedPartFactory, RoadSectionFactory, RouteFactory

PROTECTED = {"built_on": date(2021, 12, 1)}  # free again on 1 December 2026
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=clock.LOCAL)


@pytest.fixture
def office(db):
    return UserFactory(roles=["office"], display_name="赵统筹")


@pytest.fixture
def case(accept, acknowledge, at):  # noqa: F811
    """``case("water", "gas", entrusts=True)``: accepted and surveyed, PLAN running; its orders by service."""

    def make(*services, entrusts=True):
        at(MONDAY)
        orders = accept(*services)
        application = next(iter(orders.values())).application
        application.entrusts_permits = entrusts
        application.save()
        for order in orders.values():
            acknowledge(order, at=MONDAY, needs_survey=False, has_outside_works=True)
            order.refresh_from_db()
        return orders

    return make


@pytest.fixture
def lay(db):
    """``lay(order, section, method)``: the confirmed part of an order goes along a section."""

    def lay(order, section=None, method="open_cut", metres=80):
        part = order.plan_parts.filter(status="confirmed").first() or ConfirmedPartFactory(order=order)
        section = section or RoadSectionFactory()
        RouteFactory(part=part, section=section, method=method, metres=metres)
        return section

    return lay


@pytest.fixture
def confirm(clerk):  # noqa: F811
    """The applicant says yes: permits are derived, then PLAN is reached."""

    def confirm(*orders):
        derive_permits(orders[0].application, by=clerk, at=clock.now(), confirmed=list(orders))
        for order in orders:
            if order.milestones.get(stage=Stage.PLAN).status == MilestoneStatus.RUNNING:
                report_stage(order, Stage.PLAN, outcome="reached", occurred_at=clock.now(), by=clerk)

    return confirm


@pytest.fixture
def listed(case, lay, confirm):
    """``listed("water", "gas")``: permits are derived, the mandate is drawn up."""

    def make(*services, entrusts=True, **section):
        orders = case(*services, entrusts=entrusts)
        road = RoadSectionFactory(**section)
        for metres, order in zip((80, 60, 40), orders.values(), strict=False):
            lay(order, road, metres=metres)
        confirm(*orders.values())
        return orders

    return make


@pytest.fixture
def filed(case, lay, confirm, clerk):  # noqa: F811
    """``filed("water", "gas")``: all along one road, entrusted, signed and filed; orders by service."""

    def make(*services, **section):
        orders = case(*services)
        road = RoadSectionFactory(**section)
        for order in orders.values():
            lay(order, road)
        confirm(*orders.values())
        application = road_case(orders)
        sign_entrustment(application, signed_on=clock.today(), by=APPLICANT)
        entrusted = application.entrustments.living().get().provider
        file_permits(application, by=clerk, provider=entrusted)
        return orders

    return make


@pytest.fixture
def office_system(httpserver, settings):
    """The department's own system: keeps each matter once, and misbehaves as told beforehand."""
    settings.PUSH_NETWORKS = ["127.0.0.0/8"]
    system = httpserver
    system.matters, system.trouble = {}, []

    def take(request):
        filing = json.loads(request.get_data())
        number = system.matters.setdefault(filing["reference"], f"YWT-{len(system.matters) + 1}")
        if system.trouble:
            return system.trouble.pop(0)
        return Response(json.dumps({"number": number}), content_type="application/json")

    httpserver.expect_request("/filings", method="POST").respond_with_handler(take)
    return system


@pytest.fixture
def municipal(office_system):
    department = Department.objects.get(code="municipal")
    department.endpoint = EndpointFactory(
        kind=EndpointKind.DEPARTMENT,
        url=office_system.url_for("/filings"),
        networks="127.0.0.0/8",
    )
    department.save()
    return department


@pytest.fixture
def sent(filed, municipal):
    """Filed; what is to go to the department is written and not yet sent. The permit and its message."""
    orders = filed("water")
    permit = permits(road_case(orders), department=municipal)[0]
    return permit, Message.objects.get(channel=Channel.ONENET)


@pytest.fixture
def say(client, sent, municipal):
    return lambda **told: tell(client, sent[0], municipal.endpoint.secret, **told)


@pytest.fixture(scope="module")
def confirmed(module_at):
    """Water and power, joint, along one road; the applicant has said yes: built once for all tests of a module."""
    module_at("2026-11-23 09:00")
    application = planned_case(entrusts_permits=True)
    give_all(application)
    say_yes(application)
    return application


@pytest.fixture
def application(confirmed, at, db):
    at("2026-11-23 09:00")
    return Application.objects.get(pk=confirmed.pk)


def road_case(orders):
    return next(iter(orders.values())).application


def permits(application, **wanted):
    return list(Permit.objects.filter(application=application, **wanted).order_by("pk"))


def codes(application):
    """Each current permit as (type, department)."""
    rows = Permit.objects.current().filter(application=application).order_by("pk")
    return list(rows.values_list("type__code", "department__code"))


def approval(order):
    return order.milestones.get(stage=Stage.APPROVAL)


def stands(order):
    row = approval(order)
    return row.holder, row.is_counting, row.spans.last().reason


def digging(application):
    return permits(application, type__code=Kind.ROAD_DIGGING)


def say_yes(application):
    plan = Plan.objects.get(application=application)
    confirm_plan(plan, version=plan.version, by=APPLICANT)


def outcome_of(permit):
    return "granted" if permit.needs_decision else "recorded"


def sign_and_file(application):
    entrustment = sign_entrustment(application, signed_on=clock.today(), by=APPLICANT)
    return file_permits(application, by=APPLICANT, provider=entrustment.provider)


def file_more(application):
    """The mandate holds on: what came new is filed by it."""
    living = application.entrustments.living().get()
    return file_permits(application, by=APPLICANT, provider=living.provider)


def decide_all(application):
    for permit in permits(application, status="filed"):
        decide_permit(permit, outcome=outcome_of(permit), by=APPLICANT)


def tell(client, permit, secret, *, code="municipal", when=None, **told):
    body = json.dumps({"reference": permit.number} | told)
    moment, uid = when or datetime.now(UTC), uuid.uuid4().hex
    headers = {
        "webhook-id": uid,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Webhook(secret).sign(uid, moment, body),
    }
    return client.post(f"/onenet/{code}/answers/", body, content_type="application/json", headers=headers)
