"""Handing messages over: claim, send, settle, announce. No transaction is open while the line is in use.

Locks are always taken in the same order: endpoint, then message. The endpoint's lock leaves foreign keys
alone (``no_key``), so a case being accepted never waits for a push, nor the other way round.
"""

import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from secrets import SystemRandom

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from common import clock
from common.status import WrongStatus, move

from .. import holder
from ..channels import CHANNELS, SendFailed
from ..models import Attempt, Endpoint, Heartbeat, Message, Outcome, Status
from ..querysets import ENDPOINT_SENDS, SHARED_SENDS, in_time
from ..schedule import FAILURES_TO_OPEN, endpoint_wait, retry_wait
from ..signals import message_arrived, message_needs_attention
from .endpoints import release_messages
from .messages import expire_message, set_aside_message, tell_office

LEASE = timedelta(seconds=90)
TURN_SECONDS = 20  # one worker stays with one receiver for so long before it starts nothing new
TIDIED_AT_ONCE = 500

OUTCOMES = {
    Status.SENT: Outcome.ARRIVED,
    Status.WAITING: Outcome.FAILED,
    Status.NEEDS_ATTENTION: Outcome.REFUSED,
}
ANNOUNCEMENTS = {
    Status.SENT: lambda message: message_arrived.send_robust(Message, message=message, at=message.sent_at),
    Status.NEEDS_ATTENTION: lambda message: message_needs_attention.send_robust(Message, message=message),
}


class AlreadyClaimed(Exception):
    """Not now: another worker has it, it is not due, or its receiver has its hands full."""


class AnnouncementFailed(Exception):
    """A listener raised; the outcome stands and is announced again later."""


@dataclass(frozen=True)
class Lease:
    """The right to try ``message`` once; ``fence`` tells a late holder from the present one."""

    message: Message
    fence: int
    started: float


def send_in_turn(message, *, may_go_on=lambda: True):
    """Send ``message`` and, as long as its receiver takes them, those waiting behind it, for 20 s at most.

    So two sends at a time are enough even for a long queue. Raises ``AlreadyClaimed``.
    """
    end = time.monotonic() + TURN_SECONDS
    while message is not None and send_message(message) and time.monotonic() < end and may_go_on():
        message = Message.objects.due().alongside(message).first()


def send_message(message):
    """Try once to hand a message over, and store how it went. Whether it has arrived; ``AlreadyClaimed``.

    Not atomic on purpose: the claim must be visible to other workers while the receiver is on the line.
    """
    lease = claim(message)
    try:
        result, status = CHANNELS[lease.message.channel].send(lease.message), Status.SENT
    except SendFailed as error:
        result, status = error, Status.WAITING if error.worth_retrying else Status.NEEDS_ATTENTION
    settle(lease, status, result)
    with suppress(AnnouncementFailed):
        announce_message(lease.message)
    return status == Status.SENT


@transaction.atomic(durable=True)
def claim(message):
    """Take ``message`` for 90 s, committed before the call: a row that kills workers is found out.

    Raises ``AlreadyClaimed``.
    """
    places = _places(message)
    if Message.objects.in_flight().alongside(message).count() >= places:
        raise AlreadyClaimed(message)
    claimed = (
        Message.objects.ripe()
        .filter(pk=message.pk)
        .update(
            attempts=F("attempts") + 1,
            unsettled=F("unsettled") + 1,
            fence=F("fence") + 1,
            lease_until=in_time(LEASE),
            held_by=holder.name(),
        )
    )
    if not claimed:
        raise AlreadyClaimed(message)
    held = Message.objects.select_related("endpoint").get(pk=message.pk)
    return Lease(held, held.fence, time.monotonic())


@transaction.atomic
def settle(lease, status, result):
    """Store how a try ended; a worker whose lease another has taken over only leaves a line in the record."""
    endpoint = Endpoint.objects.select_for_update(no_key=True).filter(pk=lease.message.endpoint_id).first()
    held = Message.objects.select_for_update(no_key=True).get(pk=lease.message.pk)
    is_late = held.fence != lease.fence
    Attempt.objects.create(
        message=held,
        seconds=round(time.monotonic() - lease.started, 3),
        outcome=Outcome.LATE if is_late else OUTCOMES[status],
        http_status=result.http_status,
        answer=result.answer,
    )
    if is_late:
        return
    if status == Status.SENT or held.status == Status.WAITING:
        move(held, status, **_consequences(held, status, result))
        _tell_of_trouble(held, endpoint, status)
    Message.objects.filter(pk=held.pk).update(lease_until=None, unsettled=0)
    if endpoint:
        _judge_endpoint(endpoint, status, result)


@transaction.atomic
def announce_message(message):
    """Tell the apps above how it ended, if that is still owed. Raises ``AnnouncementFailed``, and nothing of
    what the listeners did remains; the next sweep tells them again."""
    held = Message.objects.unannounced().select_for_update(no_key=True).filter(pk=message.pk).first()
    if held is None:
        return
    for listener, answer in ANNOUNCEMENTS[held.status](held):
        if isinstance(answer, Exception):
            raise AnnouncementFailed(f"{held}: {listener}") from answer
    Message.objects.filter(pk=held.pk).update(awaits_announcement=False)


def free_left_behind(name):
    """What a killed process called ``name`` had on the line is due again at once; how many rows there were.

    Two such rows would keep their receiver from hearing anything for 90 s. Should the predecessor still live,
    the fence tells its results apart, and a receiver knows a repeated push by its id.
    """
    return Message.objects.in_flight().filter(held_by=name).update(lease_until=None)


def tidy_outbox():
    """What every sweep does first: end the expired, set the deadly aside, announce what is owed.

    Each row in a transaction of its own; one that changes meanwhile is left to the next sweep.
    """
    for message in Message.objects.expired()[:TIDIED_AT_ONCE]:
        with suppress(WrongStatus):
            expire_message(message)
    for message in Message.objects.deadly()[:TIDIED_AT_ONCE]:
        with suppress(WrongStatus):
            set_aside_message(message)
    for message in Message.objects.unannounced()[:TIDIED_AT_ONCE]:
        with suppress(AnnouncementFailed):
            announce_message(message)


def record_heartbeat(name):
    """``name`` is alive now, by the database's clock."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beaten_at": Now()})


def _places(message):
    """How many sends its receiver takes at once; ``AlreadyClaimed`` while it may not be asked at all.

    The endpoint stays locked until the claim is committed: two claims at once would both see a free place.
    All SMS and all e-mail have no such row; there, workers at the same instant may exceed the number for a
    moment, which harms nobody.
    """
    if not message.endpoint_id:
        return SHARED_SENDS
    endpoint = (
        Endpoint.objects.reachable().select_for_update(no_key=True).filter(pk=message.endpoint_id).first()
    )
    if endpoint is None:
        raise AlreadyClaimed(message)
    return ENDPOINT_SENDS if endpoint.failures < FAILURES_TO_OPEN else 1


def _consequences(message, status, result):
    if status == Status.SENT:
        return {"sent_at": clock.now(), "failures": 0, "awaits_announcement": True}
    if status == Status.NEEDS_ATTENTION:
        return {"awaits_announcement": True}
    failures = message.failures + 1
    wait = retry_wait(failures, SystemRandom().uniform(-1, 1), result.retry_after)
    return {"failures": failures, "next_attempt_at": in_time(wait)}


def _judge_endpoint(endpoint, status, result):
    """An arrival ends a silence and frees the queue; a failure counts; a refusal says nothing either way."""
    row = Endpoint.objects.filter(pk=endpoint.pk)
    if status == Status.SENT and endpoint.failures >= FAILURES_TO_OPEN:
        row.update(failures=0, open_until=None)
        release_messages(endpoint)
    elif status == Status.SENT:
        row.update(failures=0)
    elif status == Status.WAITING:
        failures = endpoint.failures + 1
        wait = endpoint_wait(failures, result.retry_after)
        row.update(failures=failures, **({"open_until": in_time(wait)} if wait else {}))


def _tell_of_trouble(message, endpoint, status):
    """The office hears of the first refusal, and of a receiver that has just failed for the fifth time."""
    if status == Status.NEEDS_ATTENTION:
        tell_office(message, "outbox.stuck")
    elif status == Status.WAITING:
        failures = endpoint.failures + 1 if endpoint else message.failures
        if failures == FAILURES_TO_OPEN:
            tell_office(message, "outbox.silent")
