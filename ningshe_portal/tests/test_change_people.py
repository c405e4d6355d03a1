"""People change at the desk: checked, kept in the history, and the former ones cut off on every way in."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from accounts.tests.factories import UserFactory
from applications.models import Application, Material, PaperKind, Status
from applications.services import return_application
from common import clock
from utilities.tests.factories import ServiceAreaFactory

from .cases import PHONE, accepted_case, sign_in_phone, sign_in_staff, submitted_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    return sign_in_staff(client, "clerk")


def test_no_whole_phone_is_on_the_page_before_that_line_is_written(client, clerk):
    case = submitted_case(agent_phone="13820007777", extras={"second_phone": "13820008888"})

    page = client.get(f"/window/{case.number}/").content.decode()

    assert re.findall(r"\b1[3-9][0-9]{9}\b", page) == []


def test_a_masked_phone_left_alone_in_the_form_of_the_contact_stays(client, clerk):
    case = submitted_case()
    typed = {"contact_name": "王芳", "contact_phone": "138****1234", "proof": "identity"}

    client.post(f"/window/{case.number}/change-contact/", typed)

    case.refresh_from_db()
    assert (case.contact_name, case.contact_phone) == ("王芳", PHONE)


def test_no_contact_is_changed_without_saying_what_was_checked(client, clerk):
    case = submitted_case()

    client.post(
        f"/window/{case.number}/change-contact/", {"contact_name": "王芳", "contact_phone": "13920009999"}
    )

    case.refresh_from_db()
    assert case.contact_phone == PHONE


def change_contact(client, case):
    typed = {"contact_name": "赵敏", "contact_phone": "139 2000 9999", "proof": "identity"}
    client.post(f"/window/{case.number}/change-contact/", typed)
    case.refresh_from_db()
    assert case.contact_phone == "13920009999"


def by_phone(visitor, case):
    sign_in_phone(visitor)


def by_query_code(visitor, case):
    visitor.post("/track/", {"number": case.number, "code": case.query_code})


def by_having_filled_it_in(visitor, case):
    session = visitor.session
    session["drafts"] = {str(case.token): case.query_code_version}
    session.save()
    visitor.get(f"/apply/{case.token}/done/")


@pytest.mark.parametrize("come_in", [by_phone, by_query_code, by_having_filled_it_in])
def test_the_former_contact_is_cut_off_from_every_page_he_had_open(client, clerk, come_in):
    ServiceAreaFactory(provider__service="water")
    case = accepted_case(["water"])
    Material.objects.create(application=case, kind="other", name="图.pdf", sha256="ab" * 32, path="ab/ab")
    former = Client()
    come_in(former, case)
    pages = [
        f"/case/{case.number}/",
        f"/case/{case.number}/ledger/",
        f"/case/{case.number}/withdraw/",
        f"/documents/{case.number}/receipt-1.pdf",
        f"/materials/{case.number}/{'ab' * 8}/",
    ]
    before = former.get(pages[0]).status_code

    change_contact(client, case)

    after = [former.get(page).status_code for page in pages]
    assert before == 200
    assert [code for code in after if code not in (302, 404)] == []
    assert former.get(f"/apply/{case.token}/done/")["Location"] == "/track/"


def test_the_former_query_code_opens_nothing(client, clerk):
    case = submitted_case()
    code, visitor = case.query_code, Client()

    change_contact(client, case)
    visitor.post("/track/", {"number": case.number, "code": code})

    assert visitor.get(f"/case/{case.number}/").status_code == 302


def test_the_former_contact_cannot_answer_a_correction_by_the_link_of_the_form(client, clerk):
    case = submitted_case()
    return_application(case, items=["权属证明"], by=clerk)
    former = Client()
    sign_in_phone(former)
    before = former.get(f"/apply/{case.token}/").status_code

    change_contact(client, case)

    assert (before, former.get(f"/apply/{case.token}/").status_code) == (200, 302)


def test_a_new_receipt_carries_the_new_query_code_and_the_old_one_is_void(client, clerk):
    ServiceAreaFactory(provider__service="water")
    case = accepted_case(["water"])

    change_contact(client, case)

    receipts = case.papers.filter(kind=PaperKind.RECEIPT).order_by("serial")
    facts = [(paper.content["query_code_version"], paper.voided_at is None) for paper in receipts]
    assert facts == [(1, False), (2, True)]


def test_who_takes_over_an_online_case_with_a_landline_gets_a_paper_with_the_code_at_once(client, clerk):
    case = submitted_case()
    typed = {"contact_name": "赵敏", "contact_phone": "69590000", "proof": "identity"}

    client.post(f"/window/{case.number}/change-contact/", typed)

    paper = case.papers.get(kind=PaperKind.INTAKE)
    assert paper.content["query_code_version"] == 2
    assert f"{case.number}/intake-1.pdf" in client.get(f"/window/{case.number}/").content.decode()


def test_the_review_asks_for_the_signed_mandate_until_it_is_brought(client, clerk, at):
    at("2026-11-23 09:30")
    case = submitted_case()
    agent = {"agent_name": "孙立", "agent_phone": "13920007777", "agent_capacity": "职工", "proof": "mandate"}
    client.post(f"/window/{case.number}/agent/", agent)
    asked = "尚未收到签字的授权委托书"
    page = client.get(f"/window/{case.number}/").content.decode()

    Material.objects.create(
        application=case, kind="mandate", sha256="ab" * 32, added_at=clock.now() + timedelta(minutes=5)
    )

    assert f"/documents/{case.number}/agent-1.pdf" in page
    assert asked in page
    assert asked not in client.get(f"/window/{case.number}/").content.decode()


def test_a_code_brought_later_stands_on_the_new_receipt(client):
    ServiceAreaFactory(provider__service="water")
    case = accepted_case(["water"], credit_code="", no_code_reason="执照办理中")
    sign_in_phone(client)

    client.post(f"/case/{case.number}/code/", {"credit_code": "n2120221ma05a1023r"})

    last = case.papers.valid().get(kind=PaperKind.RECEIPT)
    assert last.content["code"] == "N2120221MA05A1023R"
    assert client.get(f"/case/{case.number}/code/").status_code in (200, 302)


def test_an_identity_number_is_stored_encrypted_and_shown_in_full_to_nobody(client):
    number = "120221199001011237"
    person = {"applicant_kind": "individual", "credit_code": "", "id_type": "resident_id"}
    case = submitted_case(**person, id_number=number)
    sign_in_phone(client)
    pages = [client.get(f"/case/{case.number}/")]
    sign_in_staff(client, "clerk", "office")
    pages += [client.get(f"/window/{case.number}/"), client.get(f"/window/?q={case.number}")]

    assert [page for page in pages if number in page.content.decode()] == []
    assert [paper for paper in case.papers.all() if number in str(paper.content)] == []
    assert not Application.objects.extra(where=["id_number = %s"], params=[number]).exists()


@pytest.fixture
def colleague():
    return UserFactory(roles=["clerk"], display_name="陈窗口")


def test_ticked_cases_are_handed_over_together(client, clerk, colleague):
    mine = [submitted_case(clerk=clerk) for _ in range(3)]
    typed = {"taker": colleague.pk, "reason": "休假", "case": [case.number for case in mine[:2]]}

    client.post("/window/hand-over/", typed)

    clerks = [Application.objects.get(pk=case.pk).clerk for case in mine]
    assert clerks == [colleague, colleague, clerk]
    assert [row.application for row in client.get("/window/?queue=mine").context["rows"]] == [mine[2]]


def test_a_clerk_sees_and_passes_on_no_cases_of_others(client, clerk, colleague):
    foreign = submitted_case(clerk=colleague)

    page = client.get(f"/window/hand-over/?of={colleague.username}").content.decode()
    client.post("/window/hand-over/", {"taker": clerk.pk, "reason": "想要", "case": foreign.number})

    foreign.refresh_from_db()
    assert foreign.number not in page
    assert foreign.clerk == colleague


def test_the_office_passes_on_the_cases_of_whoever_is_ill(client, colleague):
    office = sign_in_staff(client, "office")
    case = submitted_case(clerk=colleague)
    typed = {"taker": office.pk, "reason": "陈窗口生病", "case": case.number}

    client.post(f"/window/hand-over/?of={colleague.username}", typed)

    case.refresh_from_db()
    assert case.clerk == office


@pytest.mark.parametrize("many", [1, 12])
def test_the_page_costs_the_same_however_many_cases(client, clerk, many, django_assert_num_queries):
    for _number in range(many):
        submitted_case(clerk=clerk, status=Status.DRAFT)

    with django_assert_num_queries(11):
        page = client.get("/window/hand-over/")

    assert len(page.context["cases"]) == many
