"""Six orders of one case from the form to the last connection and its rating: together, apart, and with trouble."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from applications.models import Application, RequestStatus, Status
from applications.services import withdraw_request
from approvals.models import Permit
from approvals.services import decide_permit
from common import clock
from district.services import load_calendar
from milestones.models import Milestone, MilestoneStatus
from milestones.tests.recount import check_record
from ningshe_portal.tests.cases import PHONE
from ningshe_portal.tests.walks.steps import check_sound, papers_of, texts_to, told
from oversight.links import rating_url
from utilities.services import assign_request
from utilities.tests.factories import ProviderFactory
from works.models import Dig

from .world import World, now

pytestmark = pytest.mark.django_db


@pytest.fixture
def begin(at):
    return lambda **wishes: World(at, **wishes)


def is_over(world):
    return lambda: Application.objects.get(pk=world.case.pk).status not in (Status.ACCEPTED,)


def settled(world):
    """The end state, every date of it counted again, and each provider told without a gap."""
    check_sound(world.case)
    check_record(world.case, load_calendar(), clock.today())
    for order in world.case.requests.values_list("orders__number", "orders__event_seq"):
        assert order[1] >= 1, order


def rate(world, grade):
    """By the link of the SMS, without signing in; every question answered alike."""
    link = urlsplit(rating_url(world.case)).path
    form = Client().get(link).context["form"]
    grades = {name: grade for name in form.fields if name.startswith("grade-")}
    return Client().post(link, grades | {"is_named": "no"})


def test_everything_together(begin):
    world = begin(joint=True, entrusts=True)

    world.until(is_over(world))

    settled(world)
    assert world.case.status == Status.FINISHED
    orders = [world.order(request.service, request.carrier) for request in world.case.requests.all()]
    assert {order.request.status for order in orders} == {RequestStatus.CONNECTED}
    visits = world.case.visits.filter(is_joint=True, status="done")
    assert sorted(visits.values_list("kind", flat=True)) == ["acceptance", "connection", "survey"]
    assert world.case.plans.filter(is_joint=True, status="confirmed").count() == 1
    (dig,) = Dig.objects.of_application(world.case)
    assert dig.parties.count() == 3
    reached = Milestone.objects.filter(stage="backfill", status="reached", application=world.case)
    assert {milestone.reached_at for milestone in reached} == {dig.closed_at}
    connected = Milestone.objects.filter(stage="connection", application=world.case)
    assert len({clock.local_date(milestone.reached_at) for milestone in connected}) == 1
    assert {"arrangement", "survey", "plan", "entrustment", "acceptance", "completion"} <= set(
        papers_of(world.case)
    )
    for event in ("visit.proposed", "visit.fixed", "plan.confirmed", "permit.decided", "milestone.opened"):
        assert event in told(world.order("water").provider), event
    assert "application.finished" in texts_to(PHONE)
    rate(world, "5")
    assert world.case.ratings.count() == 8


def test_everything_apart(begin):
    world = begin(joint=False, entrusts=False)

    world.until(is_over(world))

    settled(world)
    assert world.case.status == Status.FINISHED
    assert not world.case.visits.filter(is_joint=True).exists()
    assert world.case.plans.count() == 6
    assert Dig.objects.of_application(world.case).count() == 3
    assert not world.case.entrustments.exists()
    waited = Milestone.objects.filter(application=world.case, spans__reason="applicant_filing").distinct()
    assert {milestone.stage for milestone in waited} >= {"approval"}


def test_with_trouble_on_the_way(begin):
    world = begin(joint=True, entrusts=True)
    gas, network = world.order("gas"), world.order("network", "mobile")
    other = ProviderFactory(service="gas", name="另一家燃气公司")
    world.crews[other] = world.hire(other)

    world.say(gas, "return", {"reason": "wrong_area", "detail": "不在管网范围"})
    assign_request(gas.request, other, by=world.office)
    gas = gas.request.orders.get(provider=other)

    permits = Permit.objects.filter(application=world.case)
    world.until(lambda: permits.with_authority().exists())
    refused = permits.with_authority().order_by("pk").first()
    decide_permit(refused, outcome="refused", refusal_reason="图纸不全", by=world.officer)
    world.until(lambda: Dig.objects.filter(status="open").exists())
    assert permits.filter(replaces=refused, status__in=["granted", "recorded"]).exists()

    water = world.order("water")
    world.say(water, "digs/leave", {"reason": "施工队伍冲突"})
    withdraw_request(network.request, by=world.office, reason="改用其他线路")

    world.until(lambda: world.running(gas) == "acceptance")
    world.say(gas, "visits/acceptance/answer", {"is_coming": True})
    world.until(lambda: world.case.visits.filter(kind="acceptance", status="fixed").exists(), without=(gas,))
    failed = {"outcome": "failed", "occurred_at": now(), "note": "阀门渗漏，须更换"}
    world.say(gas, "milestones/acceptance", failed)
    world.until(is_over(world))

    settled(world)
    assert world.case.status == Status.FINISHED
    assert dict(
        world.case.requests.values_list("service", "status").exclude(carrier__in=["unicom", "telecom"])
    ) == {
        "water": RequestStatus.CONNECTED,
        "power": RequestStatus.CONNECTED,
        "gas": RequestStatus.CONNECTED,
        "network": RequestStatus.WITHDRAWN,
    }
    assert gas.milestones.get(stage="acceptance").reports.filter(outcome="failed").count() == 1
    assert water.dig_parties.filter(left_at__isnull=False).count() == 1
    assert Dig.objects.filter(status="closed", parties__order=water, parties__left_at=None).count() == 1
    cancelled = network.milestones.filter(status=MilestoneStatus.CANCELLED)
    assert cancelled.exists()
