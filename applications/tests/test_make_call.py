import pytest

from applications.models import Audience, Call
from applications.services import (
    accept_application,
    make_call,
    return_application,
    submit_application,
)
from common.status import WrongStatus
from outbox.models import Message

from .factories import ApplicationFactory

pytestmark = pytest.mark.django_db
LANDLINE = "022-69590000"


@pytest.fixture
def call(clerk):
    application = ApplicationFactory(contact_phone=LANDLINE)
    return_application(application, items=["权属证明"], by=clerk)
    return Call.objects.get()


def test_what_no_mobile_receives_is_to_be_told_by_telephone(call):
    assert call.application.number in call.text
    assert "http" not in call.text
    assert not Message.objects.filter(channel="sms").exists()


def test_a_mobile_of_the_agent_is_enough(clerk):
    accept_application(ApplicationFactory(contact_phone=LANDLINE, agent_phone="13920007777"), by=clerk)

    assert not Call.objects.exists()
    assert Message.objects.get(kind="application.accepted").recipient == "13920007777"


def test_nobody_is_called_about_the_form_he_has_just_handed_over(clerk):
    application = ApplicationFactory(status="draft", number=None, contact_phone=LANDLINE)

    submit_application(application, receivers=[], by=clerk)

    assert not Call.objects.exists()


def test_a_call_made_counts_as_having_reached_the_applicant(call, clerk):
    make_call(call, way="phone", note="本人接听", by=clerk)

    call.refresh_from_db()
    attempt = call.application.contact_attempts.get()
    assert (call.made_by, call.note, attempt.is_reached, attempt.at) == (
        "王窗口",
        "本人接听",
        True,
        call.made_at,
    )


def test_the_applicant_reads_that_he_was_told_and_staff_the_note(call, clerk):
    make_call(call, way="phone", note="称在住院", by=clerk)

    events = call.application.events
    assert events.get(verb="call.made").text == f"电话：{call.text}"
    assert [event.audience for event in events.filter(text__contains="住院")] == [Audience.STAFF]


def test_a_call_is_made_once(call, clerk):
    make_call(call, way="phone", note="", by=clerk)

    with pytest.raises(WrongStatus):
        make_call(call, way="phone", note="", by=clerk)

    assert call.application.contact_attempts.count() == 1


def test_who_has_brought_what_was_missing_need_not_be_told_to(call, clerk):
    submit_application(call.application, receivers=[], by=clerk)

    assert not Call.objects.to_make().exists()
