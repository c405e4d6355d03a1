"""Corrections the applicant still owes: reminded of before their term ends, in the office's hands after it."""

from django.db import transaction

from accounts.actors import SYSTEM
from common import clock
from common.sweeps import sweep
from common.workdays import workdays_between
from district.hours import next_office_moment
from district.services import load_calendar, load_office_hours

from . import signals
from .models import Correction
from .services import lock
from .telling import tell_applicant

REMIND_WORKDAYS = (5, 1)  # before the end of the term


def look_after_corrections():
    rows = Correction.objects.under_way().select_related("application")
    look_after(rows, remind=remind_of_correction, expire=expire_correction)


def look_after(rows, *, remind, expire):
    """Remind of each term that nears its end, once for each step; hand over what did not come in it.

    ``rows``: whatever has ``due_on`` and ``reminded_on``; both verbs are told when the office opens.
    """
    calendar, now = load_calendar(), clock.now()
    today = clock.local_date(now)
    opens_at = next_office_moment(now, calendar, load_office_hours())

    def look_at(row):
        if row.due_on < today:
            expire(row, not_before=opens_at)
        elif is_to_be_reminded(row, calendar, today):
            remind(row, today=today, not_before=opens_at)

    sweep(rows, look_at)


def is_to_be_reminded(row, calendar, today):
    """Whether a step has been passed since the last reminder; of a term that was moved, steps count anew."""
    left = workdays_between(today, row.due_on, calendar)
    reminded_on = row.reminded_on
    then = workdays_between(reminded_on, row.due_on, calendar) if reminded_on else None
    return any(left <= step and (then is None or then > step) for step in REMIND_WORKDAYS)


@transaction.atomic
def remind_of_correction(correction, *, today, not_before):
    """Tell the applicant that the term is nearly over, in office hours."""
    if not _take(correction, reminded_on=today):
        return
    application = correction.application
    application.record("correction.reminded", by=SYSTEM, text=correction.due_text)
    key = f"{correction.pk}:{correction.due_on}:{today}"
    tell_applicant(
        application, "correction.due_soon", key=key, due=correction.due_text, not_before=not_before
    )


@transaction.atomic
def expire_correction(correction, *, not_before):
    """The term is over and nothing came: the office decides; until it does, a late answer is still taken."""
    if not _take(correction, expired_at=clock.now()):
        return
    application = correction.application
    application.record("correction.expired", by=SYSTEM, text=correction.due_text)
    key = f"{correction.pk}:{correction.due_on}"
    tell_applicant(application, "correction.expired", key=key, not_before=not_before)
    signals.correction_expired.send(Correction, correction=correction, not_before=not_before)


def _take(correction, **fields):
    """Write it onto a correction still under way; of two sweeps, or a sweep and an answer, one does."""
    lock(correction.application)
    same = {"due_on": correction.due_on, "reminded_on": correction.reminded_on}
    return Correction.objects.under_way().filter(pk=correction.pk, **same).update(**fields)
