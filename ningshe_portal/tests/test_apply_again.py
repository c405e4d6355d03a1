"""From a case that has ended to a new form: on the applicant's page and at the desk."""

import pytest

from accounts.tests.factories import UserFactory
from applications.models import Application, Status
from applications.services import refuse_application

from .cases import sign_in_phone, sign_in_staff, submitted_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused():
    case = submitted_case()
    refuse_application(case, reason="不在本区", by=UserFactory(roles=["clerk"]))
    return case


def test_the_applicant_goes_on_in_a_form_filled_already(client, refused):
    sign_in_phone(client)

    answer = client.post(f"/case/{refused.number}/again/")

    draft = Application.objects.get(status=Status.DRAFT)
    page = client.get(answer["Location"])
    assert answer["Location"] == f"/apply/{draft.token}/"
    assert refused.applicant_name in page.content.decode()


def test_the_clerk_goes_on_typing(client, refused):
    sign_in_staff(client, "clerk")

    answer = client.post(f"/window/{refused.number}/again/")

    draft = Application.objects.get(status=Status.DRAFT)
    assert answer["Location"] == f"/window/new/?draft={draft.token}"
    assert client.get(answer["Location"]).context["form"].initial["services"] == ["water", "power"]


def test_a_living_case_offers_no_new_form(client):
    case = submitted_case()
    sign_in_phone(client)

    assert "重新申请" not in client.get(f"/case/{case.number}/").content.decode()
