"""Everything that was sent to a provider can be read again, by webhook-id."""

import json
from datetime import timedelta

import pytest

from accounts.actors import APPLICANT, SYSTEM
from applications.services import withdraw_consent
from common import clock
from ningshe_portal.tests.cases import accepted_case
from outbox.models import EndpointKind, Message
from outbox.services import send_ping
from outbox.tests.factories import MessageFactory
from utilities.tests.factories import EndpointFactory

from .conftest import TAKEN, faults


def later(at):
    at(clock.now() + timedelta(seconds=10))


def ids(answer):
    return [event["webhook_id"] for event in answer.json()["events"]]


def test_events_are_what_was_pushed(water, order, at):
    later(at)

    message = Message.objects.get(channel="webhook")
    assert water.get("events").json() == {
        "events": [{"webhook_id": message.uid} | json.loads(bytes(message.body))],
        "has_more": False,
    }


def test_after_the_last_event_read_come_the_next_ones(water, order, at):
    water.post(f"orders/{order.number}/acknowledge", TAKEN)
    later(at)

    created, *others = ids(water.get("events"))  # the stage that opens, the day proposed for it
    assert len(others) == 2
    assert ids(water.get("events", after=created)) == others
    assert ids(water.get("events", after=others[-1])) == []


def test_after_consent_was_taken_back_only_the_end_is_told_and_reading_goes_on(water, order, at):
    later(at)
    created = ids(water.get("events"))[-1]
    withdraw_consent(order.application, by=APPLICANT)
    later(at)

    answers = [water.get("events"), water.get("events", after=created)]

    assert [[event["type"] for event in answer.json()["events"]] for answer in answers] == [
        ["order.withdrawn"],
        ["order.withdrawn"],
    ]


def test_events_come_in_pages(water, new_order, at):
    for _number in range(3):
        new_order()
    later(at)

    first = water.get("events", limit=2)
    second = water.get("events", limit=2, after=ids(first)[-1])

    assert (first.json()["has_more"], second.json()["has_more"]) == (True, False)
    assert ids(first) + ids(second) == list(
        Message.objects.filter(channel="webhook").order_by("pk").values_list("uid", flat=True)
    )


def test_an_event_just_written_waits_until_nothing_can_come_before_it(water, order, at):
    at(clock.now())

    assert ids(water.get("events")) == []


def test_a_ping_is_an_event_too(water, at):
    message = send_ping(water.provider.endpoint, by=SYSTEM)
    later(at)

    assert ids(water.get("events")) == [message.uid]


def test_the_events_of_another_provider_are_not_told(water, power, at):
    accepted_case(["water", "power"])
    later(at)

    seen, other = ids(water.get("events")), ids(power.get("events"))
    assert (len(seen), len(other)) == (1, 1)
    assert set(seen) & set(other) == set()
    assert faults(water.get("events", after=other[0])) == ["after"]


def test_two_providers_with_one_receiver_read_their_own(water, join, at):
    gas = join("gas", endpoint=water.provider.endpoint)
    accepted_case(["water", "gas"])
    later(at)

    assert [event["data"]["service"] for event in water.get("events").json()["events"]] == ["water"]
    assert [event["data"]["service"] for event in gas.get("events").json()["events"]] == ["gas"]


def test_what_a_regulator_was_told_of_the_order_is_not_told(water, order, at):
    regulator = EndpointFactory(kind=EndpointKind.REGULATOR)
    MessageFactory(endpoint=regulator, about=order.number)
    later(at)

    assert len(ids(water.get("events"))) == 1


def test_a_new_receiver_reads_what_the_old_one_was_sent(water, order, at):
    water.provider.endpoint = EndpointFactory()
    water.provider.save()
    later(at)

    assert len(ids(water.get("events"))) == 1


def test_a_provider_without_receiver_was_sent_nothing(join, db, at):
    system = join("water", endpoint=None)
    accepted_case(["water"])
    later(at)

    assert ids(system.get("events")) == []


@pytest.mark.parametrize("after", ["msg_unknown", "a b", "🙂", "x" * 41, "a\x00"])
def test_an_unknown_event_is_told(water, order, after):
    assert faults(water.get("events", after=after)) == ["after"]
