"""Several workers at the same instant, on PostgreSQL."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from outbox.channels import Receipt, SendFailed
from outbox.models import Endpoint, Message, Status
from outbox.querysets import ENDPOINT_SENDS
from outbox.services import AlreadyClaimed, claim, queue_message, send_in_turn, settle

from .factories import EndpointFactory, MessageFactory, SmsFactory

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


def all_at_once(verb, rows):
    """``verb(row)`` in as many threads as there are rows, started together."""
    gate = threading.Barrier(len(rows))

    def run(row):
        try:
            gate.wait(10)
            return verb(row)
        except AlreadyClaimed:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(rows)) as pool:
        return [result for result in pool.map(run, rows) if result]


@pytest.mark.parametrize("factory", [MessageFactory, SmsFactory], ids=["push", "text"])
def test_of_many_workers_one_claims_a_row(gateway, factory):
    message = factory()

    leases = all_at_once(claim, [message] * 8)

    assert [lease.fence for lease in leases] == [1]
    message.refresh_from_db()
    assert message.attempts == 1


def test_many_workers_never_send_more_than_two_at_a_time_to_an_endpoint(gateway):
    messages = MessageFactory.create_batch(10, endpoint=EndpointFactory())

    leases = all_at_once(claim, messages)

    assert len(leases) == ENDPOINT_SENDS


def test_a_silent_endpoint_gets_one_probe_from_many_workers(gateway):
    messages = MessageFactory.create_batch(8, endpoint=EndpointFactory(failures=5))

    assert len(all_at_once(claim, messages)) == 1


def test_a_queue_is_sent_whole_and_once_by_many_workers(gateway, monkeypatch):
    messages, together, most = MessageFactory.create_batch(40, endpoint=EndpointFactory()), [], []

    def send(message):
        together.append(message.pk)
        most.append(len(together))
        time.sleep(0.01)
        together.remove(message.pk)
        gateway.sent.append(message.pk)
        return Receipt()

    monkeypatch.setattr(gateway, "send", send)

    while Message.objects.waiting().exists():
        all_at_once(send_in_turn, list(Message.objects.in_turn()) * 3 or messages[:1])

    assert sorted(gateway.sent) == [message.pk for message in messages]
    assert max(most) <= ENDPOINT_SENDS


def test_failures_at_the_same_moment_are_all_counted(gateway):
    endpoint = EndpointFactory()
    leases = [claim(message) for message in MessageFactory.create_batch(2, endpoint=endpoint)]

    all_at_once(lambda lease: settle(lease, Status.WAITING, SendFailed("down", worth_retrying=True)), leases)

    assert Endpoint.objects.get().failures == 2


def test_the_same_key_at_the_same_moment_is_one_message():
    text = {"channel": "sms", "recipient": "13820001234", "kind": "x", "body": "x", "key": "same"}

    rows = all_at_once(lambda _row: queue_message(**text), [None] * 6)

    assert len(rows) == 6
    assert {row.pk for row in rows} == {Message.objects.get().pk}


def test_a_case_being_saved_does_not_hold_up_the_pushes_of_its_endpoint(gateway):
    message = MessageFactory()

    with transaction.atomic():
        MessageFactory(endpoint=message.endpoint)
        (lease,) = all_at_once(claim, [message])
        all_at_once(lambda held: settle(held, Status.SENT, Receipt()), [lease])

    message.refresh_from_db()
    assert message.status == Status.SENT
