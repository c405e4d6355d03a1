"""Drafts nobody goes on with: their contact is told a week before they are deleted."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common import clock
from common.sweeps import sweep
from outbox.bell import ring_on_commit
from outbox.models import Channel
from outbox.services import queue_message

from .models import Application
from .telling import SIGNATURE

DRAFT_DAYS, WARNING_DAYS = 90, 7
TEXT = _(
    "您保存的报装申请草稿将于 %(day)s 之后删除。要继续填写的，请用本手机号登录：%(url)s 。不是您填写的，不必理会。"
)


def warn_of_deletion():
    """Every morning: who left a draft alone has a week to go on with it."""
    before = clock.midnight(clock.today() - timedelta(days=DRAFT_DAYS - WARNING_DAYS - 1))
    sweep(Application.objects.left_since(before).warnable().unwarned(), warn)


@transaction.atomic
def warn(draft):
    """The phone is not proved: the message leads to the sign-in, never to the draft itself."""
    now = clock.now()
    left = Application.objects.drafts().filter(pk=draft.pk, saved_at=draft.saved_at)
    if not left.update(warned_at=now):
        return
    last_day = max(
        clock.local_date(draft.saved_at) + timedelta(days=DRAFT_DAYS),
        clock.local_date(now) + timedelta(days=WARNING_DAYS),
    )
    message = queue_message(
        channel=Channel.SMS,
        recipient=draft.contact_phone,
        kind="draft.expiring",
        body=f"{SIGNATURE}{TEXT % {'day': last_day, 'url': f'{settings.BASE_URL}/my/'}}",
        key=f"draft.expiring:{draft.token}:{now:%Y%m%d}",
    )
    ring_on_commit([message])
