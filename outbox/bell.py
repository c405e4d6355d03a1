"""The bell: hand new rows to the workers at once instead of with the next sweep. For receivers and views.

It may stay silent: the sweep finds the rows. It never raises and never takes longer than 5 s.
"""

import logging
import time
from functools import partial

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from .models import Message
from .tasks import STALE_SECONDS, send

logger = logging.getLogger(__name__)

MOST_RINGS = 50
ANSWER_SECONDS = 1  # of the broker, for connecting and for each answer
PAUSE_SECONDS = 15

_silent_until = 0.0


def ring_on_commit(messages):
    """Once the present transaction is committed, hand ``messages`` to the workers."""
    transaction.on_commit(partial(ring, [message.uid for message in messages]), robust=True)


def ring_task_on_commit(task, pks):
    """Once the present transaction is committed, hand rows of another app to ``task``, key by key."""
    transaction.on_commit(partial(hand_over, task, list(pks)), robust=True)


def ring(uids):
    """Hand those that are due now to the workers.

    By uid, since rows of a ``bulk_create`` that ignores conflicts know no primary key.
    """
    if time.monotonic() >= _silent_until:
        hand_over(send, Message.objects.due().filter(uid__in=uids[:MOST_RINGS]).values_list("pk", flat=True))


def hand_over(task, pks):
    """Queue ``task`` for each key; after a failure the bell rests until the next sweep."""
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    try:
        with _connection() as connection:
            for pk in pks[:MOST_RINGS]:
                task.apply_async((pk,), expires=STALE_SECONDS, connection=connection, retry=False)
    except (OperationalError, RedisError, OSError) as error:
        _silent_until = time.monotonic() + PAUSE_SECONDS
        logger.warning("The broker does not answer, the sweep will send: %s", error)


def _connection():
    """A connection that gives up soon; the workers' own may be patient."""
    return current_app.connection_for_write(
        transport_options={
            "socket_timeout": ANSWER_SECONDS,
            "socket_connect_timeout": ANSWER_SECONDS,
            "max_retries": 0,
            "connect_retries_timeout": ANSWER_SECONDS,
        }
    )
