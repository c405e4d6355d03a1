from datetime import date, datetime

import pytest

from accounts.models import User
from applications.models import Status
from applications.services import accept_application
from applications.tests.factories import ApplicationFactory, ServiceRequestFactory
from common import clock
from district.services import load_calendar
from inspections.models import Visit
from inspections.services import answer_visit, record_finding
from milestones.models import Milestone, MilestoneStatus
from milestones.services import report_stage
from milestones.stages import PATH
from milestones.tests.factories import demo_limits
from milestones.tests.recount import check_everything, check_record
from utilities.models import Variant
from utilities.services import acknowledge_order
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=clock.LOCAL)
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 11, day) for day in (24, 25, 26, 27))


def on(day, hour=9):
    return datetime(day.year, day.month, day.day, hour, 0, tzinfo=clock.LOCAL)


LATER = on(TUESDAY, 9)


def walk_to(order, target, by, *, at):
    """Report everything before a stage as done."""
    for name in PATH[1 : PATH.index(target)]:
        with clock.moved_to(at):
            if stage(order, name).status == MilestoneStatus.RUNNING:
                said = {"has_outside_works": True} if name == "survey" else {}
                report_stage(order, name, outcome="reached", occurred_at=at, by=by, **said)


@pytest.fixture
def office(db):
    return User.objects.create_user("office", display_name="李统筹")


@pytest.fixture
def accept(db, office):
    """Accept a case that wants its joint steps; returns its orders by service."""
    demo_limits()

    def accept(*services, at=MONDAY, wishes=("survey",), **fields):
        wanted = {f"wants_joint_{wish}": True for wish in wishes}
        application = ApplicationFactory(status=Status.SUBMITTED, submitted_at=at, **wanted | fields)
        for service in services:
            ServiceAreaFactory(provider=ProviderFactory(service=service))
            ServiceRequestFactory(application=application, service=service)
        with clock.moved_to(at):
            accept_application(application, by=office)
        return {request.service: request.orders.get() for request in application.requests.all()}

    return accept


@pytest.fixture
def acknowledge(office):
    def acknowledge(*orders, at=MONDAY, needs_survey=True, has_outside_works=None):
        for order in orders:
            variant = Variant.LOW if order.request.service == "power" else ""
            with clock.moved_to(at):
                acknowledge_order(
                    order,
                    by=office,
                    handler_name="刘工",
                    handler_phone="13920005678",
                    variant=variant,
                    needs_survey=needs_survey,
                    has_outside_works=has_outside_works,
                )

    return acknowledge


@pytest.fixture
def come(office):
    """The providers of these orders say that they come."""

    def come(*orders, at=MONDAY, kind="survey"):
        with clock.moved_to(at):
            for order in orders:
                answer_visit(order, kind, is_coming=True, by=office)

    return come


@pytest.fixture
def find(office):
    """A provider says what it found."""

    def find(order, *, at, stage="survey", outcome="reached", **found):
        outside = {"has_outside_works": True} if stage == "survey" else {}
        with clock.moved_to(at):
            said = outside | found
            return record_finding(order, stage, outcome=outcome, occurred_at=at, by=office, **said)

    return find


@pytest.fixture
def accepting(accept, acknowledge, office):
    """Orders whose acceptance has opened on Tuesday."""

    def accepting(*services, wishes=("acceptance",), **fields):
        orders = accept(*services, wishes=wishes, **fields)
        for order in orders.values():
            acknowledge(order)
            walk_to(order, "acceptance", office, at=LATER)
        return orders

    return accepting


@pytest.fixture
def two(accept, acknowledge):
    """Water and power, taken in hand on Monday: their joint survey is proposed for Tuesday morning."""
    orders = accept("water", "power")
    acknowledge(*orders.values())
    return orders["water"], orders["power"]


def visit_of(order, kind="survey"):
    return Visit.objects.filter(application=order.application, kind=kind).last()


def stage(order, name="survey"):
    return Milestone.objects.get(order=order, stage=name)


def holders(order, name="survey"):
    """Each span of a stage: who held it, whether its days count."""
    return [(span.holder, span.counts) for span in stage(order, name).spans.all()]


def sound(order, at):
    """An independent count agrees with every clock of the case."""
    calendar = load_calendar()
    with clock.moved_to(at):
        check_everything(order.application, calendar, clock.today())
        check_record(order.application, calendar, clock.today())
