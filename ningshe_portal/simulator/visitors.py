"""The office and the applicants of the demo about visits: nobody there waits for a day to come."""

from django.db.models import Exists, OuterRef

from accounts.actors import APPLICANT
from accounts.models import User
from applications.models import Half
from common import clock
from inspections.models import Attendance, Visit, VisitStatus
from inspections.selectors import awaited_orders
from inspections.services import confirm_visit, fix_visit


def fix_visits_today():
    """Every provider has been telephoned: all come today. Who was just asked, or is not so far yet, is waited for.

    To a day that is over nobody can answer any more.
    """
    visits = Visit.objects.open().joint().exclude(status=VisitStatus.FIXED, on__lte=clock.today())
    office = User.objects.get(username="office")
    unanswered = Attendance.objects.unanswered().filter(visit=OuterRef("pk"), visit__on__gte=clock.today())
    for visit in visits.exclude(Exists(unanswered)):
        if not awaited_orders(visit.application, visit.kind).exists():
            fix_visit(visit, on=clock.today(), half=half_of_day(), by=office)


def half_of_day():
    return Half.MORNING if clock.now().astimezone(clock.LOCAL).hour < 12 else Half.AFTERNOON


def confirm_visits():
    for visit in Visit.objects.fixed().joint().filter(confirmed_at=None):
        confirm_visit(visit, by=APPLICANT)
