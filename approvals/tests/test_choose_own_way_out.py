"""The applicant who files himself finds a way past a protected road, or the window for him."""

from datetime import date

import pytest

from accounts.actors import APPLICANT
from approvals.models import Permit
from approvals.services import (
    BadFiling,
    choose_own_way_out,
    end_road_waits,
    entrust,
    file_permits,
    follow_backfill,
)
from common import clock
from common.status import WrongStatus
from outbox.models import Message
from utilities.tests.factories import MemberFactory
from works.models import RoadSection
from works.tests.factories import RoadSectionFactory

from .conftest import PROTECTED, approval, digging, road_case, stands

pytestmark = pytest.mark.django_db


@pytest.fixture
def orders(listed):
    """Gas has no system and is told by SMS."""
    orders = listed("water", "gas", entrusts=False, **PROTECTED)
    gas = orders["gas"].provider
    gas.endpoint = None
    gas.save()
    MemberFactory(provider=gas)
    return orders


@pytest.fixture
def application(orders):
    return road_case(orders)


def choose(application, way_out, **said):
    choose_own_way_out(application, permits=digging(application), way_out=way_out, by=APPLICANT, **said)


def ways(application):
    return [(permit.way_out, permit.way_out_basis) for permit in digging(application)]


def sms_of_change():
    return Message.objects.filter(channel="sms", kind="order.amended")


def test_once_the_government_is_to_be_asked_he_can_file_all(application):
    choose(application, "government", basis=" 燃气抢险改造 ")

    assert ways(application) == [("government", "燃气抢险改造")] * 2
    assert len(file_permits(application, by=APPLICANT)) == 3
    assert application.events.filter(verb="permit.way_out_chosen").count() == 2


def test_another_plan_is_the_providers_turn_and_they_are_told(application, orders):
    file_permits(application, by=APPLICANT)

    choose(application, "reroute")

    assert stands(orders["gas"]) == ("provider", True, "")
    assert "申请人选择：改走其他路由" in sms_of_change().get().text


def test_waiting_is_nobodys_turn_and_no_sms(application, orders):
    file_permits(application, by=APPLICANT)
    Permit.objects.filter(status="filed").update(status="recorded", decided_at=clock.now())

    choose(application, "wait")

    assert stands(orders["water"]) == ("authority", False, "road_protection")
    assert approval(orders["water"]).spans.last().expected_until == date(2026, 12, 1)
    assert not sms_of_change().exists()


def test_it_is_chosen_anew_until_it_is_filed(application, orders):
    choose(application, "wait")
    choose(application, "government", basis="抢修")
    file_permits(application, by=APPLICANT)

    with pytest.raises(WrongStatus, match="已经申报"):
        choose(application, "wait")

    assert ways(application) == [("government", "抢修")] * 2


def test_without_a_reason_for_the_government_nothing_is_chosen(application):
    with pytest.raises(BadFiling):
        choose(application, "government", basis=" ")

    assert ways(application) == [("", "")] * 2


def test_what_a_provider_files_is_not_his_to_choose(application, orders):
    entrust(application, orders["water"].provider, by=APPLICANT)

    with pytest.raises(WrongStatus, match="不由申请人自行申报"):
        choose(application, "wait")

    assert ways(application) == [("", "")] * 2


def texts(application, kind):
    return [row.recipient for row in Message.objects.filter(channel="sms", kind=kind)]


def test_when_the_road_is_free_he_hears_that_he_can_file(application, at):
    choose(application, "wait")
    at("2026-12-01 00:30")

    end_road_waits()

    assert texts(application, "permit.road_free") == [application.contact_phone]
    message = Message.objects.get(kind="permit.road_free")
    assert message.not_before == at("2026-12-01 09:00")
    assert "保护期已满" in message.text


def test_when_others_have_backfilled_the_road_he_hears_that_he_has_to_choose(listed, at):
    application = road_case(listed("water", entrusts=False))
    at("2026-11-25 10:00")
    RoadSection.objects.update(backfilled_on=date(2026, 11, 24))

    follow_backfill(application)

    assert texts(application, "permit.road_backfilled") == [application.contact_phone]
    follow_backfill(application)
    assert len(texts(application, "permit.road_backfilled")) == 1


def test_another_providers_plan_takes_no_choice_away(case, lay, confirm):
    orders = case("water", "power", entrusts=False)
    lay(orders["water"], RoadSectionFactory(**PROTECTED))
    confirm(orders["water"])
    application = road_case(orders)
    choose_own_way_out(
        application,
        permits=application.permits.filter(protected_until__isnull=False),
        way_out="reroute",
        by=APPLICANT,
    )
    held = stands(orders["water"])

    lay(orders["power"], RoadSectionFactory())
    confirm(orders["power"])

    assert {permit.way_out for permit in application.permits.exclude(protected_until=None)} == {"reroute"}
    assert stands(orders["water"]) == held
