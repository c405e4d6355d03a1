"""The applicant is asked once more: will somebody be there, and does another day suit him."""

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
from ..telling import counter_facts, tell_the_applicant
from ..words import counter_text, when_text

FURTHEST = timedelta(days=14)  # no run of rest days is longer
REMIND_OF_COUNTER_AFTER = 1  # working day


def remind_of_visits():
    """Each visit of the next working day nobody has confirmed; what was changed today has just been told."""
    calendar, today = load_calendar(), clock.today()
    rows = Visit.objects.to_confirm().filter(
        application__status=Status.ACCEPTED,
        on__gt=today,
        on__lte=today + FURTHEST,
        arrangement__issued_at__lt=midnight(today),
    )

    def look_at(visit):
        if workdays_between(today, visit.on, calendar) <= 1:
            _remind_of_day(visit)

    sweep(rows.select_related("application"), look_at)


def remind_of_counters():
    """Each other day a provider offered and the applicant has not answered to for a working day."""
    calendar, today = load_calendar(), clock.today()
    rows = Visit.objects.to_answer_counter(today).filter(application__status=Status.ACCEPTED)

    def look_at(visit):
        offered = visit.attendances.get(order=visit.counter_by_id)
        since = clock.local_date(offered.answered_at or visit.proposed_at)
        waited = workdays_between(since, today, calendar)
        if waited >= REMIND_OF_COUNTER_AFTER:
            _remind_of_counter(visit, today)

    sweep(rows.select_related("application"), look_at)


@transaction.atomic
def _remind_of_day(visit):
    application = lock(visit.application)
    rows = Visit.objects.to_confirm().filter(pk=visit.pk, on=visit.on)
    if _mark(rows, reminded_for=visit.on):
        _tell(visit, application, "visit.reminded", when_text(visit))


@transaction.atomic
def _remind_of_counter(visit, today):
    application = lock(visit.application)
    rows = Visit.objects.to_answer_counter(today).filter(pk=visit.pk)
    if _mark(rows, counter_reminded_at=clock.now()):
        _tell(visit, application, "visit.counter_reminded", counter_text(visit), **counter_facts(visit))


def _mark(rows, **fields):
    """Whether there was still anything to remind of."""
    return Visit.objects.filter(pk__in=rows.values("pk")).update(**fields)


def _tell(visit, application, verb, text, **facts):
    application.record(verb, by=SYSTEM, text=text, **facts_of(visit))
    tell_the_applicant(visit, verb, not_before=when_office_opens(), **facts)
