"""A simulated receiver takes what is signed, once, and fails in each of the ways it is told to."""

import json
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from ningshe_portal.simulator import behaviours
from ningshe_portal.simulator.receiver import Site
from ningshe_portal.simulator.simulator import Simulator
from outbox.channels import Receipt, SendFailed, http
from outbox.channels.http import post
from outbox.channels.webhook import new_secret, signed_headers
from outbox.models import Endpoint, Message

EVENT = {
    "type": "order.amended",
    "timestamp": "2026-11-23T09:30:00+08:00",
    "data": {"order": "NH20261123000123-W"},
}
SECRET = new_secret()


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(http, "TIMEOUT_SECONDS", 1)
    monkeypatch.setattr(behaviours, "SLOW_SECONDS", 0.2)


@pytest.fixture
def site():
    return Site("water", lambda: SECRET)


@pytest.fixture
def simulator(site):
    with Simulator([site]) as simulator:
        yield simulator


def push(simulator, uid="msg_1", *, code="water", secret=SECRET):
    """Send one event; the receipt or the failure."""
    message = Message(uid=uid, body=json.dumps(EVENT).encode(), endpoint=Endpoint(secret=secret))
    try:
        return post(f"{simulator.url}/{code}", bytes(message.body), signed_headers(message))
    except SendFailed as error:
        return error


def ask(simulator, method, body=None, **headers):
    connection = HTTPConnection(urlsplit(simulator.url).netloc, timeout=5)
    connection.request(method, "/control", body, headers)
    answer = connection.getresponse()
    said = answer.read()
    connection.close()
    return answer.status, said


def tell(simulator, **behaviours):
    status, said = ask(simulator, "POST", json.dumps(behaviours), **{"Content-Type": "application/json"})
    return status, json.loads(said) if said else None


def test_a_signed_push_is_taken(simulator, site):
    assert push(simulator) == Receipt("", 204)
    assert (site.received, site.accepted, site.events) == (["msg_1"], ["msg_1"], [EVENT])


def test_the_same_push_is_taken_once(simulator, site):
    push(simulator)
    push(simulator)

    assert (site.received, site.accepted) == (["msg_1", "msg_1"], ["msg_1"])
    assert site.counts()["duplicates"] == 1


def test_a_wrong_signature_is_rejected(simulator, site):
    failure = push(simulator, secret=new_secret())

    assert (failure.http_status, failure.worth_retrying) == (401, False)
    assert (site.received, site.rejected) == ([], 1)


def test_an_unknown_provider_has_no_receiver(simulator):
    assert push(simulator, code="steam").http_status == 404


@pytest.mark.parametrize(
    ("behaviour", "status", "worth_retrying"),
    [
        ("refuse", None, True),
        ("hang", None, True),
        ("drip", None, True),
        ("500", 500, True),
        ("429", 429, True),
        ("redirect", 302, False),
        ("close", None, True),
        ("bad", 400, False),
    ],
)
def test_a_broken_receiver_fails_in_its_own_way(simulator, site, behaviour, status, worth_retrying):
    site.behaviour = behaviour

    failure = push(simulator)

    assert (failure.http_status, failure.worth_retrying) == (status, worth_retrying)
    assert site.received == ["msg_1"]
    assert site.accepted == (["msg_1"] if behaviour == "close" else [])


@pytest.mark.parametrize(("behaviour", "status"), [("garbage", 200), ("slow", 204)])
def test_an_odd_receiver_still_takes_it(simulator, site, behaviour, status):
    site.behaviour = behaviour

    assert push(simulator).http_status == status
    assert site.accepted == ["msg_1"]


def test_429_says_when_to_come_again(simulator, site):
    site.behaviour = "429"

    assert push(simulator).retry_after.total_seconds() == behaviours.RETRY_AFTER


def test_every_behaviour_can_be_switched_on_while_it_runs(simulator):
    for behaviour in behaviours.BEHAVIOURS:
        status, state = tell(simulator, water=behaviour)
        assert (status, state["water"]["behaviour"]) == (200, behaviour)


def test_the_state_counts_what_came_in(simulator):
    push(simulator)

    status, said = ask(simulator, "GET")

    assert status == 200
    assert json.loads(said) == {
        "water": {
            "behaviour": "ok",
            "received": 1,
            "accepted": 1,
            "duplicates": 0,
            "rejected": 0,
            "auto": False,
        }
    }


@pytest.mark.parametrize("wanted", [{"water": "sleep"}, {"steam": "ok"}, {"water": "auto"}, {"water": []}])
def test_what_is_not_known_is_refused(simulator, site, wanted):
    assert tell(simulator, **wanted)[0] == 400
    assert site.behaviour == "ok"


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded"])
def test_a_page_of_another_site_cannot_switch(simulator, media_type):
    status, _said = ask(simulator, "POST", '{"water": "hang"}', **{"Content-Type": media_type})

    assert status == 400


def test_it_stops_though_a_line_is_held(simulator, site):
    site.behaviour = "hang"
    push(simulator)

    simulator.stop()

    assert not any(thread.is_alive() for thread in simulator.threads)
