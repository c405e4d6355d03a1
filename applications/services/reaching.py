"""How the applicant was reached, or not: dated tries that the office may rest an end on, and what he was told."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from common import clock
from common.status import Refusal, WrongStatus

from ..models import Audience, Call, ContactAttempt, Status
from .record import lock

REACHABLE = {Status.RECEIVED, Status.SUBMITTED, Status.RETURNED, Status.ACCEPTED}


class BadMoment(Refusal):
    """A try that cannot have been at that moment."""


@transaction.atomic
def record_contact_attempt(application, *, way, at, is_reached, note, by):
    """Note one try to reach the applicant, at the desk or on the way. Raises ``WrongStatus``, ``BadMoment``."""
    application = lock(application)
    if application.status not in REACHABLE:
        raise WrongStatus(_("%s：办件已结束，不再登记联系情况。") % application)
    _check_moment(application, at)
    attempt = _note(application, way=way, at=at, is_reached=is_reached, note=note, by=by)
    _record_for_staff(attempt, by=by)
    return attempt


@transaction.atomic
def make_call(call, *, way, note, by):
    """Note that the applicant was told what a call is about, which is a way of having reached him.

    Raises ``WrongStatus`` if a colleague has told him already.
    """
    application = lock(call.application)
    now, note = clock.now(), note.strip()
    if not Call.objects.to_make().filter(pk=call.pk).update(made_at=now, made_by=str(by), note=note):
        raise WrongStatus(_("这件事已由其他工作人员告知申请人。"))
    attempt = _note(application, way=way, at=now, is_reached=True, note=note, by=by)
    application.record("call.made", by=by, at=now, text=f"{attempt.get_way_display()}：{call.text}")
    if note:
        _record_for_staff(attempt, by=by)


def drop_calls(application, kinds, *, note, about=None):
    """What need not be told any more; ``about``: only of the one row that begins the key of its messages."""
    calls = application.calls.to_make().filter(kind__in=kinds)
    if about is not None:
        calls = calls.filter(key__regex=rf"^[^:]+:[^:]+:{about}(:|$)")
    calls.update(made_at=clock.now(), made_by=str(SYSTEM), note=note)


def _note(application, *, way, at, is_reached, note, by):
    return ContactAttempt.objects.create(
        application=application,
        way=way,
        at=at,
        is_reached=is_reached,
        note=note,
        recorded_at=clock.now(),
        actor=by,
        actor_name=str(by),
    )


def _record_for_staff(attempt, *, by):
    """What a clerk notes of a talk is for colleagues; the applicant reads only that he was told."""
    outcome = _("已联系上") if attempt.is_reached else _("未联系上")
    text = "，".join(part for part in (attempt.get_way_display(), outcome, attempt.note) if part)
    attempt.application.record("application.contact_tried", by=by, audience=Audience.STAFF, text=text)


def _check_moment(application, at):
    """Typed to the minute, so the minute the case came in is still good."""
    came_in = (application.received_at or application.entered_at).replace(second=0, microsecond=0)
    if at > clock.now():
        raise BadMoment(_("联系时间不能晚于现在。"))
    if at < came_in:
        since = f"{came_in.astimezone(clock.LOCAL):%Y-%m-%d %H:%M}"
        raise BadMoment(_("联系时间不能早于收到申请的时间（%s）。") % since)
