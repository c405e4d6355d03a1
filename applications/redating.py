"""A new calendar moves the terms of corrections, and the applicant is told."""

from django.db import transaction

from common import clock
from district.services import load_calendar

from .models import Application, Correction
from .services import correction_term
from .telling import tell_applicant


@transaction.atomic
def redate_corrections(*, by):
    """Compute every open term again. One that was told as certain is never cut short."""
    calendar, today = load_calendar(), clock.today()
    _lock_cases()
    for correction in Correction.objects.on_term().select_related("application"):
        due_on, is_estimated = correction_term(correction.told_at, calendar)
        if not correction.is_estimated:
            due_on = max(due_on, correction.due_on)
        if (due_on, is_estimated) != (correction.due_on, correction.is_estimated):
            _redate(correction, due_on, is_estimated, by=by, today=today)


def _lock_cases():
    """Whoever answers or ends a case finishes first or waits; each locks one case only."""
    waiting = Correction.objects.on_term().values("application")
    list(Application.objects.select_for_update(no_key=True).filter(pk__in=waiting).order_by("pk"))


def _redate(correction, due_on, is_estimated, *, by, today):
    before, application = correction.due_on, correction.application
    correction.due_on, correction.is_estimated = due_on, is_estimated
    if due_on >= today:
        correction.expired_at = None
    correction.save(update_fields=["due_on", "is_estimated", "expired_at"])
    application.record("correction.redated", by=by, to=correction.due_text, before=before.isoformat())
    if due_on != before:
        key = f"{correction.pk}:{due_on}"
        tell_applicant(application, "correction.redated", key=key, due=correction.due_text)
