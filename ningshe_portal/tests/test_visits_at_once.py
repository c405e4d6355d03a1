"""Providers, office and applicant at one visit in the same moment: one order of events, every clock right."""

from datetime import date, datetime

import pytest

from accounts.models import User
from applications.services import accept_application
from applications.tests.factories import ApplicationFactory, ServiceRequestFactory
from common import clock
from district.services import load_calendar
from inspections.models import Visit, VisitStatus
from inspections.services import answer_visit, fix_visit, record_finding
from milestones.services import split_off
from milestones.tests.factories import demo_limits
from milestones.tests.recount import check_everything, check_record
from utilities.models import WorkOrder
from utilities.services import acknowledge_order
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory

from .test_two_at_once import fresh, together

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]
MONDAY = datetime(2026, 11, 23, 9, tzinfo=clock.LOCAL)
TUESDAY = datetime(2026, 11, 24, 9, tzinfo=clock.LOCAL)


@pytest.fixture
def office():
    return User.objects.create_user("office")


@pytest.fixture
def orders(office):
    """Two services in hand; their joint survey is proposed for Tuesday."""
    demo_limits()
    application = ApplicationFactory(submitted_at=MONDAY, wants_joint_survey=True)
    for service in ("water", "gas"):
        ServiceAreaFactory(provider=ProviderFactory(service=service))
        ServiceRequestFactory(application=application, service=service)
    with clock.moved_to(MONDAY):
        accept_application(application, by=office)
        orders = list(WorkOrder.objects.of_application(application).order_by("pk"))
        for order in orders:
            acknowledge_order(order, by=office, handler_name="刘工", needs_survey=True)
    return orders


def at(moment, act):
    def run():
        with clock.moved_to(moment):
            act()

    return run


def assert_sound(orders, moment):
    application = orders[0].application
    with clock.moved_to(moment):
        check_everything(application, load_calendar(), clock.today())
        check_record(application, load_calendar(), clock.today())


def test_two_who_say_yes_at_once_fix_the_day_once(orders, office):
    together(
        *(
            at(MONDAY, lambda order=order: answer_visit(fresh(order), "survey", is_coming=True, by=office))
            for order in orders
        )
    )

    visit = Visit.objects.get()
    assert (visit.status, visit.application.papers.filter(kind="arrangement").count()) == ("fixed", 1)
    assert_sound(orders, MONDAY)


def test_an_answer_and_the_office_at_once_leave_one_day(orders, office):
    offered = {"is_coming": False, "counter_on": date(2026, 11, 26), "counter_half": "morning", "by": office}

    together(
        at(MONDAY, lambda: answer_visit(fresh(orders[0]), "survey", **offered)),
        at(MONDAY, lambda: fix_visit(Visit.objects.get(), on=date(2026, 11, 25), half="morning", by=office)),
    )

    visit = Visit.objects.get()
    assert (visit.status, visit.on, visit.has_open_counter) == ("fixed", date(2026, 11, 25), False)
    assert_sound(orders, MONDAY)


def test_the_last_two_findings_at_once_make_one_record(orders, office):
    with clock.moved_to(MONDAY):
        fix_visit(Visit.objects.get(), on=TUESDAY.date(), half="morning", by=office)
    said = {"outcome": "reached", "occurred_at": TUESDAY, "has_outside_works": True, "by": office}

    together(
        *(at(TUESDAY, lambda order=order: record_finding(fresh(order), "survey", **said)) for order in orders)
    )

    visit = Visit.objects.get()
    assert (visit.status, visit.application.papers.filter(kind="survey").count()) == (VisitStatus.DONE, 1)
    assert_sound(orders, TUESDAY)


def test_one_who_leaves_while_the_other_says_yes_holds_nobody_up(orders, office):
    together(
        at(MONDAY, lambda: split_off(fresh(orders[0]), "survey", by=office, reason="x")),
        at(MONDAY, lambda: answer_visit(fresh(orders[1]), "survey", is_coming=True, by=office)),
    )

    visit = Visit.objects.joint().get()
    assert (visit.status, visit.attendances.taking_part().get().order) == ("fixed", orders[1])
    assert_sound(orders, MONDAY)
