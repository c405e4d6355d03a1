"""A factory asks for water, power, gas and network, compares three carriers and chooses one."""

import pytest

from applications.models import RequestStatus, Status
from applications.tests.typed_form import network
from milestones.models import MilestoneStatus
from milestones.stages import Stage
from milestones.tests.factories import demo_limits
from ningshe_portal.tests.cases import PHONE
from utilities.models import OrderStatus
from utilities.tests.factories import six_providers

from .hands import (
    WITNESSES,
    acknowledge,
    applicant,
    apply_online,
    at_desk,
    at_window,
    finish,
    in_chromium,
    member,
    order_of,
    staff,
)
from .steps import check_sound, papers_of, texts_to, told

pytestmark = pytest.mark.django_db
PARTS = [
    ("water", ""),
    ("power", ""),
    ("gas", ""),
    *(("network", c) for c in ("mobile", "unicom", "telecom")),
]
FORM = network(services=["water", "power", "gas", "network"]) | {
    "network__carriers": ["mobile", "unicom", "telecom"],
    "wants_joint_survey": None,
    "water__business": "new",
    "water__demand": "30",
    "power__business": "new",
    "power__demand": "120",
    "gas__business": "new",
    "gas__demand": "60",
}


@in_chromium
def test_a_factory_compares_three_carriers_and_chooses_one(at):
    demo_limits()
    companies = dict(zip(PARTS, six_providers(), strict=True))
    crews = {
        part: member(company, f"{company.name}经办", f"1390000{number:04}")
        for number, (part, company) in enumerate(companies.items())
    }
    owner = applicant()
    _clerk, window = staff("clerk", "王窗口")

    at("2026-11-23 09:20")
    case = apply_online(owner, **FORM)
    at("2026-11-23 10:00")
    at_window(window, case, "accept")
    orders = {part: order_of(case, *part) for part in PARTS}
    assert len(orders) == 6

    at("2026-11-23 15:00")
    for part, order in orders.items():
        user, desk = crews[part]
        acknowledge(desk, order, str(user), user.phone)
    at("2026-11-24 10:00")
    for carrier, note in (("mobile", "须新立杆路 300 米"), ("telecom", "楼内已有光缆，3 日可通")):
        order, (_user, desk) = orders["network", carrier], crews["network", carrier]
        facts = {
            "outcome": "reached",
            "occurred_at": "2026-11-24T10:00",
            "has_outside_works": "no",
        } | WITNESSES
        at_desk(desk, order, "report", Stage.SURVEY, note=note, **facts)

    page = owner.get(f"/case/{case.number}/choose-carrier/").content.decode()
    assert [
        text for text in ("须新立杆路 300 米", "楼内已有光缆", "移动", "联通", "电信") if text not in page
    ] == []

    at("2026-11-25 09:00")
    owner.post(f"/case/{case.number}/choose-carrier/", {"carrier": "telecom"})

    network_ends = dict(case.requests.filter(service="network").values_list("carrier", "status"))
    assert network_ends == {
        "mobile": RequestStatus.NOT_CHOSEN,
        "unicom": RequestStatus.NOT_CHOSEN,
        "telecom": RequestStatus.OPEN,
    }
    for carrier in ("mobile", "unicom"):
        order = orders["network", carrier]
        order.refresh_from_db()
        assert (order.status, order.ended_at) == (OrderStatus.NOT_CHOSEN, at("2026-11-25 09:00"))
        stopped = [kind for kind in told(order.provider) if kind.startswith("order.")]
        assert stopped == ["order.created", "order.withdrawn"]
        whole = order.request.milestones.get(stage=Stage.WHOLE)
        assert whole.status == MilestoneStatus.CANCELLED
        seen = crews["network", carrier][1].get(f"/case/{case.number}/").content.decode()
        assert "申请人选用了其他运营商" in seen
        assert orders["network", "telecom"].provider.name not in seen
    check_sound(case)

    at("2026-11-25 14:00")
    for part, order in orders.items():
        order.refresh_from_db()
        if order.is_living:
            finish(order, by=crews[part][0])

    check_sound(case)
    assert (case.status, case.ended_at) == (Status.FINISHED, at("2026-11-25 14:00"))
    content = case.papers.get(kind="completion").content
    assert (content["missed"], len(content["not_chosen"])) == ([], 2)
    seen = owner.get(f"/case/{case.number}/").content.decode()
    assert "已办结，全部接通" in seen and "全部事项已办结。" in seen and "部分事项未接通" not in seen
    assert papers_of(case)[:2] == ["form", "consent"]
    assert texts_to(PHONE) == [
        "application.submitted",
        "application.accepted",
        "request.chosen",
        "application.finished",
        "rating.invited",
    ]


def test_the_window_takes_the_choice_and_a_second_one_is_refused(at):
    at("2026-11-23 09:20")
    six_providers()
    case = apply_online(applicant(), **FORM)
    _clerk, window = staff("clerk", "王窗口")
    at_window(window, case, "accept")

    at_window(window, case, "choose-carrier", carrier="mobile")
    again = window.post(f"/window/{case.number}/choose-carrier/", {"carrier": "unicom"})

    assert again.status_code == 200  # the form comes back and says why
    assert case.requests.get(carrier="mobile").status == RequestStatus.OPEN
    assert case.requests.get(carrier="unicom").status == RequestStatus.NOT_CHOSEN
    check_sound(case)
