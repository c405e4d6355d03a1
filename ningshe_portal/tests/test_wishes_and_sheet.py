"""The consent and wishes sheet on the pages: printed before the form is handed in, and anew when they change."""

import pytest
from django.urls import reverse

from applications.models import Application
from applications.tests.typed_form import typed_form
from utilities.tests.factories import ServiceAreaFactory

from .cases import PHONE, accepted_case, sign_in_phone, sign_in_staff

pytestmark = pytest.mark.django_db
TOKEN = "6d1f6f0e-52c6-4d0c-9a9e-0d3c5a9a7b11"


@pytest.fixture
def drawn(monkeypatch):
    """What is on the sheet, without drawing it."""
    sheets = []
    monkeypatch.setattr(
        "applications.sheets.render_pdf",
        lambda template, context: sheets.append(context["content"]) or b"%PDF-",
    )
    return sheets


def print_sheet(client, **changes):
    data = typed_form(**changes)
    data["token"], data["action"] = TOKEN, "print"
    return client.post(reverse("window:new"), dict(data.lists()))


def test_the_sheet_is_printed_before_anything_is_handed_in(client, drawn):
    ServiceAreaFactory(provider__service="water", provider__name="宁河供水", provider__hotline="022-69590000")
    sign_in_staff(client, "clerk")

    answer = print_sheet(client, consents_sharing=None)

    kept = Application.objects.get(token=TOKEN)
    assert (answer["Content-Type"], kept.status, kept.papers.count()) == ("application/pdf", "draft", 0)
    sheet = drawn[0]
    assert sheet["receivers"][0] == "宁河供水（022-69590000）"
    assert (sheet["number"], sheet["agreed_at"]) == (None, "")
    assert [wish["is_wanted"] for wish in sheet["wishes"]] == [None, True, None, None, None]


def test_a_form_with_mistakes_is_mended_before_it_is_printed(client, drawn):
    sign_in_staff(client, "clerk")

    answer = print_sheet(client, contact_name="")

    assert (drawn, answer.status_code) == ([], 200)
    assert "请填写联系人" in answer.content.decode()


def test_the_applicant_changes_his_wishes_in_the_case_file(client):
    ServiceAreaFactory(provider__service="water")
    case = accepted_case(("water",), wants_joint_survey=True)
    sign_in_phone(client, PHONE)
    page = client.get(f"/case/{case.number}/wishes/").content.decode()

    client.post(f"/case/{case.number}/wishes/", {"wants_joint_connection": "yes"})

    case.refresh_from_db()
    assert page.count("checked") == 1
    assert (case.wants_joint_survey, case.wants_joint_connection) == (False, True)
    assert "变更了联办意愿" in client.get(f"/case/{case.number}/").content.decode()


def test_the_window_changes_them_for_him(client):
    case = accepted_case(("water",))
    sign_in_staff(client, "clerk")

    client.post(f"/window/{case.number}/wishes/", {"wants_joint_works": "yes"})

    case.refresh_from_db()
    assert case.wants_joint_works
