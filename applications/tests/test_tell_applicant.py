import pytest

from applications.services import accept_application, return_application
from applications.telling import TEXTS, tell_applicant
from outbox.models import Message

from .factories import ApplicationFactory

pytestmark = pytest.mark.django_db


def told(kind):
    return sorted(Message.objects.filter(kind=kind, channel="sms").values_list("recipient", flat=True))


def test_contact_and_agent_are_told_of_the_acceptance(clerk):
    application = ApplicationFactory(agent_phone="13920007777")

    accept_application(application, by=clerk)

    assert told("application.accepted") == ["13820001234", "13920007777"]


def test_a_landline_gets_no_sms(clerk):
    application = ApplicationFactory(contact_phone="022-69590000")

    accept_application(application, by=clerk)

    assert told("application.accepted") == []


def test_the_correction_says_until_when(application, clerk):
    correction = return_application(application, items=["缺总平面图"], by=clerk)

    body = bytes(Message.objects.get(kind="application.returned").body).decode()
    assert correction.due_on.isoformat() in body
    assert application.number in body


def test_no_sms_carries_name_or_address():
    assert not any("name" in str(text) or "address" in str(text) for text in TEXTS.values())


def test_the_same_matter_is_told_once():
    application = ApplicationFactory()

    tell_applicant(application, "application.accepted", key="")
    tell_applicant(application, "application.accepted", key="")

    assert told("application.accepted") == ["13820001234"]
