"""Whoever waits for others in a trench reads for whom, and is offered nothing that only they can do."""

import pytest
from django.urls import reverse

from works.models import Dig
from works.tasks import settle_trenches
from works.tests.cases import orders_of
from works.tests.trench import get_through, opened

from .conftest import page_of
from .test_dig_trenches import now


@pytest.fixture(autouse=True)
def on_friday(at, db):
    at("2026-11-27 10:00")


@pytest.fixture
def case(dug):
    return dug


@pytest.fixture
def water(case):
    return orders_of(case)["water"]


def awaited(client, order):
    page = client.get(page_of(order))
    said = page.context["awaited"]
    assert said in page.content.decode()
    return said


def test_who_waits_for_the_lead_reads_whom_he_waits_for(enter, case, water):
    power = orders_of(case)["power"]
    crew, dig = enter(power), Dig.objects.get()
    assert awaited(crew, power) == f"等待{water.provider.name}开挖"
    opened(case)
    settle_trenches()
    assert awaited(crew, power) == ""
    get_through(dig, power)
    assert awaited(crew, power) == f"等待{water.provider.name}在沟内完工"
    get_through(dig, water)
    settle_trenches()
    assert awaited(crew, power) == f"等待{water.provider.name}回填"
    assert awaited(enter(water), water) == ""


def test_what_is_reported_in_place_of_the_lead_is_kept(enter, case):
    power = orders_of(case)["power"]
    url = reverse("admin:utilities_workorder_act_on_stage", args=[power.pk, "report", "excavation"])

    back = enter(power).post(url, {"outcome": "reached", "occurred_at": now(), "note": "已到场"})

    assert (back.status_code, back.context["form"]["note"].value()) == (200, "已到场")
    assert "牵头开挖和回填" in back.content.decode()


def test_who_waits_for_the_lead_is_offered_no_main_act(enter, case, water):
    lead = enter(water).get(page_of(water))
    partner_order = orders_of(case)["power"]
    partner = enter(partner_order).get(page_of(partner_order))

    assert [page.context["buttons"][0]["is_seldom"] for page in (lead, partner)] == [False, True]
    assert ["next-action" in page.content.decode() for page in (lead, partner)] == [True, False]
