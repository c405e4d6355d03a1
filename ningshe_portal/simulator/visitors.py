"""The office and the applicants of the demo about visits: nobody there waits for a day to come."""

from datetime import timedelta

from django.db.models import Exists, OuterRef

from accounts.actors import APPLICANT
from accounts.models import User
from applications.models import Half
from common import clock
from district.services import load_calendar
from inspections.models import Attendance, Visit, VisitStatus
from inspections.selectors import awaited_orders
from inspections.services import (
    answer_counter,
    cancel_visit,
    confirm_visit,
    fix_visit,
    list_to_mend,
    report_mended,
    wish_day,
)
from milestones.models import Milestone

from .rounds import each
from .script import Script

A_WEEK = timedelta(days=7)


def say_to_counters(script):
    """The applicant takes every second day that a provider offers instead; the office sees to the others."""
    visits = Visit.objects.open().exclude(counter_on=None).filter(counter_answer=None)
    each(visits, lambda visit: answer_counter(visit, accepts=visit.pk % 2 == 0, by=APPLICANT))


def wish_days(script):
    """Another day than the one proposed or fixed, a week later."""
    for visit in visits_with("wishes_day", script):
        if visit.on > clock.today():
            on = load_calendar().next_workday(visit.on + A_WEEK)
            wish_day(visit, on=on, half=visit.half, by=APPLICANT)


def grant_wishes(script):
    wished = Visit.objects.open().exclude(wished_on=None)
    each(wished, lambda visit: fix_visit(visit, on=visit.wished_on, half=visit.wished_half, by=office()))


def cancel_visits(script):
    why = "各单位时间凑不到一起，分别上门。"
    each(visits_with("cancels_visit", script), lambda visit: cancel_visit(visit, reason=why, by=office()))


def visits_with(code, script):
    """The open joint visits of the cases that still await this."""
    visits = Visit.objects.open().joint().filter(application__number__in=script.having(code))
    return [visit for visit in visits.select_related("application") if script.awaits(code, visit.application)]


def fix_visits_today(script=None):
    """Every provider has been telephoned: all come today. Who was just asked, or is not so far yet, is waited for.

    To a day that is over nobody can answer any more. Nobody comes before the applicant has mended.
    """
    script = script or Script()
    visits = Visit.objects.open().exclude(status=VisitStatus.FIXED, on__lte=clock.today())
    unanswered = Attendance.objects.unanswered().filter(visit=OuterRef("pk"), visit__on__gte=clock.today())
    unmended = Attendance.objects.filter(visit=OuterRef("pk"), left_at=None, mender="applicant")
    visits = visits.exclude(Exists(unmended))
    ready = [
        visit
        for visit in visits.exclude(Exists(unanswered)).select_related("application")
        if not (visit.is_joint and awaited_orders(visit.application, visit.kind).exists())
        and not script.awaits("wishes_day", visit.application)
    ]
    each(ready, lambda visit: fix_visit(visit, on=clock.today(), half=half_of_day(), by=office()))


def half_of_day():
    return Half.MORNING if clock.now().astimezone(clock.LOCAL).hour < 12 else Half.AFTERNOON


def confirm_visits(script):
    unconfirmed = Visit.objects.fixed().filter(confirmed_at=None)
    each(unconfirmed, lambda visit: confirm_visit(visit, by=APPLICANT))


def mend(script):
    """What a visit failed for is mended at once."""
    stuck = Milestone.objects.running().filter(spans__ends_at=None, spans__reason="applicant_mending")
    for application in {row.application for row in stuck.select_related("application")}:
        for milestone in list_to_mend(application):
            report_mended(milestone.order, milestone.stage, note="已按清单整改。", by=APPLICANT)


def office():
    return User.objects.get(username="office")


ACTS = (fix_visits_today, confirm_visits)
DETOURS = (say_to_counters, wish_days, grant_wishes, cancel_visits, mend)
