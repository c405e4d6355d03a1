"""A village collective, whose code begins with N, applies at the window before it has its code and brings it later."""

import pytest

from applications.models import PaperKind, Status
from applications.tests.typed_form import water_alone
from common.entities import entity_kind
from milestones.tests.factories import demo_limits
from ningshe_portal.tests.cases import PHONE
from utilities.tests.factories import ServiceAreaFactory

from .hands import acknowledge, at_window, enter_at_window, finish, in_chromium, member, order_of, staff
from .steps import check_sound, papers_of, texts_to, told

pytestmark = pytest.mark.django_db
CODE = "N2120221MA05A1023R"
VILLAGE = water_alone(applicant_name="岳龙镇岳龙庄村股份经济合作社")


@in_chromium
def test_a_village_brings_its_code_after_acceptance(at):
    demo_limits()
    company = ServiceAreaFactory(provider__service="water").provider
    _clerk, window = staff("clerk", "王窗口")
    crew, desk = member(company, "刘工", "13900001111")

    at("2026-11-23 09:30")
    case = enter_at_window(window, **VILLAGE, credit_code=None, no_code_reason="登记证换发中")
    page = window.get(f"/window/{case.number}/").content.decode()
    assert "暂无信用代码：登记证换发中" in page
    at_window(window, case, "accept")
    first = case.papers.valid().get(kind=PaperKind.RECEIPT)
    assert first.content["code"] == "暂无（登记证换发中）"

    at("2026-11-24 14:00")
    at_window(window, case, "code", credit_code=CODE.lower())

    renewed = case.papers.valid().get(kind=PaperKind.RECEIPT)
    assert (case.credit_code, entity_kind(case.credit_code)) == (CODE, "村级集体经济组织")
    assert (renewed.content["code"], renewed.serial) == (CODE, 2)
    assert case.has_query_code(case.query_code) and renewed.content["query_code_version"] == 1
    assert told(company) == ["order.created"]  # a code is none of its business

    order = order_of(case, "water")
    acknowledge(desk, order, "刘工", "13900001111")
    at("2026-11-25 10:00")
    finish(order, by=crew)

    check_sound(case)
    assert (case.status, case.ended_at) == (Status.FINISHED, at("2026-11-25 10:00"))
    assert papers_of(case) == ["intake", "form", "consent", "receipt", "completion"]
    assert texts_to(PHONE) == [
        "application.submitted",
        "application.accepted",
        "application.finished",
        "rating.invited",
    ]


def test_the_form_takes_a_code_that_begins_with_n(at):
    at("2026-11-23 09:30")
    _clerk, window = staff("clerk", "王窗口")

    case = enter_at_window(window, **VILLAGE, credit_code=f" {CODE[:9].lower()} {CODE[9:]} ")

    assert case.credit_code == CODE
    assert "村级集体经济组织" in window.get(f"/window/{case.number}/").content.decode()
