import pytest

from common.status import WrongStatus
from outbox.models import Message, Status
from outbox.services import close_message, resend_message, send_message

from .conftest import ago, change
from .factories import EndpointFactory, MessageFactory

pytestmark = pytest.mark.django_db

RESENDABLE = [Status.WAITING, Status.SENT, Status.NEEDS_ATTENTION, Status.CLOSED]
CLOSABLE = [Status.WAITING, Status.NEEDS_ATTENTION]


@pytest.mark.parametrize("status", RESENDABLE, ids=str)
def test_a_message_is_due_again_at_once_under_the_same_id(gateway, status):
    message = change(
        MessageFactory(),
        status=status,
        next_attempt_at=ago(-9999),
        not_before=ago(-9999),
        failures=9,
        unsettled=10,
    )
    uid = message.uid

    resend_message(message, by="统筹")

    assert list(Message.objects.due()) == [message]
    assert (message.uid, message.resent_by, message.failures) == (uid, "统筹", 0)


def test_a_closed_message_loses_who_closed_it(gateway):
    message = MessageFactory()
    close_message(message, by="统筹", reason="已电话告知")

    resend_message(message, by="统筹")

    assert (message.closed_by, message.closed_reason) == ("", "")


def test_a_person_need_not_wait_for_the_next_probe(gateway):
    message = MessageFactory(endpoint=EndpointFactory(failures=9, open_until=ago(-600)))

    resend_message(message, by="统筹")

    assert send_message(message) is True


def test_what_has_been_erased_cannot_be_sent_again():
    message = MessageFactory(status=Status.EXPIRED, body=b"")

    with pytest.raises(WrongStatus, match="清除"):
        resend_message(message, by="统筹")


def test_an_expired_message_is_over():
    message = MessageFactory(status=Status.EXPIRED)

    with pytest.raises(WrongStatus):
        resend_message(message, by="统筹")


@pytest.mark.parametrize("status", CLOSABLE, ids=str)
def test_closing_keeps_who_and_why(status):
    message = MessageFactory(status=status, awaits_announcement=True)

    close_message(message, by="统筹", reason="已电话告知")

    message.refresh_from_db()
    assert (message.status, message.closed_by, message.closed_reason) == (Status.CLOSED, "统筹", "已电话告知")
    assert message.awaits_announcement is False


@pytest.mark.parametrize("status", [status for status in Status if status not in CLOSABLE], ids=str)
def test_what_is_over_is_not_closed(status):
    message = MessageFactory(status=status)

    with pytest.raises(WrongStatus):
        close_message(message, by="统筹", reason="x")


def test_closing_succeeds_once_of_two_people():
    message = MessageFactory()
    stale = Message.objects.get(pk=message.pk)
    close_message(message, by="甲", reason="x")

    with pytest.raises(WrongStatus):
        close_message(stale, by="乙", reason="y")

    message.refresh_from_db()
    assert message.closed_by == "甲"
