import pytest

from outbox.channels import SendFailed
from outbox.models import Message
from outbox.services import send_message, tell_office

from .factories import EndpointFactory, MessageFactory, SmsFactory

pytestmark = pytest.mark.django_db

DOWN = SendFailed("refused", worth_retrying=True)
REFUSED = SendFailed("no", worth_retrying=False, http_status=400)


@pytest.fixture(autouse=True)
def office(settings):
    settings.OFFICE_EMAIL = "office@example.com"


def mails():
    return list(Message.objects.filter(channel="email").values_list("kind", "recipient").order_by("pk"))


def test_the_office_is_told_of_a_message_that_needs_a_person(gateway):
    gateway.answers = [REFUSED]

    send_message(MessageFactory())

    assert mails() == [("outbox.stuck", "office@example.com")]


def test_a_hundred_refusals_of_one_receiver_are_one_mail_an_hour(gateway, at):
    endpoint = EndpointFactory()
    gateway.answers = [REFUSED] * 4
    at("2026-11-23 09:30")
    for message in MessageFactory.create_batch(3, endpoint=endpoint):
        send_message(message)
    at("2026-11-23 10:00")
    send_message(MessageFactory(endpoint=endpoint))

    assert mails() == [("outbox.stuck", "office@example.com")] * 2


@pytest.mark.parametrize(
    ("failures", "told"), [(3, []), (4, [("outbox.silent", "office@example.com")]), (5, [])], ids=str
)
def test_the_office_is_told_once_when_a_receiver_falls_silent(gateway, failures, told):
    gateway.answers = [DOWN]

    send_message(MessageFactory(endpoint=EndpointFactory(failures=failures)))

    assert mails() == told


def test_the_office_is_told_of_a_silent_text_gateway(gateway):
    gateway.answers = [DOWN]

    send_message(SmsFactory(failures=4))

    assert mails() == [("outbox.silent", "office@example.com")]


def test_a_mail_that_fails_writes_no_mail(gateway):
    gateway.answers = [REFUSED]

    send_message(SmsFactory(channel="email", recipient="a@example.com"))

    assert len(mails()) == 1


def test_without_an_address_nobody_is_told(settings):
    settings.OFFICE_EMAIL = ""

    tell_office(MessageFactory(), "outbox.stuck")

    assert mails() == []


def test_the_mail_names_the_receiver(gateway):
    tell_office(MessageFactory(endpoint__name="宁河供水"), "outbox.stuck")

    assert Message.objects.get(channel="email").subject == "宁河供水：有消息未能送达，需人工处理"
