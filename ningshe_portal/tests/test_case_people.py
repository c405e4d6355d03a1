"""Whom the applicant finds on his case file to ask, also after his case was handed over."""

from datetime import date

import pytest

from accounts.tests.factories import UserFactory
from applications.models import Application
from applications.services import hand_over, take_back
from utilities.tests.factories import ServiceAreaFactory

from .cases import accepted_case, sign_in_member, sign_in_phone, sign_in_staff, submitted_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return UserFactory(roles=["clerk"], display_name="王晓燕", phone="022-69590001")


@pytest.fixture
def case(at, clerk):
    at("2026-11-23 09:30")
    ServiceAreaFactory(provider__service="water")
    return accepted_case(("water",), by=clerk, agent_name="周代理", agent_phone="13911112222")


def words(client, case):
    """What the panel says, without its marks."""
    page = client.get(f"/case/{case.number}/")
    return page.context["panels"][0][1], page.content.decode()


def test_the_first_contact_stands_there_with_the_phone_of_the_window(client, case, settings):
    sign_in_phone(client)
    settings.OFFICE_PHONE = "022-69590000"

    panel, page = words(client, case)

    assert (str(panel.application.clerk), panel.phone, panel.hand_over) == ("王晓燕", "022-69590000", None)
    assert 'href="tel:022-69590000"' in page
    assert ("138****1234" in page, "139****2222" in page, "13911112222" in page) == (True, True, False)


def test_without_an_office_phone_it_is_the_clerks_as_on_the_papers(client, case, settings):
    sign_in_phone(client)
    settings.OFFICE_PHONE = ""

    assert words(client, case)[0].phone == "022-69590001"


def test_after_a_hand_over_the_new_one_stands_there_and_since_when(client, case, clerk, at):
    sign_in_phone(client)
    other = UserFactory(roles=["clerk"], display_name="李立新")
    at("2026-11-24 10:00")
    hand_over([Application.objects.get()], taker=other, reason="休假", until=date(2026, 12, 1), by=clerk)

    page = words(client, case)[1]
    take_back(case.hand_overs.get(), by=clerk)
    panel, later = words(client, case)

    assert ("2026-11-24 起接替 王晓燕" in page, "，至 2026-12-01" in page, "休假" in page) == (
        True,
        True,
        False,
    )
    assert (panel.application.clerk, panel.hand_over, "起接替" in later) == (clerk, None, False)


def test_who_stands_behind_a_case_is_changed_at_the_window_and_the_page_says_what_to_bring(client, case):
    sign_in_phone(client)

    assert "变更联系人、电话或代理人" in words(client, case)[1]


def test_before_anybody_took_it_up_the_office_answers(client, at):
    at("2026-11-23 09:30")
    sign_in_phone(client)

    assert "窗口接手后确定" in words(client, submitted_case(("water",)))[1]


def test_a_provider_reads_whom_to_ask_at_the_window_and_nothing_of_the_applicants_people(client, case):
    sign_in_member(client, case.requests.get().orders.get().provider)

    page = words(client, case)[1]

    assert ("王晓燕" in page, "周代理" in page, "变更联系人" in page) == (True, False, False)


def test_of_two_who_end_a_hand_over_the_second_is_told(client, case):
    sign_in_staff(client, "office")

    answer = client.post(f"/window/{case.number}/take-back/", follow=True)

    assert "移交已结束" in answer.content.decode()
