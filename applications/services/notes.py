"""Messages in the case file (留言): written by one side, read by the others."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import ActorKind
from accounts.models import User
from common import clock
from common.status import Refusal
from common.twice import said_just_now

from .. import signals
from ..models import Note, NoteAudience, NoteReading
from .record import lock

MOST_LETTERS = 1000
MOST_OF_APPLICANT = 10  # an hour, in one case
AN_HOUR = timedelta(hours=1)
OPEN_AFTER_END = timedelta(days=30)


class NoteRefused(Refusal):
    """A message that is not taken: empty, too long, too many, or too late."""


@transaction.atomic
def write_note(application, *, body, by, request=None, audience=NoteAudience.ALL, for_provider=""):
    """Leave a message in the case file; with ``request`` it is also for the provider that has it in hand.

    ``for_provider``: the name of the provider whose staff ``by`` is. Raises ``NoteRefused``.
    """
    application, now = lock(application), clock.now()
    kind = _kind(by, for_provider)
    if kind == ActorKind.APPLICANT and audience != NoteAudience.ALL:
        raise ValueError("an applicant writes to staff in the open only")
    said = {
        "request": request,
        "audience": audience,
        "body": _check_body(body),
        "actor": by if isinstance(by, User) else None,
        "actor_kind": kind,
        "actor_name": f"{for_provider} {by}".strip()[:80],
    }
    if twin := said_just_now(application.notes.all(), "at", **said):
        return twin
    _check_time(application, kind, now)
    note = Note.objects.create(application=application, at=now, **said)
    signals.note_written.send(Note, note=note)
    return note


def takes_notes(application):
    """Whether messages can be left: from the number on, until thirty days after the end."""
    ended_at = application.ended_at
    return bool(application.number) and (ended_at is None or clock.now() < ended_at + OPEN_AFTER_END)


def mark_notes_read(seen, *, by):
    """``seen``: pairs of a message and the side that has read it; the first reader of a side counts."""
    NoteReading.objects.bulk_create(
        [NoteReading(note=note, side=side, reader_name=str(by)[:80], at=clock.now()) for note, side in seen],
        ignore_conflicts=True,
    )


def _kind(by, for_provider):
    if for_provider:
        return ActorKind.PROVIDER
    return ActorKind.STAFF if isinstance(by, User) else by.kind


def _check_body(body):
    body = body.strip()
    if not body:
        raise NoteRefused(_("请填写留言内容。"))
    if len(body) > MOST_LETTERS:
        raise NoteRefused(_("留言不能超过 %d 个字。") % MOST_LETTERS)
    return body


def _check_time(application, kind, now):
    if not takes_notes(application):
        raise NoteRefused(_("办件结束已满 30 日，不再接收留言；如有问题请致电窗口或 12345。"))
    if kind == ActorKind.APPLICANT:
        lately = application.notes.filter(actor_kind=kind, at__gt=now - AN_HOUR)
        if lately.count() >= MOST_OF_APPLICANT:
            raise NoteRefused(_("留言太频繁，请一小时后再写；急事请致电窗口或 12345。"))
