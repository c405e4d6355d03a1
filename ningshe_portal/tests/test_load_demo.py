from collections import Counter

import pytest
from django.test import override_settings

from applications.models import Application, Event, Status
from common.codes import check_credit_code
from milestones.models import Milestone, Span
from milestones.stages import Stage
from ningshe_portal.demo.cases import CASES
from ningshe_portal.demo.loader import load_demo
from ningshe_portal.roles import sync_roles
from outbox.models import Message
from utilities.models import OrderStatus, Provider, WorkOrder
from works.models import Dig, DigStatus, Plan

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(module_at):
    sync_roles()
    module_at("2026-11-23 10:30")
    with override_settings(DEMO=True, DEMO_PASSWORD="only-for-this-test"):
        load_demo(tell=lambda line: None)
        yield


def counted():
    return [model.objects.count() for model in (Application, WorkOrder, Milestone, Span, Event, Message)]


def test_the_demo_shows_cases_and_orders_in_every_state_there_is_a_verb_for(demo):
    cases = set(Application.objects.values_list("status", flat=True))
    orders = Counter(WorkOrder.objects.values_list("status", flat=True))

    assert cases == set(Status)
    assert set(orders) == set(OrderStatus) - {OrderStatus.TERMINATED}
    assert Provider.objects.count() == 6


def test_a_plan_of_three_lies_before_its_applicant(demo):
    plan = Plan.objects.awaiting_applicant().get()

    assert (plan.application.contact_phone, plan.is_joint) == ("13820001081", True)
    assert plan.parts.presented().count() == 3


def test_two_cases_share_a_trench_one_of_them_waits_for_its_permits(demo):
    dig = Dig.objects.living().get()
    orders = [party.order for party in dig.parties.living()]
    stages = {order.application.contact_phone: running(order) for order in orders}

    assert dig.status == DigStatus.PLANNED
    assert len(orders) == 5
    assert stages == {"13820001082": Stage.EXCAVATION, "13820001083": Stage.APPROVAL}


def running(order):
    return order.milestones.running().get().stage


def test_one_case_of_the_demo_is_written_about_urged_and_complained_of(demo):
    case = Application.objects.get(contact_phone="13820001013")

    assert Counter(case.notes.values_list("actor_kind", "audience")) == {
        ("applicant", "all"): 2,
        ("provider", "all"): 1,
        ("provider", "staff"): 1,
    }
    assert set(case.complaints.values_list("kind", "status")) == {("urge", "open"), ("complaint", "answered")}


def test_no_two_cases_of_the_demo_share_a_phone_which_makes_their_token():
    assert [phone for phone, number in Counter(case.phone for case in CASES).items() if number > 1] == []


def test_the_codes_of_the_demo_are_valid(demo):
    codes = Application.objects.exclude(credit_code="").values_list("credit_code", flat=True)

    assert [check_credit_code(code) for code in codes] == list(codes)


def test_loading_the_demo_again_changes_nothing_twice(demo):
    before = counted()

    load_demo(tell=lambda line: None)

    assert counted() == before
    assert Application.objects.count() == len(CASES)


def test_a_demo_that_broke_off_goes_on_where_it_stopped(demo):
    lost = Application.objects.get(status=Status.DRAFT)
    lost.delete()

    load_demo(tell=lambda line: None)

    assert Application.objects.count() == len(CASES)
