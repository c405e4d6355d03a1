import socket
import time
from contextlib import closing

import pytest
from celery import current_app
from django.db import transaction

from outbox import bell
from outbox.bell import ring, ring_on_commit, ring_task_on_commit
from outbox.models import Message
from outbox.services import build_message
from outbox.tasks import send

from .conftest import ago, change
from .factories import MessageFactory, SmsFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def broker(monkeypatch):
    """A broker in memory; calling it gives the primary keys handed over so far."""
    monkeypatch.setenv("CELERY_BROKER_WRITE_URL", "memory://")

    def taken():
        with current_app.connection_for_write() as connection, connection.SimpleQueue("sending") as queue:
            return [queue.get_nowait().payload[0][0] for _number in range(queue.qsize())]

    taken()
    return taken


@pytest.fixture(params=["down", "frozen"])
def dead_broker(request, monkeypatch):
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        if request.param == "frozen":
            listener.listen()  # takes the connection and never answers
        monkeypatch.setenv("CELERY_BROKER_WRITE_URL", f"redis://127.0.0.1:{listener.getsockname()[1]}/0")
        yield request.param


def test_after_the_commit_each_message_is_handed_over(broker, gateway, django_capture_on_commit_callbacks):
    messages = [*MessageFactory.create_batch(2), SmsFactory()]

    with django_capture_on_commit_callbacks(execute=True):
        ring_on_commit(messages)
        assert broker() == []

    assert sorted(broker()) == sorted(message.pk for message in messages)


def test_messages_of_a_bulk_create_that_ignores_conflicts_are_handed_over(broker, gateway):
    SmsFactory(key="same")
    built = [
        build_message(channel="sms", recipient="13820001234", kind="x", body="x", key=key)
        for key in ("same", "new")
    ]
    Message.objects.bulk_create(built, ignore_conflicts=True)

    ring([message.uid for message in built])

    assert broker() == [Message.objects.get(key="new").pk]


def test_rows_of_another_app_are_handed_to_its_task(broker, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ring_task_on_commit(send, [7, 8])

    assert broker() == [7, 8]


def test_what_is_not_due_is_not_handed_over(broker):
    message = change(MessageFactory(), not_before=ago(-60))

    ring([message.uid])

    assert broker() == []


def test_a_long_list_is_left_to_the_sweep(broker, monkeypatch):
    monkeypatch.setattr(bell, "MOST_RINGS", 3)

    ring([message.uid for message in MessageFactory.create_batch(5)])

    assert len(broker()) == 3


def test_a_dead_broker_costs_a_few_seconds_at_most_and_no_error(dead_broker):
    messages, start = MessageFactory.create_batch(20), time.monotonic()

    for message in messages:
        ring([message.uid])

    assert time.monotonic() - start < 5
    assert Message.objects.waiting().count() == 20


@pytest.mark.django_db(transaction=True)
def test_the_cause_stays_saved_when_the_broker_is_dead(dead_broker):
    with transaction.atomic():
        message = MessageFactory()
        ring_on_commit([message])

    assert list(Message.objects.all()) == [message]


def test_the_bell_rings_again_once_the_broker_is_back(broker, monkeypatch):
    message = MessageFactory()
    monkeypatch.setattr(bell, "_silent_until", time.monotonic() + 60)
    ring([message.uid])
    assert broker() == []

    monkeypatch.setattr(bell, "_silent_until", time.monotonic())
    ring([message.uid])

    assert broker() == [message.pk]
