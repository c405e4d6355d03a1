"""From the push to the supply, over real HTTP: a case is worked through by the systems of its providers alone."""

import time

import pytest

from accounts.actors import APPLICANT, SYSTEM
from accounts.tests.factories import UserFactory
from applications.models import Application, Status
from applications.services import accept_application, submit_application
from applications.tests.factories import DraftFactory, ServiceRequestFactory
from approvals.services import follow_backfills
from inspections.models import Visit
from ningshe_portal.api.cursors import EVENTS_LAG
from ningshe_portal.simulator import simulator
from ningshe_portal.simulator.people import People
from ningshe_portal.simulator.receiver import Site
from ningshe_portal.simulator.simulator import Simulator
from outbox.channels import webhook
from outbox.models import Message
from outbox.services import AlreadyClaimed, send_in_turn
from utilities.models import OrderStatus, WorkOrder
from utilities.services import issue_api_key
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
PATIENCE = 150  # seconds, on a machine that others use as well
PARTS = [("water", ""), ("power", ""), ("gas", ""), ("network", "unicom")]
TWO = (PARTS[0], PARTS[3])  # enough where the way itself is walked elsewhere


@pytest.fixture(autouse=True)
def on_loopback(settings, live_server, monkeypatch):
    settings.BASE_URL = live_server.url
    monkeypatch.setattr(webhook, "may_connect", lambda *_: True)


@pytest.fixture(autouse=True)
def people(live_server):
    """Applicants, officers and the office act too, as under ``bin/serve``."""
    for name in ("office", "permits", "supervisor"):
        UserFactory(username=name, roles=[name] if name == "office" else [])
    with People(pace=0.2):
        yield


@pytest.fixture
def providers():
    return [
        ServiceAreaFactory(
            provider=ProviderFactory(code=carrier or service, service=service, carrier=carrier)
        ).provider
        for service, carrier in PARTS
    ]


@pytest.fixture
def play(providers, live_server, tmp_path):
    """``play(auto=[…])`` starts a simulator of all providers; it is stopped at the end."""
    keys = {provider.code: issue_api_key(provider, label="模拟", by=SYSTEM)[1] for provider in providers}
    running = []

    def play(**options):
        sites = [Site(provider.code, lambda p=provider: p.endpoint.secret) for provider in providers]
        options = {
            "base_url": live_server.url,
            "keys": keys,
            "pace": 0.1,
            "positions": tmp_path / "seen",
        } | options
        running.append(Simulator(sites, **options).start())
        for provider in providers:
            provider.endpoint.url = f"{running[-1].url}/{provider.code}"
            provider.endpoint.save()
        return running[-1]

    yield play
    for player in running:
        player.stop()


@pytest.fixture
def full_case(providers):
    """``full_case(demand=5)``: accepted, with a request for each of the providers or of ``parts``."""

    def full_case(demand=200, parts=PARTS, **wishes):
        application = DraftFactory(channel="online", **wishes)
        for service, carrier in parts:
            ServiceRequestFactory(application=application, service=service, carrier=carrier, demand=demand)
        submit_application(application, receivers=[], by=APPLICANT)
        accept_application(application, by=UserFactory(roles=["clerk"]))
        return application

    return full_case


def wait_until(is_done):
    """Whether it has become so in time, nobody sending anything."""
    end = time.monotonic() + PATIENCE
    while not is_done() and time.monotonic() < end:
        time.sleep(0.1)
    return is_done()


def push_until(is_done):
    """Send what is due and look at the roads, as dispatcher and sweep do, until it is so; false where time is over."""
    end = time.monotonic() + PATIENCE
    while not is_done() and time.monotonic() < end:
        message = Message.objects.due().filter(channel="webhook").first()
        try:
            send_in_turn(message) if message else look_at_roads()
        except AlreadyClaimed:
            pass
    return is_done()


def look_at_roads():
    follow_backfills()
    time.sleep(0.1)


def orders():
    return {order.provider.code: order for order in WorkOrder.objects.select_related("provider")}


def is_finished(case):
    return lambda: Application.objects.get(pk=case.pk).status == Status.FINISHED


def test_every_order_is_driven_to_its_end(play, full_case):
    player = play(auto=["water", "power", "gas", "unicom"])
    case = full_case()

    assert push_until(is_finished(case))

    assert {order.status for order in orders().values()} == {OrderStatus.CONNECTED}
    assert orders()["power"].variant == "high_single"
    assert {order.fetched_at is not None for order in orders().values()} == {True}
    assert all(site.accepted and not site.rejected for site in player.sites.values())


def test_who_comes_together_waits_for_the_day_and_goes_on_without_works_outside(play, full_case):
    play(auto=["water", "power", "gas", "unicom"])
    joint = ("wants_joint_survey", "wants_joint_acceptance", "wants_joint_connection")
    case = full_case(demand=5, **dict.fromkeys(joint, True))

    assert push_until(is_finished(case))

    visits = Visit.objects.joint().filter(application=case)
    assert {(visit.kind, visit.status) for visit in visits} == {
        ("survey", "done"),
        ("acceptance", "done"),
        ("connection", "done"),
    }
    assert orders()["power"].variant == "low"
    assert {order.has_outside_works for order in orders().values()} == {False}


def test_who_does_not_work_by_himself_only_reads(play, full_case):
    play(auto=["unicom"])
    full_case()

    assert push_until(
        lambda: orders()["unicom"].status == OrderStatus.CONNECTED and orders()["water"].fetched_at
    )

    assert orders()["water"].status == OrderStatus.PENDING


def test_what_was_sent_while_it_was_away_is_done_after_a_restart(play, full_case, monkeypatch):
    """Nothing is pushed here: everything is read from the events."""
    monkeypatch.setattr(simulator, "CATCH_UP_SECONDS", 0.2)
    first = play(auto=["unicom"])
    assert wait_until(lambda: len(first.positions.known) == len(PARTS))
    first.stop()

    case = full_case(parts=TWO)
    play(auto=["water", "unicom"])

    assert wait_until(is_finished(case))


def test_what_was_there_before_is_left_alone_the_first_time(play, full_case):
    full_case()
    time.sleep(EVENTS_LAG.total_seconds())

    player = play(auto=["unicom"])
    assert wait_until(lambda: len(player.positions.known) == len(PARTS))
    time.sleep(0.5)

    assert orders()["unicom"].status == OrderStatus.PENDING


def test_it_can_take_up_everything_there_is(play, full_case):
    case = full_case(parts=TWO)

    play(auto=["water", "unicom"], takes_all=True)

    assert wait_until(is_finished(case))


def test_who_works_by_himself_can_be_switched(play, full_case):
    player = play()
    full_case()
    player.set_auto("water", True)
    assert wait_until(lambda: orders()["water"].status == OrderStatus.OPEN)

    player.set_auto("water", False)

    assert player.crews["water"].due == {}
    assert {orders()[code].status for code in ("power", "gas", "unicom")} == {OrderStatus.PENDING}


def test_work_that_was_broken_off_goes_on_after_a_restart(play, full_case):
    full_case()
    first = play(auto=["unicom"], takes_all=True, pace=0.5)
    assert wait_until(lambda: orders()["unicom"].status == OrderStatus.OPEN)
    first.stop()

    play(auto=["unicom"])

    assert wait_until(lambda: orders()["unicom"].status == OrderStatus.CONNECTED)
