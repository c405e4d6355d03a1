import os
import signal
import socket
import threading
import time

import pytest
from django.core.management import call_command
from django.db import DatabaseError

from outbox import dispatcher as module
from outbox import holder
from outbox.channels import Receipt
from outbox.dispatcher import Dispatcher
from outbox.models import Heartbeat, Message, Status
from outbox.services import claim

from .factories import EndpointFactory, MessageFactory, SmsFactory

pytestmark = [pytest.mark.django_db(transaction=True)]


def run_until(dispatcher, condition):
    """Let the dispatcher work in a thread until ``condition`` holds, ten seconds at most."""
    thread = threading.Thread(target=dispatcher.run)
    thread.start()
    deadline = time.monotonic() + 10
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    dispatcher.stop()
    thread.join(20)
    assert not thread.is_alive()


def all_sent():
    return not Message.objects.exclude(status=Status.SENT).exists()


def test_everything_is_sent_without_a_broker(gateway):
    for _number in range(2):
        MessageFactory.create_batch(3, endpoint=EndpointFactory())
    SmsFactory()

    run_until(Dispatcher(threads=3, pause_seconds=0.1), all_sent)

    assert all_sent()
    assert len(gateway.sent) == 7
    assert Heartbeat.objects.get().name == "dispatcher"


def test_a_row_that_raises_does_not_stop_the_others(gateway, caplog):
    gateway.answers = [ZeroDivisionError("bug")]
    MessageFactory()
    for _number in range(2):
        MessageFactory()

    run_until(Dispatcher(threads=1, pause_seconds=0.1), lambda: len(gateway.sent) == 3)

    assert Message.objects.filter(status=Status.SENT).count() == 2
    assert "could not be tried" in caplog.text


def test_a_database_away_for_a_while_does_not_end_it(gateway, monkeypatch, caplog):
    message, calls = MessageFactory(), []

    def heartbeat(name):
        calls.append(name)
        if len(calls) == 1:
            raise DatabaseError("gone")

    monkeypatch.setattr(module, "record_heartbeat", heartbeat)

    run_until(Dispatcher(threads=1, pause_seconds=0.1), all_sent)

    message.refresh_from_db()
    assert message.status == Status.SENT
    assert "could not be swept" in caplog.text


def test_what_a_killed_dispatcher_of_this_machine_held_is_sent_at_once(gateway, monkeypatch):
    monkeypatch.setattr(holder, "_name", f"dispatcher@{socket.gethostname()}")
    claim(MessageFactory())

    run_until(Dispatcher(threads=1, pause_seconds=0.1), all_sent)

    assert all_sent()


def test_the_call_on_the_line_is_finished_before_it_ends(gateway, monkeypatch):
    started = threading.Event()

    def send_slowly(message):
        started.set()
        time.sleep(0.5)
        return Receipt()

    monkeypatch.setattr(gateway, "send", send_slowly)
    MessageFactory.create_batch(9, endpoint=EndpointFactory())

    run_until(Dispatcher(threads=1, pause_seconds=0.1), started.is_set)

    assert Message.objects.filter(status=Status.SENT).count() == 1
    assert not Message.objects.in_flight().exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["TERM", "INT"])
def test_the_command_ends_by_a_signal_and_gives_the_signals_back(number):
    former = signal.getsignal(number)
    threading.Timer(0.3, os.kill, (os.getpid(), number)).start()

    call_command("run_dispatcher", threads=1, pause=0.1)

    assert signal.getsignal(number) is former
    assert Heartbeat.objects.get().name == "dispatcher"
