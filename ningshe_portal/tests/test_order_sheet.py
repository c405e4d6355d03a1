"""The dispatch sheet of an order: for its own crew on paper, void once it says what holds no longer."""

import io

import pypdf
import pytest
from django.urls import reverse

from accounts.actors import APPLICANT, SYSTEM
from accounts.roles import RoleName
from accounts.tests.factories import UserFactory
from applications.drawing import read_paper
from applications.models import Proof
from applications.services import change_wishes, correct_data, withdraw_application
from applications.services.people import change_contact, name_agent
from milestones.tests.factories import demo_limits
from utilities.models import ReturnReason, WorkOrder
from utilities.services import acknowledge_order, assign_request, return_order
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory

from .cases import accepted_case, large_case, sign_in_member, sign_in_phone, sign_in_staff

pytestmark = pytest.mark.django_db
ID_NUMBER = "120221199003071239"


@pytest.fixture
def case():
    demo_limits()
    for service in ("water", "power"):
        ServiceAreaFactory(provider__service=service)
    return accepted_case()


def order_of(case, service="water"):
    return WorkOrder.objects.get(request__application=case, request__service=service)


def sheets_of(case, service="water"):
    return case.papers.filter(kind="order", request__service=service)


def sheet_of(case, service="water"):
    return sheets_of(case, service).valid().get()


def facts_of(sheet):
    return dict(sheet.content["facts"])


def text_of(sheet):
    pages = pypdf.PdfReader(io.BytesIO(read_paper(sheet))).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def status(client, sheet):
    args = [sheet.application.number, "order", sheet.serial]
    return client.get(reverse("document", args=args)).status_code


def send_back(order):
    return_order(order, reason=ReturnReason.OTHER, detail="地址不在供水范围", by=SYSTEM)


def test_each_order_has_a_sheet_that_says_what_its_crew_needs(case):
    order = order_of(case)

    text = text_of(sheet_of(case))

    said = (
        order.number,
        str(order.provider),
        case.contact_name,
        case.contact_phone,
        case.address,
        "派工单",
        "请最迟",
    )
    assert [words for words in said if "".join(words.split()) not in text] == []


def test_neither_code_nor_identity_number_stands_on_it():
    ServiceAreaFactory(provider__service="water")
    person = {"applicant_kind": "individual", "id_type": "resident_id", "id_number": ID_NUMBER}
    case = accepted_case(("water",), credit_code="91120221MA05XXXX0A", **person)

    said = str(sheet_of(case).content)

    assert [secret for secret in (ID_NUMBER, case.credit_code, case.query_code) if secret in said] == []


def test_each_of_six_orders_has_one_of_its_own():
    case = large_case()

    sheets = case.papers.filter(kind="order")

    orders = WorkOrder.objects.of_application(case).order_by("pk")
    said = [(sheet.serial, sheet.request_id, sheet.content["order"]) for sheet in sheets]
    assert said == [(serial, order.request_id, order.number) for serial, order in enumerate(orders, 1)]
    assert len(said) == 6


def test_a_provider_opens_its_own_and_nobody_elses(client, case):
    sign_in_member(client, order_of(case).provider)

    assert (status(client, sheet_of(case)), status(client, sheet_of(case, "power"))) == (200, 404)


@pytest.mark.parametrize("role", [RoleName.OFFICER, RoleName.REGULATOR])
def test_who_has_no_part_in_the_case_does_not_open_it(client, case, role):
    sign_in_staff(client, role)

    assert status(client, sheet_of(case)) == 404


def test_who_holds_the_code_alone_signs_in_first(client, case):
    client.post(reverse("track"), {"number": case.number, "code": case.query_code})

    assert client.get(reverse("case", args=[case.number])).status_code == 200
    assert status(client, sheet_of(case)) == 302


def test_the_owner_and_the_counter_open_it_but_he_is_not_bothered_with_it(client, case):
    sign_in_phone(client, case.contact_phone)
    assert status(client, sheet_of(case)) == 200
    assert "派工单" not in client.get(reverse("case", args=[case.number])).content.decode()

    sign_in_staff(client, "clerk")
    assert status(client, sheet_of(case)) == 200
    assert "派工单（用水）" in client.get(reverse("window:review", args=[case.number])).content.decode()


def test_who_gives_the_order_back_reads_it_no_more(client, case):
    order, sheet = order_of(case), sheet_of(case)
    sign_in_member(client, order.provider)

    send_back(order)

    assert not sheets_of(case).valid().exists()
    assert sheets_of(case, "power").valid().exists()
    assert status(client, sheet) == 404


def test_whoever_gets_the_order_next_gets_a_sheet_of_its_own(case):
    order, other = order_of(case), ProviderFactory(service="water", name="芦台供水站")
    send_back(order)

    assign_request(order.request, other, by=UserFactory())

    assert sheets_of(case).count() == 2
    content = sheet_of(case).content
    assert (content["order"], content["provider"]) == (f"{order.number}.2", other.pk)


def test_a_withdrawn_case_leaves_no_sheet_in_force(case):
    withdraw_application(case, reason="项目暂停", by=APPLICANT)

    assert not case.papers.valid().filter(kind="order").exists()


def test_another_contact_gets_every_crew_a_new_sheet(case):
    change_contact(
        case, contact_name="周敏", contact_phone="13920009999", proof=Proof.IDENTITY, by=UserFactory()
    )

    for service in ("water", "power"):
        assert facts_of(sheet_of(case, service))["联系人"] == "周敏　13920009999"
        assert sheets_of(case, service).count() == 2


def test_a_crew_opens_the_sheet_that_holds_and_none_before_it(client, case):
    before = sheet_of(case)
    change_contact(
        case, contact_name="周敏", contact_phone="13920009999", proof=Proof.IDENTITY, by=UserFactory()
    )
    sign_in_member(client, order_of(case).provider)

    assert (status(client, before), status(client, sheet_of(case))) == (404, 200)


@pytest.mark.parametrize(
    ("change", "label", "said"),
    [
        (
            lambda case: correct_data(case, address="光明路 8 号", proof=Proof.IDENTITY, by=UserFactory()),
            "申请地址",
            "光明路 8 号",
        ),
        (
            lambda case: change_wishes(case, wants_joint_survey=True, by=APPLICANT),
            "自主选择",
            "联合踏勘",
        ),
        (
            lambda case: name_agent(
                case,
                agent_name="张强",
                agent_phone="13920008888",
                agent_capacity="员工",
                proof=Proof.IDENTITY,
                by=UserFactory(),
            ),
            "代理人",
            "张强　13920008888",
        ),
    ],
    ids=["address", "wishes", "agent"],
)
def test_what_has_changed_stands_on_the_new_sheet(case, change, label, said):
    change(case)

    assert facts_of(sheet_of(case))[label] == said


def test_what_no_crew_reads_needs_no_new_sheet(case):
    correct_data(case, project_code="2308-120117-04-01-123456", proof=Proof.IDENTITY, by=UserFactory())

    assert sheets_of(case).count() == 1


def test_the_sheet_of_a_crew_at_work_asks_for_no_acknowledgement(case):
    order = order_of(case)
    acknowledge_order(order, by=UserFactory(), handler_name="赵水", needs_survey=True)

    change_wishes(case, wants_joint_survey=True, by=APPLICANT)

    text = text_of(sheet_of(case))
    assert ("以本单为准" in text, "请最迟" in text) == (True, False)
