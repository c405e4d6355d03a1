import io

import pypdf
import pytest

from accounts.actors import APPLICANT
from accounts.tests.factories import UserFactory
from applications import query_codes
from applications.drawing import read_paper
from applications.models import Application, PaperKind
from applications.services import accept_application, amend_application, deem_accepted
from applications.tests.factories import ApplicationFactory, ServiceRequestFactory
from milestones.tests.factories import TimeLimitFactory, demo_limits
from utilities.models import Provider, ReturnReason, WorkOrder
from utilities.services import assign_request, return_order
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory, six_providers, six_requests

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return UserFactory(display_name="王窗口")


@pytest.fixture
def accepted(clerk, at):
    """Accepted for water and power on a Monday, with a few limits of the demo."""
    at("2026-11-23 09:30")
    demo_limits()
    application = ApplicationFactory(clerk=clerk)
    for service in ("water", "power"):
        ServiceAreaFactory(provider=ProviderFactory(service=service, name=f"{service}公司"))
        ServiceRequestFactory(application=application, service=service)
    accept_application(application, by=clerk)
    return application


def receipt_of(application):
    return application.papers.valid().get(kind=PaperKind.RECEIPT)


def text_of(paper):
    pages = pypdf.PdfReader(io.BytesIO(read_paper(paper))).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_the_receipt_names_each_provider_and_its_due_date(accepted):
    orders = receipt_of(accepted).content["orders"]

    assert orders == [
        {
            "number": f"{accepted.number}-{letter}",
            "label": label,
            "provider": f"{service}公司",
            "due_on": "2026年11月24日（周二）",
            "is_estimated": False,
        }
        for letter, label, service in (("W", "用水", "water"), ("P", "用电", "power"))
    ]


def test_the_receipt_tells_the_limits_of_later_stages_and_marks_unconfirmed_ones(accepted):
    content = receipt_of(accepted).content

    assert content["stages"] == ["踏勘", "方案", "验收", "接通", "全程"]
    assert content["limits"] == [
        {"label": "用水", "days": ["1* / 2*", "1* / 2*", "", "1*", "5* / 7*"]},
        {"label": "用电（低压）", "days": ["1* / 3*", "", "", "", ""]},
        {"label": "用电（高压单电源）", "days": ["3*", "", "", "", ""]},
    ]
    assert content["has_unconfirmed"] is True


def test_a_confirmed_limit_has_no_mark(clerk):
    TimeLimitFactory(is_confirmed=True)
    ServiceAreaFactory()
    request = ServiceRequestFactory()

    accept_application(request.application, by=clerk)

    content = receipt_of(request.application).content
    assert content["limits"] == [{"label": "用水", "days": ["1", "", "", "", ""]}]
    assert content["has_unconfirmed"] is False


def test_a_service_nobody_takes_yet_is_left_to_the_office(clerk):
    request = ServiceRequestFactory(service="gas")

    accept_application(request.application, by=clerk)

    content = receipt_of(request.application).content
    assert (content["orders"], content["unrouted"], content["matters"]) == (
        [],
        ["用气"],
        ["用气：新开户，10 立方米/日"],
    )


def test_the_drawn_receipt_says_all_a_notice_must(accepted):
    text = text_of(receipt_of(accepted))

    for line in (
        "受理通知书",
        f"办件编号：{accepted.number}",
        "申请人天津市宁河区津沽食品有限公司",
        "联系人李建国联系电话13820001234",
        "申请地址芦台街道光明路18号",
        "受理时间为2026年11月23日09:30",
        f"用水water公司{accepted.number}-W2026年11月24日（周二）",
        "时限待确认",
        "联动报装信息表1份；告知同意与办理意愿确认书1份。",
        "《优化营商环境条例》第二十八条",
        f"查询码{accepted.query_code}",
        "经办人：王窗口",
        "申请人（代理人）签收：",
        "（盖章处）",
    ):
        assert text.count(line) >= 1, line


def test_the_query_code_is_printed_but_stored_nowhere(accepted):
    content = receipt_of(accepted).content

    assert accepted.query_code not in str(content)
    assert content["query_code_version"] == 1


def test_deemed_acceptance_has_its_receipt_too():
    request = ServiceRequestFactory()

    deem_accepted(request.application)

    assert receipt_of(request.application).content["is_deemed"] is True


def test_an_order_given_to_another_provider_needs_no_new_receipt(accepted, clerk, at):
    order = WorkOrder.objects.of_application(accepted).get(request__service="water")
    at("2026-11-24 10:00")
    return_order(order, reason=ReturnReason.WRONG_AREA, detail="", by=clerk)

    assign_request(order.request, Provider.objects.get(service="water"), by=clerk)

    assert accepted.papers.filter(kind=PaperKind.RECEIPT).count() == 1


def test_a_new_contact_gets_a_new_receipt_and_the_old_one_is_void(accepted):
    amend_application(
        Application.objects.get(pk=accepted.pk),
        by=APPLICANT,
        contact_name="周敏",
        contact_phone="13920009999",
    )

    first, second = accepted.papers.filter(kind=PaperKind.RECEIPT)
    assert (first.voided_at is None, second.voided_at is None) == (False, True)
    assert second.content["contact_phone"] == "13920009999"
    assert second.content["orders"] == first.content["orders"]
    assert text_of(second).count(query_codes.derive(accepted.token, 2)) == 1


def test_a_voided_receipt_drawn_late_shows_the_old_code(accepted):
    first = receipt_of(accepted)
    amend_application(Application.objects.get(pk=accepted.pk), by=APPLICANT, contact_phone="13920009999")

    text = text_of(first)

    assert text.count(query_codes.derive(accepted.token, 1)) == 1
    assert text.count(query_codes.derive(accepted.token, 2)) == 0


def test_another_name_of_the_contact_needs_no_new_receipt(accepted):
    amend_application(Application.objects.get(pk=accepted.pk), by=APPLICANT, contact_name="周敏")

    assert accepted.papers.filter(kind=PaperKind.RECEIPT).count() == 1


def test_accepting_six_orders_with_their_receipt_takes_at_most_forty_queries(
    clerk, django_assert_max_num_queries
):
    demo_limits()
    six_providers()
    application = ApplicationFactory()
    six_requests(application)

    with django_assert_max_num_queries(40):
        accept_application(application, by=clerk)

    assert len(receipt_of(application).content["orders"]) == 6
