"""What the user of a temporary supply wishes is granted by the API, as soon as the provider's system is told of it."""

import json
from datetime import date

import pytest
from django.test import Client

from accounts.actors import APPLICANT, SYSTEM
from applications.models import FollowUp
from applications.services import ask_about_temporary
from ningshe_portal.simulator.conduct import granted_wish
from ningshe_portal.simulator.crew import Crew
from ningshe_portal.simulator.receiver import Site
from ningshe_portal.simulator.simulator import Simulator
from ningshe_portal.tests.cases import accepted_case
from utilities.services import acknowledge_order, connect_order, issue_api_key
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory

WISHED = "2027-01-31"


@pytest.fixture(autouse=True)
def monday(at):
    at("2026-11-23 09:30")


@pytest.fixture
def order(db):
    """Water that is on until the end of the year."""
    ServiceAreaFactory(provider=ProviderFactory(service="water"))
    request = accepted_case(["water"]).requests.get()
    request.business, request.extras = "temporary", {"temporary_to": "2026-12-31"}
    request.save()
    order = request.orders.get()
    acknowledge_order(order, by=SYSTEM, handler_name="刘工", needs_survey=True)
    connect_order(order, by=SYSTEM, at=order.acknowledged_at)
    return order


class Inside:
    """The API without a line: the same calls, made in this thread."""

    def __init__(self, provider):
        _row, key = issue_api_key(provider, label="模拟", by=SYSTEM)
        self.client = Client(headers={"Authorization": f"Bearer {key}"})

    def get(self, path):
        return self.client.get(f"/api/v1/{path}").json()

    def post(self, path, body):
        answer = self.client.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json")
        return answer.json()


@pytest.mark.parametrize(
    ("wish", "until", "stands"),
    [
        ("extend", WISHED, ("open", WISHED, "")),
        ("remove", None, ("removed", "2026-12-31", "")),
        ("permanent", None, ("open", "2026-12-31", "permanent")),
    ],
)
def test_the_crew_extends_and_removes_and_leaves_a_permanent_supply_to_its_case(order, wish, until, stands):
    day = date.fromisoformat(until) if until else None
    ask_about_temporary(FollowUp.objects.get(), wish=wish, until=day, by=APPLICANT)

    goes_on = Crew(Inside(order.provider), pace=1).advance(
        Inside(order.provider).get(f"orders/{order.number}")
    )

    supply = FollowUp.objects.get()
    assert (supply.status, supply.until.isoformat(), supply.wish) == stands
    assert goes_on is False


def test_without_a_temporary_supply_there_is_nothing_to_grant():
    assert granted_wish({"temporary": None}) is None


@pytest.mark.parametrize(
    ("changes", "looks"), [(["temporary"], ["N-W"]), (["note"], [])], ids=["temporary", "note"]
)
def test_only_news_of_the_supply_makes_the_crew_look(changes, looks):
    player = Simulator([Site("water", str)], keys={"water": "k"}, auto=["water"])
    event = {"type": "order.amended", "data": {"order": "N-W", "changes": changes}}

    player.take(player.sites["water"], "msg_1", event)
    player.server.server_close()

    assert list(player.crews["water"].due) == looks
