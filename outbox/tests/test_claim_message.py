import pytest

from outbox.models import Message, Status
from outbox.querysets import ENDPOINT_SENDS, MOST_CLAIMS, SHARED_SENDS
from outbox.services import AlreadyClaimed, claim

from .conftest import ago, change
from .factories import EndpointFactory, MessageFactory, SmsFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gateway")]


def seconds_left(message):
    message.refresh_from_db()
    return -(ago(0) - message.lease_until).total_seconds()


def test_a_claim_counts_the_attempt_and_holds_the_row_for_90_seconds():
    message = MessageFactory()

    lease = claim(message)

    assert 85 < seconds_left(message) <= 91
    assert (message.attempts, message.unsettled, message.fence, lease.fence) == (1, 1, 1, 1)
    assert message.status == Status.WAITING


def test_a_claimed_row_is_not_claimed_again():
    message = MessageFactory()
    claim(message)

    with pytest.raises(AlreadyClaimed):
        claim(message)

    assert message not in Message.objects.due()


def test_a_lease_that_has_run_out_is_claimed_with_a_new_fence():
    message = MessageFactory()
    claim(message)
    change(message, lease_until=ago(1))

    assert claim(message).fence == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Status.SENT},
        {"status": Status.NEEDS_ATTENTION},
        {"status": Status.CLOSED},
        {"status": Status.EXPIRED},
        {"next_attempt_at": ago(-3600)},
        {"not_before": ago(-3600)},
        {"expires_at": ago(1)},
        {"unsettled": MOST_CLAIMS},
    ],
    ids=lambda fields: "-".join(map(str, fields)),
)
def test_what_is_not_due_is_not_claimed(fields):
    message = change(MessageFactory(), **fields)

    with pytest.raises(AlreadyClaimed):
        claim(message)

    assert message not in Message.objects.due()


@pytest.mark.parametrize(
    "fields", [{"is_paused": True}, {"open_until": ago(-3600)}], ids=["paused", "left alone after failures"]
)
def test_an_endpoint_that_may_not_be_asked_holds_its_rows(fields):
    message = MessageFactory(endpoint=EndpointFactory(**fields))

    with pytest.raises(AlreadyClaimed):
        claim(message)

    assert message not in Message.objects.due()


def test_a_channel_that_is_not_configured_holds_its_rows(gateway):
    gateway.is_configured, message = False, SmsFactory()

    with pytest.raises(AlreadyClaimed):
        claim(message)

    assert list(Message.objects.waiting()) == [message]
    assert not Message.objects.due().exists()


@pytest.mark.parametrize(
    ("failures", "most"), [(0, ENDPOINT_SENDS), (4, ENDPOINT_SENDS), (5, 1), (50, 1)], ids=str
)
def test_an_endpoint_gets_two_at_a_time_and_one_as_a_probe(failures, most):
    endpoint = EndpointFactory(failures=failures)
    messages = MessageFactory.create_batch(3, endpoint=endpoint)
    for message in messages[:most]:
        claim(message)

    with pytest.raises(AlreadyClaimed):
        claim(messages[-1])

    assert Message.objects.in_flight().count() == most


def test_a_full_endpoint_does_not_hold_another():
    busy, other = EndpointFactory(), EndpointFactory()
    for message in MessageFactory.create_batch(ENDPOINT_SENDS, endpoint=busy):
        claim(message)

    assert claim(MessageFactory(endpoint=other)).fence == 1


def test_a_hanging_text_gateway_does_not_take_every_worker():
    for message in SmsFactory.create_batch(SHARED_SENDS):
        claim(message)

    with pytest.raises(AlreadyClaimed):
        claim(SmsFactory())

    assert claim(MessageFactory()).fence == 1


def test_the_lease_holds_the_row_as_it_is_now():
    stale = MessageFactory()
    Message.objects.update(body=b"new")

    assert bytes(claim(stale).message.body) == b"new"
