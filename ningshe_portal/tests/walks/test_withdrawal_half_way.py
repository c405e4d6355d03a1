"""One of two services is taken back half way: its provider stops, the other goes on to the end."""

import pytest

from applications.models import Status
from milestones.models import MilestoneStatus
from milestones.stages import Stage
from milestones.tests.factories import demo_limits
from ningshe_portal.tests.cases import PHONE
from utilities.tests.factories import ServiceAreaFactory

from .hands import (
    acknowledge,
    applicant,
    apply_online,
    at_window,
    finish,
    in_chromium,
    member,
    order_of,
    staff,
)
from .steps import check_sound, papers_of, texts_to, told

pytestmark = pytest.mark.django_db


def take_back(browser, case, what, reason):
    assert browser.post(f"/case/{case.number}/withdraw/", {"what": what, "reason": reason}).status_code == 302
    case.refresh_from_db()


@pytest.fixture
def begun(at):
    """Accepted, and both companies have their order in hand."""
    demo_limits()
    water = ServiceAreaFactory(provider__service="water").provider
    power = ServiceAreaFactory(provider__service="power").provider
    _clerk, window = staff("clerk", "王窗口")
    browser = applicant()
    at("2026-11-23 09:30")
    case = apply_online(browser)
    at("2026-11-23 10:00")
    at_window(window, case, "accept")
    at("2026-11-23 15:00")
    crews = {}
    for provider, phone in ((water, "13900001111"), (power, "13900002222")):
        crews[provider.service], desk = member(provider, "刘工", phone)
        acknowledge(desk, order_of(case, provider.service), "刘工", phone)
    return browser, case, crews


@in_chromium
def test_one_service_is_taken_back_and_the_other_is_connected(at, begun):
    browser, case, crews = begun
    water, power = order_of(case, "water"), order_of(case, "power")

    at("2026-11-25 11:00")
    take_back(browser, case, water.request.pk, "沿用现有水表")

    water.refresh_from_db()
    assert (water.status, case.status) == ("withdrawn", Status.ACCEPTED)
    assert told(water.provider)[-1] == "order.withdrawn"
    assert "order.withdrawn" not in told(power.provider)
    assert water.milestones.get(stage=Stage.SURVEY).status == MilestoneStatus.CANCELLED
    paper = case.papers.get(kind="withdrawal")
    assert (paper.request, paper.content["has_others"], paper.content["reason"]) == (
        water.request,
        True,
        "沿用现有水表",
    )
    check_sound(case)

    at("2026-12-01 15:00")
    finish(power, by=crews["power"])
    case.refresh_from_db()
    assert case.status == Status.FINISHED
    assert papers_of(case) == ["form", "consent", "receipt", "withdrawal", "completion"]
    assert texts_to(PHONE)[2:] == ["request.withdrawn", "application.finished", "rating.invited"]
    check_sound(case)


def test_then_the_rest_is_taken_back_as_well(at, begun):
    browser, case, _crews = begun
    water, power = order_of(case, "water"), order_of(case, "power")

    at("2026-11-25 11:00")
    take_back(browser, case, water.request.pk, "沿用现有水表")
    at("2026-11-26 11:00")
    take_back(browser, case, "whole", "项目取消")

    matters = [paper.content["matters"] for paper in case.papers.filter(kind="withdrawal")]
    assert case.status == Status.WITHDRAWN
    assert [[matter[:2] for matter in named] for named in matters] == [["用水"], ["用电"]]
    assert told(power.provider)[-1] == "order.withdrawn"
    assert texts_to(PHONE)[2:] == ["request.withdrawn", "application.ended", "rating.invited"]
    check_sound(case)
