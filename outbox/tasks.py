"""Beat's and the workers' part; whatever gets lost here is found again in the rows."""

from contextlib import suppress
from datetime import timedelta

from celery import shared_task

from .models import Heartbeat, Message
from .querysets import SWEEP
from .services import AlreadyClaimed, record_heartbeat, send_in_turn, tidy_outbox

STALE_SECONDS = 60  # a ring older than this is answered by the sweeps anyway
SILENCE = timedelta(minutes=10)


@shared_task(ignore_result=True)
def send_due_messages():
    """Every 15 s: hand the first due messages of each receiver to the workers.

    While the sending workers are silent only one goes out per sweep, so that a queue nobody reads does not
    grow over the holidays.
    """
    tidy_outbox()
    is_silent = Heartbeat.objects.silent_for(SILENCE).filter(name="sending").exists()
    for pk in Message.objects.in_turn(1 if is_silent else SWEEP).values_list("pk", flat=True):
        send.apply_async((pk,), expires=STALE_SECONDS)


@shared_task(ignore_result=True)
def send(pk):
    with suppress(AlreadyClaimed):
        send_in_turn(Message.objects.get(pk=pk))


@shared_task(ignore_result=True)
def beat(name):
    """Sent by beat through each queue: the worker of that queue lives, and so does beat."""
    record_heartbeat(name)
    record_heartbeat("beat")
