"""The tasks, called as functions."""

import pytest
from django.conf import settings as django_settings

from outbox import tasks
from outbox.models import Heartbeat, Message, Status
from outbox.services import claim

from .conftest import ago
from .factories import EndpointFactory, MessageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gateway")]


@pytest.fixture
def handed(monkeypatch):
    """Primary keys handed to workers, instead of a broker."""
    handed = []
    monkeypatch.setattr(tasks.send, "apply_async", lambda args, expires: handed.append(args[0]))
    return handed


def test_each_receivers_first_messages_are_handed_over(handed):
    messages = [MessageFactory(endpoint=EndpointFactory()) for _number in range(3)]
    MessageFactory(status=Status.SENT)

    tasks.send_due_messages()

    assert sorted(handed) == [message.pk for message in messages]


def test_while_the_sending_workers_are_silent_the_queue_hardly_grows(handed):
    Heartbeat.objects.create(name="sending", beaten_at=ago(700))
    for _number in range(5):
        MessageFactory()

    tasks.send_due_messages()

    assert len(handed) == 1


@pytest.mark.parametrize("seconds", [0, 500], ids=str)
def test_while_they_live_everything_is_handed_over(handed, seconds):
    Heartbeat.objects.create(name="sending", beaten_at=ago(seconds))
    for _number in range(5):
        MessageFactory()

    tasks.send_due_messages()

    assert len(handed) == 5


def test_the_sweep_ends_what_has_expired(handed):
    MessageFactory(expires_at=ago(1))

    tasks.send_due_messages()

    assert (Message.objects.get().status, handed) == (Status.EXPIRED, [])


def test_the_task_sends_its_message_and_those_behind_it():
    first, second = MessageFactory.create_batch(2, endpoint=EndpointFactory())

    tasks.send(first.pk)

    assert set(Message.objects.values_list("status", flat=True)) == {Status.SENT}


def test_the_task_is_silent_about_a_claimed_message(gateway):
    message = MessageFactory()
    claim(message)

    tasks.send(message.pk)

    assert gateway.sent == []


def test_a_beat_tells_of_its_worker_and_of_beat():
    tasks.beat("worker")
    tasks.beat("worker")

    assert list(Heartbeat.objects.values_list("name", flat=True)) == ["beat", "worker"]


@pytest.mark.parametrize(("seconds", "is_silent"), [(50, False), (70, True)])
def test_silence_is_measured_by_the_databases_clock(seconds, is_silent):
    Heartbeat.objects.create(name="worker", beaten_at=ago(seconds))

    silent = Heartbeat.objects.silent_for(tasks.timedelta(seconds=60))

    assert silent.exists() is is_silent


def test_every_task_of_the_schedule_exists():
    names = {entry["task"] for entry in django_settings.CELERY_BEAT_SCHEDULE.values()}

    assert {name for name in names if name.startswith("outbox.")} == {
        tasks.send_due_messages.name,
        tasks.beat.name,
    }
