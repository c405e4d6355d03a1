"""An agent applies for a company, leaves it, and another takes his place: the first is shut out at once."""

import pytest

from applications.models import PaperKind, Status
from applications.tests.typed_form import water_alone
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
FIRST, SECOND = "13911110001", "13922220002"
FORM = water_alone(agent_name="孙立", agent_phone=FIRST, agent_capacity="行政主管")


def sees(browser, case):
    return browser.get(f"/case/{case.number}/").status_code == 200


def agents_on_paper(case):
    papers = case.papers.filter(kind=PaperKind.AGENT).order_by("serial")
    return [(paper.content["agent_name"], paper.voided_at is None) for paper in papers]


@in_chromium
def test_an_agent_leaves_and_is_replaced(at):
    demo_limits()
    company = ServiceAreaFactory(provider__service="water").provider
    _clerk, window = staff("clerk", "王窗口")
    crew, desk = member(company, "刘工", "13900001111")
    agent = applicant(FIRST)

    at("2026-11-23 09:20")
    case = apply_online(agent, **FORM)
    assert agents_on_paper(case) == [("孙立", True)]
    at("2026-11-23 10:00")
    at_window(window, case, "accept")
    order = order_of(case, "water")
    acknowledge(desk, order, "刘工", "13900001111")
    code, by_code = case.query_code, applicant("")
    by_code.post("/track/", {"number": case.number, "code": code})
    assert sees(agent, case) and sees(by_code, case)

    # He leaves on Tuesday; the window is told before anybody knows who follows.
    at("2026-11-24 09:00")
    at_window(window, case, "remove-agent", proof="letter")
    assert (sees(agent, case), sees(by_code, case), sees(applicant(), case)) == (False, False, True)
    by_code.post("/track/", {"number": case.number, "code": code})
    assert not sees(by_code, case)
    assert agent.get(f"/apply/{case.token}/done/").status_code == 302
    assert agents_on_paper(case) == [("孙立", False)]

    at("2026-11-25 11:00")
    successor = {"agent_name": "钱进", "agent_phone": SECOND, "agent_capacity": "工程部经理"}
    at_window(window, case, "agent", **successor, agent_until="2026-12-31", proof="mandate")
    assert sees(applicant(SECOND), case)
    assert agents_on_paper(case) == [("孙立", False), ("钱进", True)]
    review = window.get(f"/window/{case.number}/").content.decode()
    assert "尚未收到签字的授权委托书" in review
    at("2026-11-25 11:20")
    at_window(window, case, "attach", kind="mandate", medium="original", copies="1", pages="1")
    assert "尚未收到签字的授权委托书" not in window.get(f"/window/{case.number}/").content.decode()

    at("2026-11-26 10:00")
    finish(order, by=crew)

    check_sound(case)
    assert case.status == Status.FINISHED
    assert told(company).count("order.amended") == 2
    assert set(papers_of(case)) == {"form", "consent", "agent", "receipt", "completion"}
    assert texts_to(FIRST) == ["application.submitted", "application.accepted", "application.cut_off"]
    assert texts_to(SECOND) == ["application.contact_changed", "application.finished", "rating.invited"]
    assert texts_to(PHONE) == [
        "application.submitted",
        "application.accepted",
        "application.recoded",
        "application.finished",
        "rating.invited",
    ]
    changes = case.events.filter(verb__startswith="application.agent").order_by("pk")
    assert list(changes.values_list("verb", "detail__proof")) == [
        ("application.agent_removed", "letter"),
        ("application.agent_named", "mandate"),
    ]
