"""Beat's and the workers' part; whatever gets lost here is found again in the rows."""

from contextlib import suppress
from datetime import timedelta

from celery import shared_task
from celery.signals import worker_init
from django.db import connections

from .holder import take_name
from .models import Heartbeat, Message
from .querysets import SWEEP
from .services import AlreadyClaimed, free_left_behind, record_heartbeat, send_in_turn, tidy_outbox

STALE_SECONDS = 60  # a ring older than this is answered by the sweeps anyway
SILENCE = timedelta(minutes=10)


@worker_init.connect
def take_up_work(sender, **kwargs):
    """A worker starts: it goes by its node's name from now on, as the one before it did."""
    take_name(sender.hostname)
    free_left_behind(sender.hostname)
    connections.close_all()  # a child forked later must not share the line to the database


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
