"""What is to be mended, in the case file and at the window."""

import pytest

from accounts.actors import SYSTEM
from common import clock
from milestones.services import report_stage
from utilities.tests.factories import MemberFactory, ProviderFactory, ServiceAreaFactory
from works.tests.cases import take_in_hand

from .cases import accepted_case, sign_in_phone, sign_in_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(at):
    """Its survey failed for what the applicant has to clear away."""
    at("2026-11-23 09:00")
    ServiceAreaFactory(provider=ProviderFactory(service="water"))
    order = accepted_case(["water"]).requests.get().orders.get()
    take_in_hand(order, outside=None, needs_survey=True)
    said = {"outcome": "failed", "note": "请先清空表井", "mender": "applicant"}
    report_stage(order, "survey", occurred_at=clock.now(), by=SYSTEM, **said)
    return order


def survey_of(order):
    milestone = order.milestones.get(stage="survey")
    return milestone.holder, milestone.is_counting


def test_the_applicant_reads_the_list_and_says_that_it_is_done(client, order):
    sign_in_phone(client)
    address = f"/case/{order.application.number}/"
    shown = client.get(address).content.decode()
    assert "请您整改" in shown
    assert "请先清空表井" in shown
    form = client.get(f"{address}mended/").content.decode()
    assert "请先清空表井" in form

    which = order.milestones.get(stage="survey").pk
    answer = client.post(f"{address}mended/", {"which": which, "note": "周三方便"}, follow=True)

    assert "已登记整改完成" in answer.content.decode()
    assert "请您整改" not in client.get(address).content.decode()
    assert survey_of(order) == ("provider", True)


def test_the_window_says_it_for_him(client, order):
    sign_in_staff(client, "clerk")
    which = order.milestones.get(stage="survey").pk

    answer = client.post(f"/window/{order.application.number}/mended/", {"which": which, "note": ""})

    assert answer.status_code == 302
    assert survey_of(order) == ("provider", True)


def test_to_a_provider_there_is_nothing_to_press(client, order):
    client.force_login(MemberFactory(provider=order.provider).user)

    answer = client.get(f"/case/{order.application.number}/mended/")

    assert answer.status_code in (302, 403, 404)
    assert survey_of(order) == ("applicant", False)
