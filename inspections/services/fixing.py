"""A day is fixed, moved or kept."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from applications.models import Status
from common import clock
from common.clock import local_date
from common.status import WrongStatus, move
from district.services import load_calendar

from .. import signals
from ..days import FURTHEST, earliest_day, own_from
from ..models import Answer, Asker, Attendance, Result, Visit, VisitStatus
from ..selectors import awaited_orders, facts_of
from ..words import when_text
from .record import BadVisit, align, attending, open_visit


@transaction.atomic
def fix_visit(visit, *, on, half, by, asked_by=""):
    """The office fixes the day, or moves the one fixed; who has not answered is taken as coming.

    ``asked_by``: who wanted this day; '' lets the portal tell. Raises ``WrongStatus`` and ``BadVisit``.
    """
    visit = open_visit(visit)
    today = clock.today()
    if not today <= on <= today + FURTHEST:
        raise BadVisit(_("请选择今天或以后、%d 天以内的日期。") % FURTHEST.days)
    is_same = (visit.on, visit.half) == (on, half)
    if visit.status == VisitStatus.FIXED and is_same:
        return keep_day(visit, by=by)
    everybody = attending(visit)
    if is_same:
        refuse_absent(everybody)
    asked_by = asked_by or _asker_of(visit, on, half)
    set_day(visit, on, half, asked_by=asked_by, today=today)
    take_as_coming(visit, everybody if not is_same else [one for one in everybody if not one.answer])
    _fix(visit, by=by, at=clock.now())
    return visit


def keep_day(visit, *, by):
    """The applicant asked for another day, and the office lets it be."""
    if not visit.wished_on:
        raise WrongStatus(_("%(visit)s已经约定在这个时间。") % {"visit": visit.label})
    visit.wished_on, visit.wished_half = None, ""
    visit.save(update_fields=["wished_on", "wished_half"])
    visit.application.record("visit.kept", by=by, text=when_text(visit), **facts_of(visit))
    signals.visit_kept.send(Visit, visit=visit, by=by)
    align(visit, by=by)
    return visit


def refuse_absent(everybody):
    """Whoever said that he cannot come on this day is not passed over."""
    absent = "、".join(str(one.order.provider) for one in everybody if one.answer == Answer.NOT)
    if absent:
        raise BadVisit(_("%s表示该时间不能到场，请改约其他时间，或让其单独办理。") % absent)


def _asker_of(visit, on, half):
    """Whose day it is, where the office does not say."""
    if (on, half) == (visit.on, visit.half):
        return visit.asked_by
    if on == visit.wished_on:
        return Asker.APPLICANT
    if (on, half) == (visit.counter_on, visit.counter_half):
        return Asker.PROVIDER
    return Asker.OFFICE


def set_day(visit, on, half, *, asked_by, today):
    """Write the day, and from when its days are the applicant's own. Not saved with its status yet.

    Days he asked for, or has to mend something in, stay his, however the day is moved afterwards, as long as
    the visit is not before them.
    """
    if (on, half) != (visit.on, visit.half):
        visit.confirmed_at, visit.confirmed_by = None, ""
    if asked_by == Asker.APPLICANT and on != visit.on:
        visit.not_before = own_from(on, earliest_day(today, load_calendar()))
    elif visit.not_before:
        visit.not_before = min(visit.not_before, on)
    visit.on, visit.half, visit.asked_by = on, half, asked_by
    visit.wished_on, visit.wished_half = None, ""
    visit.attendances.filter(mends_until__gt=on).update(mends_until=on)
    if visit.has_open_counter:
        visit.counter_answer = (on, half) == (visit.counter_on, visit.counter_half)
    visit.save()


def take_as_coming(visit, attendances):
    visit.attendances.filter(pk__in=[one.pk for one in attendances]).update(
        answer=Answer.COMING, answer_note="", answered_at=None
    )


def fix_what_is_agreed(application, *, by, at):
    """Somebody whom visits of the case may have waited for no longer comes, or has said what he found."""
    proposed = Visit.objects.filter(application=application, status=VisitStatus.PROPOSED)
    for visit in proposed.select_related("application"):
        fix_if_agreed(visit, at=at)
        align(visit, by=by, at=at)


def drop_offer(visit, order):
    """The other day goes with the order that offered it, unless the applicant has answered."""
    if not visit.has_open_counter or visit.counter_by_id != order.pk:
        return
    visit.counter_on, visit.counter_half, visit.counter_by = None, "", None
    visit.counter_reminded_at = None
    visit.save(update_fields=["counter_on", "counter_half", "counter_by", "counter_reminded_at"])


def fix_if_agreed(visit, *, at):
    """Nobody needs the office where all who must come have said yes to the same day, and nobody is still to join.

    Nor is the applicant told on the day itself that somebody comes: then the office says when.
    """
    if visit.status != VisitStatus.PROPOSED or visit.has_open_counter or visit.wished_on:
        return
    if visit.application.status != Status.ACCEPTED:  # it ends, order by order
        return
    everybody = attending(visit)
    is_agreed = bool(everybody) and all(one.answer == Answer.COMING for one in everybody)
    if is_agreed and visit.on > local_date(at) and not _is_joined_by_more(visit):
        _fix(visit, by=SYSTEM, at=at)


def _is_joined_by_more(visit):
    """Others have still to come to the stage, or are at the place and may fail as those did who come again."""
    alike = {"application": visit.application, "kind": visit.kind, "is_joint": visit.is_joint}
    before = Visit.objects.open().exclude(pk=visit.pk).filter(**alike)
    failed = Attendance.objects.filter(
        visit__in=before, result=Result.FAILED, order__attendances__visit=visit
    )
    return failed.exists() or (visit.is_joint and awaited_orders(visit.application, visit.kind).exists())


def _fix(visit, *, by, at):
    """Tell everybody, the applicant with a paper to confirm."""
    is_move = visit.status == VisitStatus.FIXED
    if is_move:
        visit.moves += 1
        visit.save(update_fields=["moves"])
    else:
        move(visit, VisitStatus.FIXED, fixed_at=at)
    verb, signal = ("visit.moved", signals.visit_moved) if is_move else ("visit.fixed", signals.visit_fixed)
    visit.application.record(verb, by=by, at=at, text=when_text(visit), **facts_of(visit))
    signal.send(Visit, visit=visit, attendances=attending(visit), by=by)
    align(visit, by=by, at=at)
