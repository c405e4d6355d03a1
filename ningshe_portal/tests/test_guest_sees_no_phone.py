"""Who has only the 查询码 of a case reaches no phone, document or file of it in full, by whatever door."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.tests.factories import UserFactory
from applications.models import Application, Status
from applications.services import refuse_application, return_application
from applications.tests.typed_form import typed_form
from applications.uploads import add_material
from ningshe_portal.pages.access import SESSION_KEY
from ningshe_portal.pages.materials import material_url

from .cases import PHONE, accepted_case, sign_in_phone, submitted_case

pytestmark = pytest.mark.django_db
AGENT, SECOND = "13920005678", "13702223333"
NUMBERS = (PHONE, AGENT, SECOND)
PDF = b"%PDF-1.4\n%%EOF\n"


def open_by_code(client, case):
    session = client.session
    session[SESSION_KEY] = {case.number: case.query_code_version}
    session.save()


def private(**fields):
    return {"agent_name": "王代理", "agent_phone": AGENT, "extras": {"second_phone": SECOND}} | fields


@pytest.fixture
def refused(client):
    case = submitted_case(**private())
    refuse_application(case, reason="不在本区", by=UserFactory(roles=["clerk"]))
    open_by_code(client, case)
    return case


@pytest.fixture
def returned(client):
    case = submitted_case(("water",), **private())
    return_application(case, items=["权属证明"], by=UserFactory(roles=["clerk"]))
    open_by_code(client, case)
    return Application.objects.get(pk=case.pk)


def shown(answer):
    """Which of the numbers a page shows."""
    return [number for number in NUMBERS if number in answer.content.decode()]


def test_a_new_form_begins_only_after_the_phone_was_proved(client, refused):
    url = f"/case/{refused.number}/again/"

    answers = [client.get(url), client.post(url)]

    assert [answer["Location"] for answer in answers] == [
        f"/login/phone/?next=%2Fcase%2F{refused.number}%2Fagain%2F"
    ] * 2
    assert not Application.objects.filter(status=Status.DRAFT).exists()


def test_another_phone_will_not_do_and_nobody_is_sent_round_in_circles(client, refused):
    session = client.session
    session["phone"] = "13700000000"
    session.save()

    answer = client.post(f"/case/{refused.number}/again/", follow=True)

    assert answer.redirect_chain == [(f"/case/{refused.number}/", 302)]
    assert "联系人或代理人的手机号" in answer.content.decode()


def test_something_beside_a_case_under_way_begins_only_after_the_phone_was_proved(client):
    case = accepted_case(("water",))
    open_by_code(client, case)

    assert client.post(f"/case/{case.number}/add/")["Location"].startswith("/login/phone/")


@pytest.mark.parametrize("kind", ["form", "consent", "agent"])
def test_a_paper_with_every_phone_asks_for_the_phone(client, refused, kind):
    address = reverse("document", args=[refused.number, kind, 1])
    by_code = client.get(address)
    sign_in_phone(client)

    assert by_code["Location"].startswith("/login/phone/")
    assert client.get(address)["Content-Type"] == "application/pdf"


def test_a_notice_opens_by_code(client, refused):
    answer = client.get(reverse("document", args=[refused.number, "refusal", 1]))

    assert answer["Content-Type"] == "application/pdf"


def test_a_file_asks_for_the_phone(client, returned):
    material = add_material(returned, "identity", SimpleUploadedFile("证.pdf", PDF))

    answer = client.get(material_url(returned, material))

    assert answer["Location"].startswith("/login/phone/")


def test_a_correction_shows_phones_masked_and_keeps_them(client, returned):
    url = reverse("apply:form", args=[returned.token])
    masked = {"contact_phone": "138****1234", "agent_phone": "139****5678", "second_phone": "137****3333"}

    page = client.get(url)
    said = dict(typed_form(services=["water"]).lists()) | masked
    saved = client.post(url, said | {"action": "save"}, follow=True)
    review = client.post(url, said | {"action": "review"})
    client.post(url, said | {"action": "submit"})

    assert [shown(answer) for answer in (page, saved, review)] == [[], [], []]
    assert "137****3333" in review.content.decode()
    returned.refresh_from_db()
    assert (returned.status, returned.contact_phone, returned.agent_phone) == ("submitted", PHONE, AGENT)
    assert returned.extras["second_phone"] == SECOND


def test_who_answered_a_correction_by_code_is_a_guest_at_the_next_one(client, returned):
    url = reverse("apply:form", args=[returned.token])
    client.post(url, {"action": "save"})

    assert shown(client.get(url)) == []
    sign_in_phone(client)
    assert shown(client.get(url)) == list(NUMBERS)


def test_no_page_of_the_case_shows_a_number(client, refused):
    pages = [client.get(f"/case/{refused.number}/{end}") for end in ("", "ledger/", "data/")]

    assert [shown(page) for page in pages] == [[], [], []]


def test_what_a_guest_takes_along_has_neither_numbers_nor_files(client, refused):
    answer = client.get(f"/case/{refused.number}/data/export/")

    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    facts = json.dumps(json.loads(archive.read("资料.json")), ensure_ascii=False)
    assert [number for number in NUMBERS if number in facts] == []
    assert [name for name in archive.namelist() if "/" in name] == [f"{refused.number}/文书/refusal-1.pdf"]
