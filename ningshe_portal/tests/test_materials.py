"""A file of a case is handed out only to those who may see the case, and never as a page."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import attempts
from accounts.actors import SYSTEM
from accounts.phone_session import SESSION_KEY as PHONE
from accounts.tests.factories import UserFactory
from applications import uploads
from applications.models import Material
from applications.services import amend_application, remove_material
from applications.tests.factories import ApplicationFactory, DraftFactory
from applications.tests.typed_form import typed_form
from applications.uploads import add_material
from ningshe_portal.pages.materials import material_url
from ningshe_portal.roles import sync_roles
from utilities.services import return_order
from utilities.tests.factories import MemberFactory, WorkOrderFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n<script>alert(1)</script>\n%%EOF"


def attach(application, kind="identity"):
    return add_material(application, kind, SimpleUploadedFile("执照.pdf", PDF))


@pytest.fixture
def order():
    return WorkOrderFactory()


@pytest.fixture
def address(order):
    return material_url(order.request.application, attach(order.request.application))


def status(client, address):
    """What a visitor gets; a file is read to its end, which closes it."""
    answer = client.get(address)
    if answer.streaming:
        list(answer.streaming_content)
    return answer.status_code


def sign_in(client, phone):
    session = client.session
    session[PHONE] = phone
    session.save()


def test_a_file_comes_as_a_download_no_browser_opens(client, order, address):
    sign_in(client, order.request.application.contact_phone)

    answer = client.get(address)

    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]


def test_the_address_holds_the_number_and_no_key(order, address):
    assert address.startswith(f"/materials/{order.request.application.number}/")


@pytest.mark.parametrize("role", ["clerk", "office", "supervisor"])
def test_staff_who_see_the_case_see_its_files(client, address, role):
    sync_roles()
    client.force_login(UserFactory(roles=[role]))

    assert status(client, address) == 200


@pytest.mark.parametrize(
    ("kind", "answer"),
    [("site_plan", 200), ("load_list", 200), ("ownership", 200), ("identity", 404), ("mandate", 404)],
)
def test_a_provider_of_the_case_sees_what_it_needs_to_plan_and_not_who_somebody_is(
    client, order, kind, answer
):
    address = material_url(order.request.application, attach(order.request.application, kind))
    client.force_login(MemberFactory(provider=order.provider).user)

    assert status(client, address) == answer


def test_who_gave_the_order_back_sees_its_files_no_longer(client, order):
    address = material_url(order.request.application, attach(order.request.application, "site_plan"))
    client.force_login(MemberFactory(provider=order.provider).user)
    return_order(order, reason="other", detail="", by=SYSTEM)

    assert status(client, address) == 404


def test_a_provider_of_another_case_sees_no_file(client, order):
    address = material_url(order.request.application, attach(order.request.application, "site_plan"))
    client.force_login(MemberFactory().user)

    assert status(client, address) == 404


def test_a_stranger_and_another_phone_get_404(client, address):
    stranger = status(client, address)
    sign_in(client, "13911112222")

    assert (stranger, status(client, address)) == (404, 404)


def test_a_former_contact_loses_the_files_too(client, order, address):
    application = order.request.application
    sign_in(client, application.contact_phone)

    amend_application(application, contact_phone="13900000000", by=UserFactory())

    assert status(client, address) == 404


def test_a_draft_is_open_to_whoever_has_its_link_until_it_is_a_case(client):
    draft = DraftFactory(token=uuid.uuid4())
    address = material_url(draft, attach(draft))
    open_before = status(client, address)

    ApplicationFactory._meta.model.objects.update(status="submitted", number="NH20261123999999")

    assert (open_before, status(client, address)) == (200, 404)


def test_a_removed_file_is_gone(client):
    draft = DraftFactory(token=uuid.uuid4())
    material = attach(draft)
    remove_material(material)

    assert status(client, material_url(draft, material)) == 404


def test_a_file_is_added_and_removed_beside_the_form(client):
    url = f"/apply/{uuid.uuid4()}/materials/"
    fetch = {"X-Requested-With": "fetch"}

    added = client.post(url, {"material-identity": SimpleUploadedFile("执照.pdf", PDF)}, headers=fetch)
    material = Material.objects.get()
    removed = client.post(url, {"remove": material.sha256}, headers=fetch)

    assert "执照.pdf" in added.content.decode()
    assert "执照.pdf" not in removed.content.decode()
    assert material.application.draft == {}


def test_without_script_the_file_button_keeps_what_was_typed(client):
    url = f"/apply/{uuid.uuid4()}/materials/"
    data = dict(typed_form(action="attach").lists())

    answer = client.post(url, data | {"material-identity": SimpleUploadedFile("执照.pdf", PDF)})

    assert answer.url == url.replace("materials/", "#card-materials")
    assert Material.objects.get().application.draft["address"] == ["芦台街道光明路 18 号"]


def test_a_stranger_cannot_add_to_a_case(client):
    application = ApplicationFactory(token=uuid.uuid4())

    answer = client.post(
        f"/apply/{application.token}/materials/", {"material-identity": SimpleUploadedFile("执照.pdf", PDF)}
    )

    assert answer.url == "/track/"
    assert not Material.objects.exists()


def test_more_than_any_case_needs_is_refused_before_it_is_stored(client, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_POST_BYTES", 1_000)

    answer = client.post(
        f"/apply/{uuid.uuid4()}/", {"material-identity": SimpleUploadedFile("执照.pdf", PDF + b" " * 2_000)}
    )

    assert answer.status_code == 400
    assert not Material.objects.exists()


@pytest.mark.parametrize("remove", ["\0", "0" * 64, ""], ids=["NUL", "another", "nothing"])
def test_a_button_that_names_no_file_removes_none(client, remove):
    application = DraftFactory(channel="online")
    attach(application)

    answer = client.post(f"/apply/{application.token}/materials/", {"remove": remove})

    assert answer.status_code == 302
    assert application.materials.filter(removed_at=None).count() == 1


def test_who_proved_nothing_leaves_only_so_many_files_a_day(client, monkeypatch):
    monkeypatch.setattr(attempts, "UPLOADS_A_DAY", 1)
    draft = DraftFactory(channel="online")
    url = f"/apply/{draft.token}/materials/"

    def leave(content):
        files = {"material-other": SimpleUploadedFile("a.pdf", PDF + content + b"%%EOF")}
        client.post(url, files)
        return draft.materials.count()

    assert (leave(b"1"), leave(b"2")) == (1, 1)
    sign_in(client, "13820001234")
    assert leave(b"3") == 2
