"""Receivers of every temper: a fake one without a network, and real sockets that drip, hang and reset."""

import socket
import threading
from contextlib import closing
from datetime import timedelta

import pytest
from django.utils import timezone

from outbox import bell, holder
from outbox.channels import CHANNELS, Receipt
from outbox.models import Message


class Gateway:
    """A channel that answers what the test says, in turn, and then with a receipt."""

    def __init__(self):
        self.sent = []
        self.answers = []
        self.is_configured = True

    def is_open(self):
        return self.is_configured

    def send(self, message):
        self.sent.append(message)
        answer = self.answers.pop(0) if self.answers else Receipt("ok", 200)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def gateway(monkeypatch):
    gateway = Gateway()
    for name in list(CHANNELS):
        monkeypatch.setitem(CHANNELS, name, gateway)
    return gateway


@pytest.fixture(autouse=True)
def rested_bell(monkeypatch):
    monkeypatch.setattr(bell, "_silent_until", 0.0)


@pytest.fixture(autouse=True)
def nameless(monkeypatch):
    """A dispatcher that ran in this process has left its name."""
    monkeypatch.setattr(holder, "_name", "")


@pytest.fixture
def receiver():
    """``receiver(talk)`` listens on loopback and calls ``talk(connection)`` for each caller."""
    listeners = []

    def listen(talk):
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)
        threading.Thread(target=serve, args=(listener, talk), daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/hook"

    yield listen
    for listener in listeners:
        listener.close()


def serve(listener, talk):
    while True:
        try:
            connection, _address = listener.accept()
        except OSError:
            return
        threading.Thread(target=converse, args=(connection, talk), daemon=True).start()


def converse(connection, talk):
    with closing(connection):
        try:
            talk(connection)
        except OSError:
            pass  # the caller has hung up


def change(message, **fields):
    """Set columns as time or another process would have, and give the row back fresh."""
    Message.objects.filter(pk=message.pk).update(**fields)
    message.refresh_from_db()
    return message


def ago(seconds):
    return timezone.now() - timedelta(seconds=seconds)
