"""Who comes along: an order joins the visit of its case, or leaves it; what becomes of the visit then."""

from django.utils.translation import gettext as _

from applications.models import Status
from common import clock
from common.clock import local_date
from common.status import WrongStatus, move
from district.services import load_calendar

from .. import signals
from ..days import first_day
from ..models import Answer, Asker, Visit, VisitKind, VisitStatus
from ..selectors import facts_of, joinable_orders
from ..words import when_text
from .fixing import fix_if_agreed
from .record import align, attending, release


def join_visit(order, kind, *, by, at=None):
    """The order comes along with the others of its case; without an open visit one is proposed.

    Whoever calls holds the lock on the case.
    """
    at = at or clock.now()
    visit = _joinable(order.application, kind, at) or propose(
        order.application, kind, _first_day(order.application, kind, at), at=at
    )
    attendance = add(visit, order)
    _announce_joining(visit, attendance, by=by)
    align(visit, by=by, at=at)


def _joinable(application, kind, at):
    """The one still being arranged, else one that is fixed and not so near that nobody could plan for it."""
    visits = Visit.objects.open().joint().filter(application=application, kind=kind)
    proposed = visits.filter(status=VisitStatus.PROPOSED).first()
    found = proposed or visits.filter(on__gt=local_date(at)).first()
    if found:
        found.application = application
    return found


def _first_day(application, kind, at):
    """The applicant wishes a day only for the survey."""
    wish = (application.survey_on, application.survey_half) if kind == VisitKind.SURVEY else (None, "")
    return first_day(*wish, local_date(at), load_calendar())


def propose(application, kind, day, *, at, asked_by=None):
    """A new visit, nobody asked yet."""
    asked_by = asked_by or (Asker.APPLICANT if day.is_wish else Asker.PORTAL)
    return Visit.objects.create(
        application=application,
        kind=kind,
        on=day.on,
        half=day.half,
        not_before=day.not_before,
        asked_by=asked_by,
        proposed_at=at,
    )


def add(visit, order, *, answer=Answer.NONE, mender=""):
    """The order takes part, for the first time or again; nothing has been answered yet."""
    fresh = {"answer": answer, "answer_note": "", "answered_at": None, "left_at": None, "mender": mender}
    attendance, _is_new = visit.attendances.update_or_create(order=order, defaults=fresh)
    return attendance


def _announce_joining(visit, attendance, *, by):
    order = attendance.order
    visit.application.record(
        "visit.joined", by=by, request=order.request, text=when_text(visit), **facts_of(visit)
    )
    if visit.status == VisitStatus.FIXED:
        attendance.answer = Answer.COMING  # as everybody who does not answer
        attendance.save(update_fields=["answer"])
        signals.visit_joined.send(Visit, visit=visit, attendance=attendance, by=by)
    else:
        signals.visit_proposed.send(Visit, visit=visit, attendances=[attendance], by=by)


def leave_visit(order, kind, *, by, at=None):
    """The order no longer comes along, if it did; the others go on. Whoever calls holds the lock on the case."""
    at = at or clock.now()
    own = order.attendances.open().filter(visit__kind=kind).select_related("visit__application").first()
    if own is None:
        return
    visit = own.visit
    own.order = order
    align(visit, by=by, at=at)
    own.left_at = at
    own.save(update_fields=["left_at"])
    release(order, kind, by=by, at=at)
    visit.application.record("visit.left", by=by, request=order.request, **facts_of(visit))
    signals.visit_left.send(Visit, visit=visit, attendance=own, by=by)
    settle(visit, by=by, at=at)


def settle(visit, *, by, at):
    """What a visit comes to once somebody has left it or said what he found."""
    rest = attending(visit)
    if rest:
        fix_if_agreed(visit, at=at)
        align(visit, by=by, at=at)
    elif visit.attendances.taking_part().found().exists():
        finish(visit, by=by, at=at)
    else:
        move(visit, VisitStatus.CANCELLED, ended_at=at)
        visit.application.record("visit.cancelled", by=by, **facts_of(visit))
        signals.visit_cancelled.send(Visit, visit=visit, attendances=[], by=by)


def finish(visit, *, by, at):
    """Everybody who came has said what he found."""
    move(visit, VisitStatus.DONE, ended_at=at)
    if visit.is_joint:
        visit.application.record("visit.done", by=by, text=when_text(visit), **facts_of(visit))
    signals.visit_done.send(Visit, visit=visit, by=by)


def arrange_visit(application, kind, *, by):
    """The office has those who are at this stage and go alone come together after all. Raises ``WrongStatus``."""
    orders = list(joinable_orders(application, kind)) if application.status == Status.ACCEPTED else []
    if not orders:
        raise WrongStatus(_("没有可以一起安排%s的事项。") % VisitKind(kind).label)
    for order in orders:
        join_visit(order, kind, by=by)
