"""Who comes when: an order joins the visit of its case or has its own, leaves it; what becomes of the visit then."""

from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Status
from applications.services import lock
from common import clock
from common.clock import local_date
from common.status import WrongStatus, move
from district.services import load_calendar

from .. import signals
from ..days import MORNING, Day, first_day
from ..models import WISH_OF, Answer, Asker, Visit, VisitKind, VisitStatus
from ..selectors import awaited_orders, facts_of, goes_together, joinable_orders
from ..words import when_text
from .fixing import drop_offer, fix_if_agreed, fix_what_is_agreed, set_day
from .record import align, attending, open_visit, release


def join_visit(order, kind, *, by, at=None, is_joint=None):
    """The order comes with the others of its case, or where it goes alone on a day of its own.

    ``is_joint``: whether it comes with them, None for as it was chosen. It leaves the visit it takes part in
    where that is not the right one; without an open visit one is proposed. Whoever calls holds the lock on the case.
    """
    at = at or clock.now()
    is_joint = goes_together(order, kind) if is_joint is None else is_joint
    own = own_attendance(order, kind)
    if own and own.visit.is_joint == is_joint:
        return
    if own:
        leave_visit(order, kind, by=by, at=at, goes_on=True)
    _come(order, kind, is_joint, by=by, at=at)


def _come(order, kind, is_joint, *, by, at):
    application, mending = order.application, _mending(order, kind, at)
    day = _day_for(application, kind, mending, at)
    visit = joinable_visit(order, kind, at) if is_joint else None
    if visit is None:
        visit = propose(application, kind, day, at=at, is_joint=is_joint)
    elif _is_to_propose_anew(visit, local_date(at)):
        _propose_anew(visit, day, by=by, at=at)
    attendance = add(visit, order, **mending)
    _announce_joining(visit, attendance, by=by)
    align(visit, by=by, at=at)


def _day_for(application, kind, mending, at):
    day = _first_day(application, kind, at)
    until = mending.get("mends_until", day.on)
    return Day(until, MORNING) if until > day.on else day


def _is_to_propose_anew(visit, today):
    """Whether its day has come before all agreed, and neither a wish nor another day offered waits for its answer."""
    is_offered = visit.has_open_counter and today < visit.counter_on
    is_past = visit.status == VisitStatus.PROPOSED and visit.on <= today
    return is_past and not is_offered and not visit.wished_on


def _propose_anew(visit, day, *, by, at):
    """The next day for one more who comes; the others are asked anew, for what they said was of the day before."""
    align(visit, by=by, at=at)
    set_day(visit, day.on, day.half, asked_by=_asker(day), today=local_date(at))
    visit.proposed_at = at
    visit.save(update_fields=["proposed_at"])
    visit.attendances.open().update(answer=Answer.NONE, answer_note="", answered_at=None)
    signals.visit_proposed.send(Visit, visit=visit, attendances=attending(visit), by=by)


def _asker(day):
    return Asker.APPLICANT if day.is_wish else Asker.PORTAL


def _mending(order, kind, at):
    """What is still being mended, and until when, goes with the order from visit to visit."""
    before = order.attendances.filter(visit__kind=kind, left_at__isnull=False).order_by("left_at").last()
    if before is None or before.mends_until is None or before.mends_until <= local_date(at):
        return {}
    return {"mender": before.mender, "mends_until": before.mends_until}


def own_attendance(order, kind):
    """How the order takes part in a visit that is still to come or whose finding is missing, None for none."""
    return order.attendances.open().filter(visit__kind=kind).select_related("visit__application").first()


def joinable_visit(order, kind, at):
    """The one still being arranged, its day passed or not, else one that is fixed and not so near that nobody
    could plan for it.

    Where the order has said already what it found, it does not come again.
    """
    visits = Visit.objects.open().joint().filter(application=order.application, kind=kind)
    visits = visits.exclude(pk__in=order.attendances.found().values("visit"))
    proposed = visits.filter(status=VisitStatus.PROPOSED).first()
    found = proposed or visits.filter(on__gt=local_date(at)).first()
    if found:
        found.application = order.application
    return found


def check_in_time(order, kind):
    """From its day on nobody joins a visit any more, and alone nobody comes together. Raises ``WrongStatus``."""
    at, application = clock.now(), order.application
    if joinable_visit(order, kind, at) or awaited_orders(application, kind).exists():
        return
    joint = Visit.objects.joint().filter(application=application, kind=kind)
    begun = joint.filter(status__in=[VisitStatus.FIXED, VisitStatus.DONE], on__lte=local_date(at)).last()
    if begun:
        raise WrongStatus(
            _(
                "%(visit)s定在 %(when)s，当天起不能再加入，也没有别的单位要再一起上门；"
                "请单独上门，到场后即可上报结果。"
            )
            % {"visit": begun.label, "when": when_text(begun)}
        )


def check_company(order, kind):
    """Who comes alone as it is, or is to, has nobody to leave. Raises ``WrongStatus``."""
    own = own_attendance(order, kind)
    is_joint = own.visit.is_joint if own else getattr(order.application, WISH_OF[kind])
    if not is_joint:
        raise WrongStatus(_("%s 的这一环节没有与其他单位联合办理。") % order)


def _first_day(application, kind, at):
    """The day the applicant asked for last; with the form he wishes one only for the survey."""
    wish = (application.survey_on, application.survey_half) if kind == VisitKind.SURVEY else (None, "")
    asked = Visit.objects.filter(application=application, kind=kind, asked_by=Asker.APPLICANT)
    wish = asked.order_by("pk").values_list("on", "half").last() or wish
    return first_day(*wish, local_date(at), load_calendar())


def propose(application, kind, day, *, at, is_joint, asked_by=None):
    """A new visit, nobody asked yet."""
    return Visit.objects.create(
        application=application,
        kind=kind,
        is_joint=is_joint,
        on=day.on,
        half=day.half,
        not_before=day.not_before,
        asked_by=asked_by or _asker(day),
        proposed_at=at,
    )


def add(visit, order, *, answer=Answer.NONE, mender="", mends_until=None):
    """The order takes part, for the first time or again; nothing has been answered yet."""
    fresh = {"answer": answer, "answer_note": "", "answered_at": None, "left_at": None}
    mending = {"mender": mender, "mends_until": mends_until}
    attendance, _is_new = visit.attendances.update_or_create(order=order, defaults=fresh | mending)
    return attendance


def _announce_joining(visit, attendance, *, by):
    order = attendance.order
    visit.application.record(
        "visit.joined", by=by, request=order.request, text=when_text(visit), **facts_of(visit)
    )
    if visit.status == VisitStatus.FIXED:
        attendance.answer = Answer.COMING  # as everybody who does not answer
        attendance.save(update_fields=["answer"])
        announce_late_comer(visit, attendance, by=by)
    else:
        announce_proposal(visit, [attendance], by=by)


def announce_proposal(visit, attendances, *, by):
    """To those who must answer; once the day has come they hear of the one that comes of the wish or the offer."""
    if visit.status == VisitStatus.PROPOSED and visit.on > clock.today():
        signals.visit_proposed.send(Visit, visit=visit, attendances=attendances, by=by)


def announce_late_comer(visit, attendance, *, by):
    """One more comes to a day that is fixed: what the applicant has confirmed is another arrangement now."""
    visit.confirmed_at, visit.confirmed_by = None, ""
    visit.save(update_fields=["confirmed_at", "confirmed_by"])
    signals.visit_joined.send(Visit, visit=visit, attendance=attendance, by=by)


def leave_visit(order, kind, *, by, at=None, goes_on=False):
    """The order no longer comes along, if it did; the others go on. Whoever calls holds the lock on the case.

    ``goes_on``: it takes part in another visit at once, and its clock goes over to that.
    """
    at = at or clock.now()
    own = own_attendance(order, kind)
    if own is None:
        return
    visit = own.visit
    own.order = order
    align(visit, by=by, at=at)
    own.left_at = at
    own.save(update_fields=["left_at"])
    drop_offer(visit, order)
    if not goes_on:
        release(order, kind, by=by, at=at)
    if visit.is_joint:  # who comes alone has not left anybody
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
    """Everybody who came has said what he found; those who come again do so on a day all of them know by now."""
    move(visit, VisitStatus.DONE, ended_at=at)
    if visit.is_joint:
        visit.application.record("visit.done", by=by, text=when_text(visit), **facts_of(visit))
    signals.visit_done.send(Visit, visit=visit, by=by)
    fix_what_is_agreed(visit.application, by=by, at=at)


@transaction.atomic
def cancel_visit(visit, *, reason, by):
    """The office gives the common day up; everybody who has not been there goes on alone. Raises ``WrongStatus``."""
    visit = open_visit(visit)
    if not visit.is_joint:
        raise WrongStatus(_("单独上门的不用取消，请改约其他时间。"))
    dissolve(visit, by=by, reason=reason)
    fix_what_is_agreed(visit.application, by=by, at=clock.now())


def dissolve(visit, *, by, reason=""):
    """Everybody who has not been there comes on a day of its own. Whoever calls holds the lock on the case."""
    now, everybody = clock.now(), attending(visit)
    visit.attendances.filter(pk__in=[one.pk for one in everybody]).update(left_at=now)
    is_done = visit.attendances.taking_part().found().exists()
    move(visit, VisitStatus.DONE if is_done else VisitStatus.CANCELLED, ended_at=now)
    visit.application.record("visit.cancelled", by=by, text=reason, **facts_of(visit))
    signals.visit_cancelled.send(Visit, visit=visit, attendances=everybody, by=by, reason=reason)
    if is_done:
        signals.visit_done.send(Visit, visit=visit, by=by)
    for one in everybody:
        join_visit(one.order, visit.kind, by=by, at=now, is_joint=False)


@transaction.atomic
def arrange_visit(application, kind, *, by):
    """The office has those who are at this stage and go alone come together, as the applicant chose.

    Raises ``WrongStatus``.
    """
    application = lock(application)
    orders = list(joinable_orders(application, kind)) if application.status == Status.ACCEPTED else []
    if not orders:
        raise WrongStatus(_("没有可以一起安排%s的事项。") % VisitKind(kind).label)
    for order in orders:
        join_visit(order, kind, by=by, is_joint=True)
