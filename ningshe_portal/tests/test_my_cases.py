import pytest

from applications.tests.factories import DraftFactory
from common import clock
from works.tests.cases import give_all, planned_case

from .cases import PHONE, sign_in_phone, submitted_case
from .permits import case_with_permits

pytestmark = pytest.mark.django_db
QUERIES = 10


def test_who_is_not_signed_in_is_asked_for_his_phone(client):
    assert client.get("/my/")["Location"] == "/login/phone/?next=%2Fmy%2F"


def test_drafts_and_cases_of_this_phone_are_listed_and_no_others(client):
    draft = DraftFactory(channel="online", contact_phone=PHONE)
    case = submitted_case()
    submitted_case(contact_phone="13820009999")
    DraftFactory(channel="window", contact_phone=PHONE)
    sign_in_phone(client)

    page = client.get("/my/")

    assert list(page.context["drafts"]) == [draft]
    assert page.context["cases"] == [(case, "申请已提交，等待窗口受理。")]


@pytest.mark.parametrize("address", ["/my/", "/case/{number}/"], ids=["in the list", "on the case"])
def test_what_a_case_asks_of_its_applicant_stands_in_its_first_sentence(address, client):
    case = planned_case(contact_phone=PHONE)
    give_all(case)
    sign_in_phone(client)

    page = client.get(address.format(number=case.number)).content.decode()

    assert "已受理，2 项办理中。请您确认接入方案。" in page


def test_a_refused_permit_is_asked_of_who_files_himself_while_others_are_decided(client):
    case = case_with_permits(entrusts=False, is_inside_plot=False)
    case.permits.update(status="filed", filed_at=clock.now())
    case.permits.filter(pk=case.permits.first().pk).update(status="refused")
    sign_in_phone(client)

    assert "请您申报审批手续。" in client.get(f"/case/{case.number}/").content.decode()
    assert "请您申报审批手续。" in client.get("/my/").content.decode()


def test_an_agent_sees_the_case_too(client):
    case = submitted_case(agent_phone="13820007777")
    sign_in_phone(client, "13820007777")

    assert [found for found, _state in client.get("/my/").context["cases"]] == [case]


def test_an_empty_list_says_what_would_be_here(client):
    sign_in_phone(client)

    assert "会自动出现在这里" in client.get("/my/").content.decode()


@pytest.mark.parametrize("many", [1, 12])
def test_more_cases_cost_no_more_questions(client, many, django_assert_num_queries):
    for _number in range(many):
        submitted_case()
    sign_in_phone(client)

    with django_assert_num_queries(QUERIES):
        client.get("/my/")
