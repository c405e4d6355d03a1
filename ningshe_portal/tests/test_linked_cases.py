"""A service added later is a case of its own, linked to the first, and both show it to who may see both."""

import pytest

from accounts.actors import APPLICANT
from applications.models import Application
from applications.services import submit_application
from applications.tests.factories import ServiceRequestFactory
from utilities.tests.factories import ServiceAreaFactory

from .cases import accepted_case, sign_in_member, sign_in_phone, sign_in_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    ServiceAreaFactory(provider__service="water")
    return accepted_case(("water",))


def added(first, client, service="power"):
    """What the applicant adds to the first case, handed in."""
    sign_in_phone(client)
    client.post(f"/case/{first.number}/add/")
    draft = Application.objects.drafts().get()
    ServiceRequestFactory(application=draft, service=service)
    submit_application(draft, receivers=[], by=APPLICANT)
    return Application.objects.get(pk=draft.pk)


def test_a_later_service_begins_with_what_is_known(first, client):
    sign_in_phone(client)

    answer = client.post(f"/case/{first.number}/add/")

    draft = Application.objects.drafts().get()
    assert answer.url == f"/apply/{draft.token}/"
    assert (draft.linked_to, draft.applicant_name, draft.requests.count()) == (first, first.applicant_name, 0)


def test_both_case_files_name_the_other(first, client):
    second = added(first, client)

    assert second.number in client.get(f"/case/{first.number}/").content.decode()
    assert first.number in client.get(f"/case/{second.number}/").content.decode()


def test_who_may_see_only_one_is_not_told_of_the_other(first, client):
    second = added(first, client)
    Application.objects.filter(pk=second.pk).update(contact_phone="13900000000")
    water = first.requests.get().orders.get().provider

    shown_to_applicant = client.get(f"/case/{first.number}/").content.decode()
    client.logout()
    sign_in_member(client, water)
    shown_to_provider = client.get(f"/case/{first.number}/").content.decode()

    assert second.number not in shown_to_applicant
    assert second.number not in shown_to_provider


@pytest.mark.parametrize(("service", "is_warned_of"), [("water", True), ("power", False)])
def test_the_desk_is_warned_of_what_is_under_way_already(first, client, service, is_warned_of):
    second = added(first, client, service)
    sign_in_staff(client, "clerk")

    page = client.get(f"/window/{second.number}/").content.decode()

    assert (f"已在关联办件 {first.number} 中办理" in page) is is_warned_of
    assert "同一地址没有在办的相同申请" in page


def test_the_window_adds_a_service_too(first, client):
    sign_in_staff(client, "clerk")

    answer = client.post(f"/window/{first.number}/add/")

    draft = Application.objects.drafts().get()
    assert answer.url == f"/window/new/?draft={draft.token}"
    assert (draft.linked_to, draft.channel) == (first, "window")
