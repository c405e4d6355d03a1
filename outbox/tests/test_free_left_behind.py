"""A worker that was killed comes back under its name: what it had on the line is due again at once."""

import pytest

from outbox import holder, tasks
from outbox.channels import SendFailed
from outbox.models import Message, Status
from outbox.querysets import ENDPOINT_SENDS
from outbox.services import claim, free_left_behind, send_message, settle

from .factories import EndpointFactory, MessageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gateway")]


@pytest.fixture(autouse=True)
def worker(monkeypatch):
    monkeypatch.setattr(holder, "_name", "sending@one")


def test_a_claim_names_its_holder():
    message = MessageFactory()

    claim(message)

    message.refresh_from_db()
    assert message.held_by == "sending@one"


def test_what_a_killed_worker_held_is_due_at_once():
    message = MessageFactory()
    claim(message)

    freed = free_left_behind("sending@one")

    message.refresh_from_db()
    assert freed == 1
    assert (message.lease_until, message.unsettled, message.fence) == (None, 1, 1)
    assert list(Message.objects.due()) == [message]


def test_a_receiver_blocked_by_a_killed_worker_is_asked_again():
    endpoint = EndpointFactory()
    messages = MessageFactory.create_batch(ENDPOINT_SENDS + 1, endpoint=endpoint)
    for message in messages[:-1]:
        claim(message)

    free_left_behind("sending@one")

    assert claim(messages[-1]).fence == 1


@pytest.mark.parametrize("name", ["sending@two", ""], ids=["another worker", "nobody by name"])
def test_what_others_hold_stays_with_them(name, monkeypatch):
    monkeypatch.setattr(holder, "_name", name)
    message = MessageFactory()
    claim(message)

    freed = free_left_behind("sending@one")

    assert freed == 0
    assert list(Message.objects.in_flight()) == [message]


def test_a_predecessor_still_alive_may_settle_what_nobody_has_taken_over():
    lease = claim(MessageFactory())
    free_left_behind("sending@one")

    settle(lease, Status.WAITING, SendFailed("no", worth_retrying=True))

    assert Message.objects.get().failures == 1


def test_what_was_freed_and_sent_again_is_settled_once(gateway):
    lease = claim(MessageFactory())
    free_left_behind("sending@one")
    send_message(Message.objects.get())

    settle(lease, Status.WAITING, SendFailed("no", worth_retrying=True))

    message = Message.objects.get()
    assert (message.status, message.failures) == (Status.SENT, 0)
    assert [attempt.outcome for attempt in message.attempt_set.order_by("pk")] == ["arrived", "late"]


def test_a_starting_worker_takes_its_name_and_frees_what_it_left_behind(monkeypatch):
    class Worker:
        hostname = "sending@three"

    monkeypatch.setattr(holder, "_name", "sending@three")
    claim(MessageFactory())
    monkeypatch.setattr(holder, "_name", "")
    monkeypatch.setattr(tasks.connections, "close_all", lambda: None)  # the test's own line is one of them

    tasks.take_up_work(sender=Worker())

    assert holder.name() == "sending@three"
    assert not Message.objects.in_flight().exists()
