"""Writing messages, and what people do to them."""

import json

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock
from common.codes import mask_phone
from common.status import WrongStatus, move

from ..models import Attempt, Channel, Endpoint, Message, Outcome, Status

MOST_EVENT_BYTES = 20_000


def build_message(
    *,
    channel,
    recipient,
    kind,
    body,
    key,
    endpoint=None,
    subject="",
    about="",
    seq=None,
    not_before=None,
    expires_at=None,
):
    """A message not saved yet, for ``bulk_create``; ``key`` is what makes it unique.

    ``body`` is text or the exact bytes. After ``expires_at`` it is not sent any more and the body is erased.
    """
    return Message(
        channel=channel,
        recipient=recipient,
        kind=kind,
        body=body.encode() if isinstance(body, str) else body,
        key=key,
        endpoint=endpoint,
        subject=subject[:200],
        about=about,
        seq=seq,
        not_before=not_before,
        expires_at=expires_at,
    )


@transaction.atomic
def queue_message(*, key, **message):
    """Write a message, see ``build_message``; where the key exists already, that row is the answer."""
    built = build_message(key=key, **message)
    Message.objects.bulk_create([built], ignore_conflicts=True)
    return Message.objects.get(key=key)


def build_event(*, endpoint, type, data, about, seq, key, at):
    """A webhook message for ``endpoint``, not saved yet; ``at`` is when it happened.

    Raises ``ValueError`` for an event of 20 kB or more: it says what happened and where to read the rest.
    """
    event = {
        "type": type,
        "timestamp": at.astimezone(clock.LOCAL).isoformat(timespec="seconds"),
        "data": data if seq is None else {**data, "seq": seq},
    }
    body = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
    if len(body) >= MOST_EVENT_BYTES:
        raise ValueError(f"{type} about {about}: an event of {len(body)} bytes")
    return build_message(
        channel=Channel.WEBHOOK,
        endpoint=endpoint,
        recipient=endpoint.name,
        kind=type,
        body=body,
        key=key,
        about=about,
        seq=seq,
    )


@transaction.atomic
def resend_message(message, *, by):
    """Try again at once, under the same id, wherever the message stands. Raises ``WrongStatus``."""
    if not message.body:
        raise WrongStatus(_("%(message)s：内容已按期限清除，不能重发。") % {"message": message})
    # The endpoint first, as everywhere: the order of locks.
    Endpoint.objects.filter(pk=message.endpoint_id).update(open_until=None)
    move(
        message,
        Status.WAITING,
        next_attempt_at=Now(),
        not_before=None,
        failures=0,
        unsettled=0,
        awaits_announcement=False,
        resent_by=str(by)[:60],
        closed_by="",
        closed_reason="",
    )
    message.refresh_from_db()


@transaction.atomic
def close_message(message, *, by, reason):
    """End a message that need not arrive any more; who and why stays with it. Raises ``WrongStatus``."""
    move(
        message,
        Status.CLOSED,
        awaits_announcement=False,
        closed_by=str(by)[:60],
        closed_reason=reason[:200],
    )


@transaction.atomic
def expire_message(message):
    """Erase what may not be kept any longer; a message that has not arrived by then ends here."""
    if message.status in (Status.WAITING, Status.NEEDS_ATTENTION):
        move(message, Status.EXPIRED, awaits_announcement=False)
    _erase_body(message)


@transaction.atomic
def erase_message(message):
    """Let go what a message said and whose telephone it went to; that it was sent, and when, stays.

    Its key names the telephone too. Whatever is sent once only is sent long before this.
    """
    changes = {"erased_at": clock.now()}
    if message.channel == Channel.SMS:
        secret = salted_hmac("outbox.Message", message.recipient, algorithm="sha256").hexdigest()[:16]
        changes["key"] = message.key.replace(message.recipient, secret)
        changes["recipient"] = mask_phone(message.recipient)
    Message.objects.filter(pk=message.pk).update(**changes)
    _erase_body(message)


def _erase_body(message):
    Message.objects.filter(pk=message.pk).update(body=b"")
    Attempt.objects.filter(message=message).update(answer="")  # gateways like to repeat the text


@transaction.atomic
def set_aside_message(message):
    """Take out of the queue what no worker ever came back from; a person must look."""
    move(message, Status.NEEDS_ATTENTION, awaits_announcement=True, lease_until=None)
    Attempt.objects.create(message=message, outcome=Outcome.LOST)
    tell_office(message, "outbox.stuck")


TROUBLES = {
    "outbox.stuck": gettext_lazy("有消息未能送达，需人工处理"),
    "outbox.silent": gettext_lazy("多次发送失败，系统仍在重试"),
}


def tell_office(message, trouble):
    """One e-mail per receiver, trouble and hour, however many messages it concerns; never about an e-mail."""
    if not settings.OFFICE_EMAIL or message.channel == Channel.EMAIL:
        return
    receiver = message.endpoint or message.get_channel_display()
    hour = f"{clock.now().astimezone(clock.LOCAL):%Y%m%d%H}"
    queue_message(
        channel=Channel.EMAIL,
        recipient=settings.OFFICE_EMAIL,
        kind=trouble,
        subject=f"{receiver}：{TROUBLES[trouble]}",
        body=_("请登录管理后台，在“发件箱—消息”中查看：%(url)s")
        % {"url": f"{settings.BASE_URL}/admin/outbox/message/"},
        key=f"{trouble}:{message.channel}:{message.endpoint_id or ''}:{hour}",
        about=message.about,
    )
