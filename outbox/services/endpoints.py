"""What the office does with the systems that take pushes."""

import uuid

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from common import clock
from common.status import WrongStatus

from ..channels.webhook import new_secret
from ..models import Endpoint, Message
from .messages import build_event


def pause_endpoint(endpoint, *, by, reason=""):
    """Hold every message for ``endpoint`` until it is resumed; a push on the line is not broken off."""
    _change(endpoint, is_paused=True, paused_by=str(by)[:60], paused_reason=reason[:200])


@transaction.atomic
def resume_endpoint(endpoint, *, by):
    """Push again; what has waited is due at once."""
    _change(endpoint, is_paused=False, paused_by="", paused_reason="", failures=0, open_until=None)
    release_messages(endpoint)


def release_messages(endpoint):
    """Everything that waits for ``endpoint`` is due now, but for what may not be sent yet."""
    Message.objects.waiting().filter(endpoint=endpoint).update(next_attempt_at=Now(), failures=0)


def rotate_secret(endpoint):
    """A new secret, given back to be shown once; pushes bear both signatures until ``end_rotation``.

    Raises ``WrongStatus`` during a rotation: a second one would drop the secret the receiver still uses.
    """
    secret = new_secret()
    rows = Endpoint.objects.filter(pk=endpoint.pk, rotated_at=None)
    fields = {"secret": secret, "previous_secret": endpoint.secret, "rotated_at": clock.now()}
    if not rows.update(**fields):
        raise WrongStatus(_("%(endpoint)s：请先结束上一次密钥更换。") % {"endpoint": endpoint})
    endpoint.refresh_from_db()
    return secret


def end_rotation(endpoint):
    """The receiver has taken the new secret over: sign with that one only."""
    _change(endpoint, previous_secret="", rotated_at=None)


@transaction.atomic
def send_ping(endpoint, *, by):
    """Write a push that only tests the way; it is tried at once unless the endpoint is paused."""
    _change(endpoint, open_until=None)
    message = build_event(
        endpoint=endpoint,
        type="ping",
        data={"sent_by": str(by)},
        about="",
        seq=None,
        key=f"ping:{uuid.uuid4().hex}",
        at=clock.now(),
    )
    message.save()
    return message


def _change(endpoint, **fields):
    """Only the named columns: a worker counts failures in the same row."""
    Endpoint.objects.filter(pk=endpoint.pk).update(**fields)
    endpoint.refresh_from_db()
