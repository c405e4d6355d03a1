"""Trenches by API: opened, reported, closed, shared; strangers' and unknown ones are not there."""

import pytest

from common import clock
from outbox.models import Message
from works.models import Dig, DigOffer, RoadSection
from works.tasks import settle_trenches
from works.tests.cases import along, orders_of, road
from works.tests.trench import dug_case, reach

from .conftest import System


@pytest.fixture(autouse=True)
def on_friday(at, db):
    at("2026-11-27 10:00")


@pytest.fixture
def case(dug):
    return dug


@pytest.fixture
def systems(case, client):
    return {service: System(client, order.provider) for service, order in orders_of(case).items()}


def said(**facts):
    return {"occurred_at": clock.now().astimezone(clock.LOCAL).isoformat()} | facts


def path(order, *parts):
    return "/".join(["orders", order.number, "digs", *map(str, parts)])


def test_from_opening_to_backfill(case, systems):
    orders, dig = orders_of(case), Dig.objects.get()
    water, power = orders["water"], orders["power"]

    (opened,) = systems["water"].post(path(water, dig.pk, "open"), said()).json()["digs"]
    assert (opened["status"], opened["is_lead"]) == ("open", True)
    settle_trenches()
    for service, order in orders.items():
        reach(order, "construction")
        systems[service].post(path(order, dig.pk, "steps"), said(steps=["hidden_passed", "surveyed"]))
    (closed,) = systems["water"].post(path(water, dig.pk, "backfill"), said()).json()["digs"]

    assert (closed["status"], closed["protected_until"]) == ("closed", "2027-11-27")
    assert [party["is_done"] for party in closed["parties"]] == [True, True]
    settle_trenches()
    stages = {
        row["stage"]: row["status"]
        for row in systems["power"].get(f"orders/{power.number}").json()["milestones"]
    }
    assert (stages["excavation"], stages["backfill"]) == ("reached", "reached")


def test_who_may_open_is_told_also_where_the_lead_may_not_yet(case, systems):
    orders = orders_of(case)

    def told():
        return {
            service: system.get(f"orders/{orders[service].number}").json()["digs"][0]["may_open"]
            for service, system in systems.items()
        }

    assert told() == {"water": True, "power": False}
    orders["water"].milestones.filter(stage="excavation").update(status="pending")
    assert told() == {"water": False, "power": True}


def test_a_report_for_its_own_part_says_what_the_stage_still_waits_for(systems, case):
    order, power = orders_of(case)["water"], orders_of(case)["power"]
    others = Dig.objects.create(section=road("晨曦路"))
    others.parties.create(order=order, provider=order.provider, metres=5, role="partner")
    others.parties.create(order=power, provider=power.provider, metres=9, role="lead")

    answer = (
        systems["water"].post(f"orders/{order.number}/milestones/excavation", said(outcome="reached")).json()
    )

    assert (answer["id"], answer["recorded_at"]) == (None, None)
    assert answer["order"]["stage"] == "excavation"
    assert sorted(dig["status"] for dig in answer["order"]["digs"]) == ["open", "planned"]


def test_a_partner_opens_nothing_and_nobody_closes_too_early(case, systems):
    orders, dig = orders_of(case), Dig.objects.get()

    assert systems["power"].post(path(orders["power"], dig.pk, "open"), said()).status_code == 409
    systems["water"].post(path(orders["water"], dig.pk, "open"), said())
    early = systems["water"].post(path(orders["water"], dig.pk, "backfill"), said())
    assert early.status_code == 409
    assert "沟内还有未完成的" in early.json()["detail"]


def test_the_trench_of_another_is_not_there(case, systems):
    other = dug_case(along(road("商业道")), services=("gas",))
    dig = Dig.objects.of_application(other).get()

    assert systems["water"].post(path(orders_of(case)["water"], dig.pk, "open"), said()).status_code == 404


def test_an_offer_is_read_and_joined(case, client):
    later = dug_case(services=("gas",))
    gas = orders_of(later)["gas"]
    system = System(client, gas.provider)

    (offer,) = system.get(path(gas)).json()["offers"]
    assert set(offer) == {"id", "section", "provider", "starts_on", "ends_on", "until"}
    (dig,) = system.post(f"orders/{gas.number}/dig-offers/{offer['id']}/join").json()["digs"]

    assert (len(dig["parties"]), dig["is_lead"]) == (3, False)
    again = system.post(f"orders/{gas.number}/dig-offers/{offer['id']}/decline", {"reason": "改期"})
    assert again.status_code == 409


def test_an_offer_is_declined(case, client):
    gas = orders_of(dug_case(services=("gas",)))["gas"]
    offer = DigOffer.objects.get()

    answer = System(client, gas.provider).post(f"orders/{gas.number}/dig-offers/{offer.pk}/decline", {})

    assert answer.json()["offers"] == []


def test_one_leaves_and_joins_again(case, systems):
    water = orders_of(case)["water"]

    (own,) = systems["water"].post(path(water, "leave"), {"reason": "工期不合"}).json()["digs"]
    assert len(own["parties"]) == 1
    (shared,) = systems["water"].post(path(water, "rejoin")).json()["digs"]
    assert len(shared["parties"]) == 2
    assert systems["water"].post(path(water, "rejoin")).status_code == 409


def test_an_emergency_and_its_papers(case, systems):
    water = orders_of(case)["water"]

    answer = systems["water"].post(path(water), said(section=road().pk, cause="水管爆裂"))
    assert answer.status_code == 201
    dig = next(row for row in answer.json()["digs"] if row["kind"] == "emergency")
    papers = path(water, dig["id"], "papers")
    assert systems["water"].post(papers, {"number": "津宁挖〔2026〕12号"}).status_code == 200
    assert systems["water"].post(papers, {"number": "2"}).status_code == 409
    assert Message.objects.filter(kind="dig.emergency").exists()


def test_an_emergency_is_photographed_and_tells_the_number_of_its_papers(case, systems):
    water = orders_of(case)["water"]
    photo = systems["water"].file(water)
    body = said(section=road().pk, cause="水管爆裂", photos=[photo.pk])

    told = systems["water"].post(path(water), body).json()["digs"]
    dig = next(row for row in told if row["kind"] == "emergency")
    after = systems["water"].post(path(water, dig["id"], "papers"), {"number": "12号"}).json()["digs"]

    assert Dig.objects.get(pk=dig["id"]).parties.get().photos == [photo.path]
    assert (dig["papers_number"], [row["papers_number"] for row in after if row["id"] == dig["id"]]) == (
        "",
        ["12号"],
    )


NEW = {
    "street": "晨曦路",
    "from_point": "幸福道",
    "to_point": "团结道",
    "metres": 6,
    "surface": "earth",
}


def test_an_emergency_on_a_road_nobody_has_named(case, systems):
    orders = orders_of(case)

    answers = [
        systems[service].post(path(orders[service]), said(new_section=NEW | ends, cause="水管爆裂"))
        for service, ends in [("water", {}), ("power", {"from_point": "团结道", "to_point": "幸福道路口"})]
    ]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert RoadSection.objects.get(street="晨曦路").digs.count() == 2


@pytest.mark.parametrize(
    "where",
    [
        {},
        {"section": 1, "new_section": NEW},
        {"new_section": NEW | {"street": ""}},
        {"new_section": NEW | {"built_on": "2026-12-31"}},
    ],
    ids=["neither", "both", "no street", "not built yet"],
)
def test_an_emergency_is_somewhere(case, systems, where):
    answer = systems["water"].post(path(orders_of(case)["water"]), said(cause="抢修", **where))

    assert answer.status_code == 422
    assert not RoadSection.objects.filter(street="晨曦路").exists()


def test_an_unknown_section_is_a_fault_of_its_field(case, systems):
    answer = systems["water"].post(path(orders_of(case)["water"]), said(section=999999, cause="抢修"))

    assert answer.status_code == 422
