"""After the end of an order: a temporary supply goes on or ends, and a network arrives after all."""

import pytest

from applications.models import FollowUp, FollowUpStatus, Waiting
from applications.services import list_waitable, withdraw_consent
from applications.tests.factories import ApplicationFactory
from outbox.models import Message

from .conftest import faults


@pytest.fixture(autouse=True)
def monday(at):
    at("2026-11-23 09:30")


@pytest.fixture
def supply(new_supply):
    return new_supply()


def sms(kind):
    return Message.objects.filter(kind=kind, channel="sms").count()


def test_a_supply_goes_on_until_a_later_day_and_its_user_is_told(water, supply):
    response = water.post(f"orders/{supply.number}/temporary/extend", {"until": "2027-03-31"})

    assert response.json()["temporary"]["until"] == "2027-03-31"
    assert FollowUp.objects.get().until.isoformat() == "2027-03-31"
    assert sms("temporary.extended") == 1
    event = supply.application.events.get(verb="temporary.extended")
    assert (event.actor_kind, event.actor_name) == ("provider", "宁河自来水公司 刘工")


@pytest.mark.parametrize(
    ("verb", "status"), [("permanent", FollowUpStatus.PERMANENT), ("remove", FollowUpStatus.REMOVED)]
)
def test_a_supply_ends_with_a_word_about_it(water, supply, verb, status):
    response = water.post(f"orders/{supply.number}/temporary/{verb}", {"note": "表号 88123"})

    follow_up = FollowUp.objects.get()
    assert response.json()["temporary"]["status"] == status
    assert (follow_up.status, follow_up.note) == (status, "表号 88123")
    assert sms(f"temporary.{status}") == 1


def test_a_system_is_not_told_of_what_it_did_itself(water, supply):
    water.post(f"orders/{supply.number}/temporary/remove", {})

    assert not Message.objects.filter(about=supply.number, kind="order.amended").exists()


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("2026-11-23", "延期的日期须晚于今天。"),
        ("2026-12-31", "延期的日期须晚于现在的到期日 2026-12-31。"),
    ],
    ids=["today", "no later than now"],
)
def test_an_end_that_is_none_is_refused(water, supply, until, sentence):
    response = water.post(f"orders/{supply.number}/temporary/extend", {"until": until})

    assert (response.status_code, response.json()["detail"]) == (422, sentence)


def test_the_day_must_be_said(water, supply):
    assert faults(water.post(f"orders/{supply.number}/temporary/extend", {})) == ["until"]


@pytest.mark.parametrize(
    ("verb", "body"), [("extend", {"until": "2027-03-31"}), ("permanent", {}), ("remove", {})]
)
def test_only_a_supply_that_is_on_is_changed(water, supply, open_order, verb, body):
    water.post(f"orders/{supply.number}/temporary/remove", {})

    for order in (supply, open_order):
        assert water.post(f"orders/{order.number}/temporary/{verb}", body).status_code == 409


def test_the_network_has_arrived_and_who_waits_is_told(water, unserved):
    before = water.get(f"orders/{unserved.number}").json()["network"]

    response = water.post(f"orders/{unserved.number}/network-arrived", {"note": "主管网已到村口"})

    unserved.request.refresh_from_db()
    assert before == {"is_awaited": True, "arrived_at": None}
    assert response.json()["network"] == {
        "is_awaited": False,
        "arrived_at": "2026-11-23T09:30:00+08:00",
    }
    assert Waiting.objects.get().told_at == unserved.request.network_arrived_at
    assert sms("network.arrived") == 1
    assert unserved.application.events.get(verb="network.arrived").text == "主管网已到村口"


def test_a_system_that_works_at_night_wakes_nobody(water, unserved, at):
    at("2026-11-27 23:30")

    water.post(f"orders/{unserved.number}/network-arrived", {})

    assert Message.objects.get(kind="network.arrived").not_before == at("2026-11-30 09:00")


def test_it_arrives_once_for_an_order(water, unserved):
    water.post(f"orders/{unserved.number}/network-arrived", {})

    assert water.post(f"orders/{unserved.number}/network-arrived", {}).status_code == 409
    assert sms("network.arrived") == 1


def test_who_did_not_ask_to_be_told_is_not_but_need_not_wait_any_more(water, unserved):
    Waiting.objects.all().delete()

    water.post(f"orders/{unserved.number}/network-arrived", {})

    assert (sms("network.arrived"), list_waitable(unserved.application)) == (0, [])


def test_it_arrives_only_where_it_was_missing(water, open_order):
    response = water.post(f"orders/{open_order.number}/network-arrived", {})

    assert response.status_code == 409
    assert "没有认定为暂不具备接入条件" in response.json()["detail"]


def test_of_the_others_in_the_town_the_office_judges_and_hears_once_a_day(water, unserved, new_order):
    other = ApplicationFactory(town=unserved.application.town)
    waiting = Waiting.objects.create(application=other, town=other.town, service="water")
    again = new_order()
    water.post(f"orders/{again.number}/unavailable", {"reason": "没有管网", "alternative": "自备水井"})

    for order in (unserved, again):
        water.post(f"orders/{order.number}/network-arrived", {})

    waiting.refresh_from_db()
    told = Message.objects.get(kind="network.reported")
    assert (waiting.told_at, "还有 1 位申请人在等" in told.text) == (None, True)


@pytest.mark.parametrize("call", ["network-arrived", "temporary/remove"])
def test_another_provider_finds_nothing(power, water, unserved, supply, call):
    for order in (unserved, supply):
        assert power.post(f"orders/{order.number}/{call}", {}).status_code == 404


def test_after_consent_was_taken_back_nothing_is_found(water, supply):
    withdraw_consent(supply.application, by=supply.application.clerk)

    assert water.post(f"orders/{supply.number}/temporary/remove", {}).status_code == 404
