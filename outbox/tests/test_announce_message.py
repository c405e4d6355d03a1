import pytest

from outbox.channels import SendFailed
from outbox.models import Endpoint, Status
from outbox.services import AnnouncementFailed, announce_message, send_message, tidy_outbox
from outbox.signals import message_arrived, message_needs_attention

from .factories import EndpointFactory, MessageFactory, SmsFactory

pytestmark = pytest.mark.django_db

REFUSED = SendFailed("no", worth_retrying=False, http_status=400)


@pytest.fixture
def heard():
    heard = []

    def hear(sender, signal, message, **kwargs):
        heard.append((signal, message.pk, kwargs.get("at")))

    for signal in (message_arrived, message_needs_attention):
        signal.connect(hear)
    yield heard
    for signal in (message_arrived, message_needs_attention):
        signal.disconnect(hear)


@pytest.fixture
def broken_listener():
    """Writes something and then raises, while ``broken`` says so."""
    broken = {"is_broken": True}

    def listen(sender, message, **kwargs):
        EndpointFactory(name=f"written for {message.pk}")
        if broken["is_broken"]:
            raise ZeroDivisionError

    message_arrived.connect(listen)
    yield broken
    message_arrived.disconnect(listen)


def test_an_arrival_is_announced_with_its_moment(gateway, heard):
    message = MessageFactory()

    send_message(message)

    message.refresh_from_db()
    assert heard == [(message_arrived, message.pk, message.sent_at)]
    assert message.awaits_announcement is False


def test_a_refusal_is_announced(gateway, heard):
    gateway.answers, message = [REFUSED], MessageFactory()

    send_message(message)

    assert heard == [(message_needs_attention, message.pk, None)]


def test_a_failure_of_the_moment_is_not_announced(gateway, heard):
    gateway.answers = [SendFailed("busy", worth_retrying=True)]

    send_message(MessageFactory())

    assert heard == []


def test_nothing_is_announced_twice(gateway, heard):
    message = MessageFactory()
    send_message(message)

    announce_message(message)
    tidy_outbox()

    assert len(heard) == 1


def test_a_raising_listener_does_not_lose_the_arrival(gateway, broken_listener):
    message = MessageFactory()

    send_message(message)

    message.refresh_from_db()
    assert (message.status, message.awaits_announcement) == (Status.SENT, True)
    assert gateway.sent == [message]


def test_what_listeners_wrote_is_undone_until_all_have_heard(gateway, broken_listener):
    message = MessageFactory()
    send_message(message)
    with pytest.raises(AnnouncementFailed):
        announce_message(message)
    assert Endpoint.objects.count() == 1

    broken_listener["is_broken"] = False
    tidy_outbox()

    message.refresh_from_db()
    assert message.awaits_announcement is False
    assert Endpoint.objects.count() == 2


def test_the_sweep_announces_others_although_one_fails(gateway, broken_listener, heard):
    message = MessageFactory()
    send_message(message)
    other = SmsFactory(status=Status.NEEDS_ATTENTION, awaits_announcement=True)

    tidy_outbox()

    assert (message_needs_attention, other.pk, None) in heard
