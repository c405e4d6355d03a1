"""Before the day of a visit the applicant is asked once more whether somebody will be there."""

from datetime import timedelta

from django.db import transaction

from accounts.actors import SYSTEM
from applications.models import Status
from applications.services import lock
from common import clock
from common.clock import midnight
from common.sweeps import sweep
from common.workdays import workdays_between
from district.services import load_calendar, when_office_opens

from ..models import Visit
from ..selectors import facts_of
from ..telling import tell_the_applicant
from ..words import when_text

FURTHEST = timedelta(days=14)  # no run of rest days is longer


def remind_of_visits():
    """Each visit of the next working day nobody has confirmed; what was agreed on today has just been told."""
    calendar, today = load_calendar(), clock.today()
    rows = Visit.objects.to_confirm().filter(
        application__status=Status.ACCEPTED,
        on__gt=today,
        on__lte=today + FURTHEST,
        fixed_at__lt=midnight(today),
    )

    def look_at(visit):
        if workdays_between(today, visit.on, calendar) <= 1:
            _remind(visit)

    sweep(rows.select_related("application"), look_at)


@transaction.atomic
def _remind(visit):
    application = lock(visit.application)
    rows = Visit.objects.to_confirm().filter(pk=visit.pk, on=visit.on)
    if not Visit.objects.filter(pk__in=rows.values("pk")).update(reminded_for=visit.on):
        return
    application.record("visit.reminded", by=SYSTEM, text=when_text(visit), **facts_of(visit))
    tell_the_applicant(visit, "visit.reminded", not_before=when_office_opens())
