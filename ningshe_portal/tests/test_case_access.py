"""Who may see a case: as the matrix of the contract says, and a stranger learns nothing."""

import re

import pytest

from accounts.actors import APPLICANT
from applications.services import amend_application
from ningshe_portal.pages.access import SESSION_KEY
from utilities.models import WorkOrder
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory

from .cases import PHONE, accepted_case, sign_in_member, sign_in_phone, sign_in_staff

pytestmark = pytest.mark.django_db
NOWHERE = "NH20990101000001"


@pytest.fixture
def case():
    ServiceAreaFactory(provider__service="water", provider__name="宁河供水")
    ServiceAreaFactory(provider__service="power", provider__name="宁河供电")
    return accepted_case()


def answer(client, number):
    response = client.get(f"/case/{number}/")
    return response.status_code, response.get("Location", "")


def words(response):
    """What a reader sees; tokens and nonces differ each time."""
    return re.sub("<[^>]*>", " ", response.content.decode()).split()


@pytest.mark.parametrize("page", ["", "ledger/", "withdraw/"], ids=["file", "ledger", "withdraw"])
def test_a_visitor_without_anything_is_led_to_the_way_in_whether_the_number_exists_or_not(client, case, page):
    real = client.get(f"/case/{case.number}/{page}")
    unreal = client.get(f"/case/{NOWHERE}/{page}")

    assert (real.status_code, real["Location"]) == (302, "/track/")
    assert (unreal.status_code, unreal["Location"], unreal.content) == (302, "/track/", real.content)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("clerk", 200),
        ("office", 200),
        ("supervisor", 200),
        ("provider", 404),
        ("officer", 404),
        ("regulator", 404),
        ("administrator", 404),
    ],
)
def test_staff_see_a_case_by_their_role(client, case, role, status):
    sign_in_staff(client, role)

    assert client.get(f"/case/{case.number}/").status_code == status


@pytest.mark.parametrize(
    ("phone", "status"), [(PHONE, 200), ("13820009999", 404)], ids=["the contact", "another"]
)
def test_an_applicant_sees_the_cases_of_his_phone(client, case, phone, status):
    sign_in_phone(client, phone)

    assert client.get(f"/case/{case.number}/").status_code == status


def test_a_case_of_others_and_no_case_at_all_look_alike(client, case):
    sign_in_phone(client, "13820009999")

    foreign, none = client.get(f"/case/{case.number}/"), client.get(f"/case/{NOWHERE}/")

    assert (foreign.status_code, none.status_code) == (404, 404)
    assert words(foreign) == words(none)


def test_a_case_opened_by_its_code_is_cut_off_by_a_new_contact(client, case):
    session = client.session
    session[SESSION_KEY] = {case.number: case.query_code_version}
    session.save()
    before = answer(client, case.number)

    amend_application(case, by=APPLICANT, contact_phone="13820005678")

    assert (before, answer(client, case.number)) == ((200, ""), (404, ""))


def test_a_former_contact_who_is_signed_in_sees_the_case_no_longer(client, case):
    sign_in_phone(client)

    amend_application(case, by=APPLICANT, contact_phone="13820005678")

    assert answer(client, case.number) == (404, "")


def test_a_provider_sees_its_own_order_and_nothing_of_others(client, case):
    order = WorkOrder.objects.get(request__service="water")
    WorkOrder.objects.filter(request__service="power").update(
        handler_name="电力经办人赵六", handler_phone="13899990000"
    )
    sign_in_member(client, order.provider)

    page = client.get(f"/case/{case.number}/").content.decode()

    assert "宁河供水" in page
    assert [word for word in ("宁河供电", "电力经办人赵六", "13899990000", "用电") if word in page] == []


def test_a_provider_without_an_order_in_the_case_finds_nothing(client, case):
    sign_in_member(client, ProviderFactory())

    assert answer(client, case.number) == (404, "")


@pytest.mark.parametrize("role", ["clerk", "supervisor"])
def test_only_the_applicant_withdraws_on_his_own_page(client, case, role):
    sign_in_staff(client, role)

    assert client.get(f"/case/{case.number}/withdraw/").status_code == 403


@pytest.mark.parametrize(
    ("role", "status"),
    [("clerk", 200), ("office", 200), ("supervisor", 403), ("provider", 403), ("officer", 403)],
)
def test_the_desk_is_for_clerks_and_the_office(client, case, role, status):
    sign_in_staff(client, role)

    pages = ["/window/", f"/window/{case.number}/", f"/window/{case.number}/receipts/"]

    assert [client.get(page).status_code for page in pages] == [status] * 3


@pytest.mark.parametrize("page", ["/window/", "/window/new/", f"/window/{NOWHERE}/"])
def test_the_desk_sends_strangers_to_sign_in(client, page):
    response = client.get(page)

    assert (response.status_code, response["Location"]) == (302, f"/login/?next={page}")
