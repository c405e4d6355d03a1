"""What departments wrote about permits, and the signed mandate: who opens them, and where they are linked."""

import pytest
from django.urls import reverse

from accounts.actors import APPLICANT
from accounts.tests.factories import UserFactory
from applications.models import Reveal
from approvals.models import Department
from approvals.services import (
    add_permit_paper,
    begin_procedure,
    decide_permit,
    extend_permit,
    file_permits,
    refile_permit,
    sign_entrustment,
)
from common import clock
from common.files import store
from utilities.services import return_order
from utilities.tests.factories import MemberFactory, ProviderFactory

from .cases import sign_in_phone, sign_in_staff
from .permits import orders_of

pytestmark = pytest.mark.django_db


def kept(text):
    return store(b"%PDF-1.7\n" + text.encode(), "evidence", ".pdf")[0]


@pytest.fixture(autouse=True)
def on_monday(at):
    at("2026-11-23 09:00")


@pytest.fixture
def case(planned):
    return planned


@pytest.fixture
def mandate(case):
    return sign_entrustment(case, signed_on=clock.today(), scan=kept("mandate"), by=APPLICANT)


@pytest.fixture
def permit(case, mandate):
    """Digging, of the municipal works: a procedure, an extension, refused, a further paper. Each with its file."""
    file_permits(case, by=APPLICANT, provider=mandate.provider)
    permit = case.permits.get(department__code="municipal")
    said = {"notice_number": "告〔2026〕3 号", "by": APPLICANT}
    begin_procedure(permit, procedure="hearing", expected_days=5, file=kept("procedure"), **said)
    extend_permit(permit, days=5, approved_by="李局长", text="复杂", file=kept("extension"), **said)
    decide_permit(permit, outcome="refused", refusal_reason="缺图", file=kept("decision"), by=APPLICANT)
    add_permit_paper(permit, title="补充意见", file=kept("paper"), by=APPLICANT)
    permit.refresh_from_db()
    return permit


def names(permit):
    span, paper = permit.spans.get(), permit.papers.get()
    return [f"procedure-{span.pk}", "extension", "decision", f"paper-{paper.pk}"]


def addresses(permit):
    return [
        reverse("case_permit_file", args=[permit.application.number, permit.number, name])
        for name in names(permit)
    ]


def at_desk(permit):
    return [reverse("admin:approvals_permit_file", args=[permit.pk, name]) for name in names(permit)]


def address(mandate):
    return reverse("case_mandate", args=[mandate.application.number, mandate.pk])


def sign_in_member(client, provider):
    user = UserFactory(roles=["provider"], is_staff=True)
    MemberFactory(provider=provider, user=user)
    client.force_login(user)


def sign_in_officer(client, code):
    user = UserFactory(roles=["officer"], is_staff=True)
    Department.objects.get(code=code).members.add(user)
    client.force_login(user)


def statuses(client, links):
    answers = [client.get(link) for link in links]
    for file in (answer for answer in answers if answer.streaming):
        file.getvalue()  # read to its end it is closed
    return {answer.status_code for answer in answers}


def test_the_applicant_opens_what_was_written_to_him_from_his_case(client, case, permit, mandate):
    sign_in_phone(client)

    shown = client.get(f"/case/{case.number}/").content.decode()

    links = [*addresses(permit), address(mandate)]
    assert [link for link in links if f'href="{link}"' not in shown] == []
    read = [client.get(link).getvalue().split(b"\n")[1].decode() for link in links]
    assert read == ["procedure", "extension", "decision", "paper", "mandate"]


@pytest.mark.parametrize("role", ["clerk", "office"])
def test_counter_and_office_open_them_at_the_window_and_it_is_kept(client, case, permit, mandate, role):
    user = sign_in_staff(client, role)

    shown = client.get(f"/window/{case.number}/").content.decode()

    links = [*addresses(permit), address(mandate)]
    assert [link for link in links if f'href="{link}"' not in shown] == []
    assert statuses(client, links) == {200}
    assert Reveal.objects.filter(actor=user, what="paper").exists()


def test_the_desk_opens_them_for_officers_of_the_department_alone(client, permit, mandate):
    sign_in_officer(client, "municipal")
    shown = client.get(reverse("admin:approvals_permit_change", args=[permit.pk])).content.decode()

    assert [link for link in at_desk(permit) if f'href="{link}"' not in shown] == []
    assert statuses(client, at_desk(permit)) == {200}
    assert statuses(client, [*addresses(permit), address(mandate)]) == {404}
    sign_in_officer(client, "police")
    assert statuses(client, [*at_desk(permit), *addresses(permit), address(mandate)]) == {404}


def test_providers_open_what_their_orders_wait_for_and_the_entrusted_one_the_mandate(
    client, case, permit, mandate
):
    water, gas = orders_of(case)
    order_page = reverse("admin:utilities_workorder_change", args=[water.pk])

    sign_in_member(client, water.provider)
    assert f'href="{address(mandate)}"' in client.get(order_page).content.decode()
    assert statuses(client, [*at_desk(permit), *addresses(permit), address(mandate)]) == {200}
    sign_in_member(client, gas.provider)
    assert statuses(client, [*at_desk(permit), *addresses(permit)]) == {200}
    assert client.get(address(mandate)).status_code == 404


def test_a_permit_of_others_is_not_there_for_a_provider_of_the_case(client, case, permit):
    gas = orders_of(case)[1]
    permit.orders.remove(gas)
    sign_in_member(client, gas.provider)

    assert statuses(client, [*at_desk(permit), *addresses(permit)]) == {404}


def test_who_has_given_the_order_back_does_not_open_the_mandate(client, case, mandate):
    water = orders_of(case)[0]
    sign_in_member(client, water.provider)

    return_order(water, reason="other", detail="转办", by=APPLICANT)

    assert client.get(address(mandate)).status_code == 404


def test_strangers_find_nothing(client, permit, mandate):
    links = [*addresses(permit), address(mandate)]
    sign_in_member(client, ProviderFactory(service="power"))
    assert statuses(client, [*at_desk(permit), *links]) == {404}

    client.logout()
    sign_in_phone(client, "13900009999")
    assert statuses(client, links) == {404}


def test_what_was_refused_stays_open_once_it_is_filed_anew(client, permit):
    refile_permit(permit, by=APPLICANT)
    sign_in_phone(client)

    assert statuses(client, addresses(permit)) == {200}


def test_the_query_code_alone_opens_none(client, case, permit, mandate):
    client.post("/track/", {"number": case.number, "code": case.query_code})

    answers = [client.get(link) for link in [*addresses(permit), address(mandate)]]

    assert client.get(f"/case/{case.number}/").status_code == 200
    assert {answer["Location"].partition("?")[0] for answer in answers} == {reverse("accounts:phone")}


def test_a_name_of_another_permits_file_is_not_there(client, case, permit):
    other = case.permits.get(department__code="police")
    sign_in_phone(client)

    links = [reverse("case_permit_file", args=[case.number, other.number, name]) for name in names(permit)]

    assert statuses(client, links) == {404}
