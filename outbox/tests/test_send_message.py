import pytest

from outbox.channels import Receipt, SendFailed
from outbox.models import Attempt, Message, Outcome, Status
from outbox.services import AlreadyClaimed, claim, close_message, resend_message, send_message, settle

from .conftest import ago, change
from .factories import MessageFactory, SmsFactory

pytestmark = pytest.mark.django_db

LATER = SendFailed("busy", worth_retrying=True, http_status=503)
REFUSED = SendFailed("no such order", worth_retrying=False, http_status=404)


def waits(message):
    message.refresh_from_db()
    return (message.next_attempt_at - ago(0)).total_seconds()


def test_an_arrival_is_stored_once(gateway):
    message = MessageFactory()

    assert send_message(message) is True

    message.refresh_from_db()
    assert (message.status, message.attempts, message.lease_until) == (Status.SENT, 1, None)
    assert message.sent_at is not None
    attempt = Attempt.objects.get()
    assert (attempt.outcome, attempt.http_status, attempt.answer) == (Outcome.ARRIVED, 200, "ok")


def test_a_sent_message_is_not_sent_again(gateway):
    message = MessageFactory()
    send_message(message)

    with pytest.raises(AlreadyClaimed):
        send_message(message)

    assert gateway.sent == [message]


def test_a_failure_of_the_moment_waits_for_its_next_try(gateway):
    gateway.answers, message = [LATER], SmsFactory()

    assert send_message(message) is False

    assert 3.5 < waits(message) < 6.5
    assert (message.status, message.failures, message.unsettled) == (Status.WAITING, 1, 0)
    attempt = Attempt.objects.get()
    assert (attempt.outcome, attempt.http_status, attempt.answer) == (Outcome.FAILED, 503, "busy")


@pytest.mark.parametrize(
    ("failures", "low", "high"), [(1, 24, 36), (2, 96, 144), (7, 11_500, 17_290), (400, 11_500, 17_290)]
)
def test_each_failure_waits_longer_and_it_never_gives_up(gateway, failures, low, high):
    gateway.answers, message = [LATER], change(SmsFactory(), failures=failures)

    send_message(message)

    assert low - 2 < waits(message) < high
    assert message.status == Status.WAITING


def test_a_refusal_needs_a_person_and_is_not_tried_again(gateway):
    gateway.answers, message = [REFUSED], MessageFactory()

    send_message(message)

    message.refresh_from_db()
    assert (message.status, message.lease_until) == (Status.NEEDS_ATTENTION, None)
    assert Attempt.objects.get().outcome == Outcome.REFUSED
    assert not Message.objects.due().exists()


def test_a_crash_in_the_channel_leaves_a_lease_that_runs_out(gateway):
    gateway.answers, message = [ZeroDivisionError("bug")], MessageFactory()

    with pytest.raises(ZeroDivisionError):
        send_message(message)

    message.refresh_from_db()
    assert (message.status, message.attempts, message.unsettled) == (Status.WAITING, 1, 1)
    change(message, lease_until=ago(1))
    assert list(Message.objects.due()) == [message]


def test_a_late_workers_result_is_recorded_but_not_used(gateway):
    message = MessageFactory()
    late = claim(message)
    change(message, lease_until=ago(1))
    present = claim(message)

    settle(late, Status.NEEDS_ATTENTION, REFUSED)

    message.refresh_from_db()
    assert (message.status, message.fence) == (Status.WAITING, present.fence)
    assert message.lease_until is not None
    assert Attempt.objects.get().outcome == Outcome.LATE


def test_the_present_workers_result_counts_after_a_late_one(gateway):
    message = MessageFactory()
    late = claim(message)
    change(message, lease_until=ago(1))
    present = claim(message)
    settle(late, Status.WAITING, LATER)

    settle(present, Status.SENT, Receipt())

    message.refresh_from_db()
    assert (message.status, message.failures) == (Status.SENT, 0)


def test_what_arrived_while_somebody_closed_it_has_arrived(gateway):
    message = MessageFactory()
    lease = claim(message)
    close_message(message, by="统筹", reason="已电话告知")

    settle(lease, Status.SENT, Receipt())

    message.refresh_from_db()
    assert (message.status, message.closed_by) == (Status.SENT, "统筹")


@pytest.mark.parametrize(
    ("status", "result"),
    [(Status.WAITING, LATER), (Status.NEEDS_ATTENTION, REFUSED)],
    ids=["later", "refused"],
)
def test_what_failed_while_somebody_closed_it_stays_closed(gateway, status, result):
    message = MessageFactory()
    lease = claim(message)
    close_message(message, by="统筹", reason="已电话告知")

    settle(lease, status, result)

    message.refresh_from_db()
    assert (message.status, message.lease_until) == (Status.CLOSED, None)
    assert message.awaits_announcement is False


@pytest.mark.parametrize("status", [Status.EXPIRED, Status.NEEDS_ATTENTION], ids=str)
def test_a_late_arrival_counts_if_nobody_claimed_the_row_since(gateway, status):
    message = MessageFactory()
    lease = claim(message)
    change(message, status=status, lease_until=ago(1))

    settle(lease, Status.SENT, Receipt())

    message.refresh_from_db()
    assert message.status == Status.SENT


def test_resending_while_on_the_line_does_not_let_two_workers_in(gateway):
    message = MessageFactory()
    lease = claim(message)
    resend_message(message, by="统筹")

    with pytest.raises(AlreadyClaimed):
        claim(message)

    settle(lease, Status.SENT, Receipt())
    message.refresh_from_db()
    assert message.status == Status.SENT


def test_an_answer_with_nul_can_be_stored(receiver, settings):
    settings.PUSH_NETWORKS = ["127.0.0.0/8"]
    message = MessageFactory(endpoint__url=receiver(answer_nul))

    send_message(message)

    assert Attempt.objects.get().answer == "a\N{REPLACEMENT CHARACTER}b"


def answer_nul(connection):
    connection.recv(65_536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na\0b")
