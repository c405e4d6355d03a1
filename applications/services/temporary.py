"""A supply that is only to last for a while: begun when it is on, prolonged, made permanent, taken away.

These are small tasks after the finish: the case itself has ended and stays so.
"""

from contextlib import suppress
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from common import clock
from common.status import Refusal, WrongStatus, move

from .. import signals
from ..models import FollowUp, FollowUpStatus, ServiceRequest, TemporaryWish
from .again import begin_again
from .record import lock

TEMPORARY = "temporary"
FARTHEST = timedelta(days=5 * 366)  # beyond it the year is a slip of the pen; this portal's own rule


class BadUntil(Refusal):
    """A new end that is none."""


def open_follow_up_of(request):
    """The temporary supply of a request while it is on, else None."""
    follow_up = getattr(request, "follow_up", None)
    return follow_up if follow_up and follow_up.status == FollowUpStatus.OPEN else None


def supply_end(request):
    """Whether what was asked for is temporary, and until when if that was said."""
    days = [request.extras.get(extra.code) for extra in request.entry.extras if extra.ends_supply]
    until = next((date.fromisoformat(day) for day in days if day), None)
    return until is not None or request.business == TEMPORARY, until


@transaction.atomic
def follow_connection(request, *, by, at):
    """Supply is on: watch its end if it is temporary; if it is not, it takes the place of one that was."""
    is_temporary, until = supply_end(request)
    if is_temporary:
        FollowUp.objects.create(request=request, until=until, created_at=at)
        _record(request, "temporary.begun", by=by, at=at, text=_said(until))
        return
    earlier = FollowUp.objects.open().filter(
        request__application__in=_list_earlier(request.application),
        request__service=request.service,
        request__carrier=request.carrier,
    )
    for follow_up in earlier:
        with suppress(WrongStatus):  # ended by hand at the same moment
            make_permanent(follow_up, by=by)


def _list_earlier(application):
    """The cases this one goes back to, over those between them that came to nothing."""
    earlier = []
    while (key := application.linked_to_id) and key not in earlier:
        earlier.append(key)
        application = application.linked_to
    return earlier


@transaction.atomic
def ask_about_temporary(follow_up, *, wish, until=None, by):
    """What the applicant wants to become of his supply; provider and window see to it.

    Raises ``WrongStatus``, ``BadUntil``.
    """
    follow_up = _lock(follow_up)
    if wish == TemporaryWish.EXTEND:
        _check_until(follow_up, until)
    else:
        until = None
    if _was_asked_today(follow_up, wish, until):
        return follow_up
    _save(follow_up, wish=wish, wished_until=until, wished_at=clock.now())
    text = TemporaryWish(wish).label + (f" {_said(until)}" if until else "")
    _record(follow_up.request, "temporary.wished", by=by, text=text)
    _announce(follow_up, "wished", by=by)
    return follow_up


def _was_asked_today(follow_up, wish, until):
    """Who clicks twice, or all day long, has asked once."""
    is_same = (follow_up.wish, follow_up.wished_until) == (wish, until)
    return is_same and follow_up.wished_at >= clock.midnight(clock.today())


@transaction.atomic
def apply_for_permanent(follow_up, *, by):
    """A draft for the permanent supply, linked to this case; when that is on, the temporary one is over."""
    follow_up = ask_about_temporary(follow_up, wish=TemporaryWish.PERMANENT, by=by)
    request = follow_up.request
    draft = begin_again(request.application, by=by, with_services=False)
    ServiceRequest.objects.get_or_create(
        application=draft,
        service=request.service,
        carrier=request.carrier,
        defaults={
            "business": "new",
            "demand": request.assessed_demand or request.demand,
            "purposes": request.purposes,
        },
    )
    return draft


@transaction.atomic
def extend_temporary(follow_up, *, until, by):
    """Let the supply go on until a later day; the reminder follows it. Raises ``WrongStatus``, ``BadUntil``."""
    follow_up = _lock(follow_up)
    _check_until(follow_up, until)
    _save(follow_up, until=until, **NO_WISH)
    _record(follow_up.request, "temporary.extended", by=by, text=_said(until))
    _announce(follow_up, "extended", by=by)


@transaction.atomic
def make_permanent(follow_up, *, by, note=""):
    """The supply is a permanent one from now on. Raises ``WrongStatus``."""
    _end(follow_up, FollowUpStatus.PERMANENT, by=by, note=note)


@transaction.atomic
def remove_temporary(follow_up, *, by, note=""):
    """The supply has been taken away. Raises ``WrongStatus``."""
    _end(follow_up, FollowUpStatus.REMOVED, by=by, note=note)


@transaction.atomic
def remind_of_end(follow_up, *, today):
    """Say once for each end date that it is near, and once that it has passed."""
    follow_up = _lock(follow_up)
    until = follow_up.until
    if until < today and follow_up.overdue_for != until:
        _save(follow_up, reminded_for=until, overdue_for=until)
        change = "overdue"
    elif until >= today and follow_up.reminded_for != until:
        _save(follow_up, reminded_for=until)
        change = "due_soon"
    else:
        return
    _record(follow_up.request, f"temporary.{change}", by=SYSTEM, text=_said(until))
    _announce(follow_up, change, by=SYSTEM)


NO_WISH = {"wish": "", "wished_until": None, "wished_at": None}


def _lock(follow_up):
    """The row as it is now; its case is locked, so that of two clerks the second sees what the first did."""
    lock(follow_up.request.application)
    row = FollowUp.objects.select_related("request__application").get(pk=follow_up.pk)
    if row.status != FollowUpStatus.OPEN:
        raise WrongStatus(
            _("%(what)s：%(status)s，不能再变更。")
            % {"what": row.request, "status": row.get_status_display()}
        )
    return row


def _check_until(follow_up, until):
    if until is None:
        raise BadUntil(_("请填写使用至哪一天。"))
    if until <= clock.today():
        raise BadUntil(_("延期的日期须晚于今天。"))
    if until > clock.today() + FARTHEST:
        raise BadUntil(_("延期一次最多五年，请核对年份。"))
    if follow_up.until and until <= follow_up.until:
        raise BadUntil(_("延期的日期须晚于现在的到期日 %s。") % follow_up.until)


def _end(follow_up, status, *, by, note):
    follow_up, now = _lock(follow_up), clock.now()
    move(follow_up, status, ended_at=now, ended_by=str(by), note=note, **NO_WISH)
    _record(follow_up.request, f"temporary.{status}", by=by, at=now, text=note)
    _announce(follow_up, status, by=by)


def _save(follow_up, **fields):
    for name, value in fields.items():
        setattr(follow_up, name, value)
    follow_up.save(update_fields=list(fields))


def _said(until):
    return _("使用至 %s") % until.isoformat() if until else _("未约定期限")


def _record(request, verb, *, by, at=None, text=""):
    request.application.record(verb, by=by, at=at, request=request, text=text)


def _announce(follow_up, change, *, by):
    signals.temporary_changed.send(FollowUp, follow_up=follow_up, change=str(change), by=by)
