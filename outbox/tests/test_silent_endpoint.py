"""A receiver that is down: a few tries, then one probe at a time, and everything at once when it is back."""

from datetime import timedelta

import pytest

from outbox.channels import Receipt, SendFailed
from outbox.models import Endpoint, Message, Status
from outbox.querysets import ENDPOINT_SENDS, SHARED_SENDS
from outbox.services import AlreadyClaimed, claim, send_in_turn, send_message, settle

from .conftest import ago, change
from .factories import EndpointFactory, MessageFactory, SmsFactory

pytestmark = pytest.mark.django_db

DOWN = SendFailed("connection refused", worth_retrying=True)
REFUSED = SendFailed("no", worth_retrying=False, http_status=400)


def rest(endpoint):
    endpoint.refresh_from_db()
    return 0 if endpoint.open_until is None else (endpoint.open_until - ago(0)).total_seconds()


def fail(message, error=DOWN):
    settle(claim(message), Status.WAITING, error)


def test_five_failures_of_whichever_message_leave_the_endpoint_alone():
    endpoint = EndpointFactory()
    messages = MessageFactory.create_batch(6, endpoint=endpoint)
    for message in messages[:5]:
        fail(message)

    with pytest.raises(AlreadyClaimed):
        claim(messages[5])

    assert 28 < rest(endpoint) <= 30
    assert not Message.objects.due().exists()


@pytest.mark.parametrize(("failures", "seconds"), [(5, 60), (6, 120), (7, 300), (8, 600), (300, 600)])
def test_probes_grow_rare_but_never_end(failures, seconds):
    endpoint = EndpointFactory(failures=failures, open_until=ago(1))

    fail(MessageFactory(endpoint=endpoint))

    assert seconds - 2 < rest(endpoint) <= seconds


def test_a_dead_endpoint_with_many_rows_burns_one_per_probe():
    endpoint = EndpointFactory(failures=5, open_until=ago(1))
    messages = MessageFactory.create_batch(30, endpoint=endpoint)

    fail(messages[0])

    assert list(Message.objects.filter(attempts__gt=0)) == [messages[0]]
    assert not Message.objects.due().exists()


def test_when_a_probe_arrives_everything_that_waited_is_due():
    endpoint = EndpointFactory(failures=9, open_until=ago(1))
    probe, *others = MessageFactory.create_batch(4, endpoint=endpoint)
    Message.objects.filter(pk__in=[row.pk for row in others]).update(next_attempt_at=ago(-9999), failures=8)
    held = change(MessageFactory(endpoint=endpoint), not_before=ago(-9999))

    settle(claim(probe), Status.SENT, Receipt())

    endpoint.refresh_from_db()
    assert (endpoint.failures, endpoint.open_until) == (0, None)
    assert list(Message.objects.due()) == others
    assert held not in Message.objects.due()
    assert {row.failures for row in Message.objects.waiting()} == {0}


def test_an_arrival_before_the_fifth_failure_starts_the_count_anew():
    endpoint = EndpointFactory(failures=4)

    settle(claim(MessageFactory(endpoint=endpoint)), Status.SENT, Receipt())

    endpoint.refresh_from_db()
    assert endpoint.failures == 0


def test_an_answer_that_refuses_one_message_says_nothing_about_the_endpoint():
    endpoint = EndpointFactory(failures=3)

    settle(claim(MessageFactory(endpoint=endpoint)), Status.NEEDS_ATTENTION, REFUSED)

    endpoint.refresh_from_db()
    assert (endpoint.failures, endpoint.open_until) == (3, None)


def test_retry_after_holds_every_message_of_the_endpoint():
    endpoint = EndpointFactory()
    message, other = MessageFactory.create_batch(2, endpoint=endpoint)
    asked = SendFailed("", worth_retrying=True, http_status=429, retry_after=timedelta(minutes=10))

    fail(message, asked)

    message.refresh_from_db()
    assert 598 < rest(endpoint) <= 600
    assert (message.next_attempt_at - ago(0)).total_seconds() > 598
    assert not Message.objects.due().exists()


def test_the_longest_retry_after_is_four_hours():
    message = MessageFactory()

    fail(message, SendFailed("", worth_retrying=True, retry_after=timedelta(days=400)))

    assert 14_398 < rest(message.endpoint) <= 14_400


def test_a_dead_receiver_does_not_delay_another(gateway):
    dead, alive = EndpointFactory(), EndpointFactory()
    MessageFactory.create_batch(300, endpoint=dead)
    urgent = MessageFactory(endpoint=alive)
    sms = SmsFactory.create_batch(10)

    turn = list(Message.objects.in_turn())

    assert [message.endpoint_id for message in turn].count(dead.pk) == ENDPOINT_SENDS
    assert turn.index(urgent) < 3
    assert [message for message in turn if message in sms] == sms[:SHARED_SENDS]


def test_a_sweep_takes_two_hundred_rows_at_most():
    for _number in range(101):
        MessageFactory.create_batch(2, endpoint=EndpointFactory())

    assert len(Message.objects.in_turn()) == 200


def test_the_oldest_of_a_receiver_goes_first():
    endpoint = EndpointFactory()
    late, early = MessageFactory.create_batch(2, endpoint=endpoint)
    change(early, next_attempt_at=ago(100))

    assert list(Message.objects.in_turn(1)) == [early]


def test_a_worker_stays_with_a_receiver_that_takes_its_messages(gateway):
    messages = MessageFactory.create_batch(30, endpoint=EndpointFactory())
    other = MessageFactory()

    send_in_turn(messages[0])

    assert gateway.sent == messages
    assert list(Message.objects.waiting()) == [other]


def test_a_worker_leaves_a_receiver_that_fails(gateway):
    gateway.answers = [Receipt(), DOWN]
    messages = MessageFactory.create_batch(5, endpoint=EndpointFactory())

    send_in_turn(messages[0])

    assert gateway.sent == messages[:2]


def test_a_worker_leaves_when_it_is_told_to_stop(gateway):
    messages = MessageFactory.create_batch(5, endpoint=EndpointFactory())

    send_in_turn(messages[0], may_go_on=lambda: False)

    assert gateway.sent == messages[:1]


def test_a_mended_endpoint_gets_its_whole_queue(gateway):
    endpoint = EndpointFactory(failures=12, open_until=ago(1))
    messages = MessageFactory.create_batch(50, endpoint=endpoint)

    send_in_turn(messages[0])

    assert Message.objects.filter(status=Status.SENT).count() == 50
    assert Endpoint.objects.get().failures == 0


def test_a_success_does_not_cut_short_what_the_receiver_asked_for():
    endpoint = EndpointFactory()
    message, other = MessageFactory.create_batch(2, endpoint=endpoint)
    lease = claim(other)
    fail(message, SendFailed("", worth_retrying=True, retry_after=timedelta(minutes=10)))

    settle(lease, Status.SENT, Receipt())

    assert rest(endpoint) > 590


def test_sending_works_while_the_message_row_is_stale(gateway):
    stale = MessageFactory()
    Message.objects.update(next_attempt_at=ago(5))

    assert send_message(stale) is True
