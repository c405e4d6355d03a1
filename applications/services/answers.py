"""What the counter, or its silence, answers to a form: accepted, returned, refused."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from common import clock
from common.status import Refusal, move
from common.workdays import add_workdays
from district.services import load_calendar

from .. import signals
from ..models import Application, Audience, Correction, RequestStatus, ServiceRequest, Status
from .record import lock

CORRECTION_WORKDAYS = 15  # how long an applicant has to bring what is missing; this portal's own rule
SILENT_WORKDAYS = 5  # 行政许可法 32: told within five working days, or accepted from receipt


class ToldOnce(Refusal):
    """A second notice names something the first did not."""


@transaction.atomic
def accept_application(application, *, by):
    """Accept a complete form; the providers are asked from here on. Raises ``WrongStatus``.

    What a power cut kept waiting counts as accepted from its true receipt.
    """
    now, clerk = clock.now(), lock(application).clerk or by  # a colleague may have handed it over meanwhile
    accepted_at = application.complete_at if application.late_entry_reason else now
    _accept(application, by=by, accepted_at=accepted_at, now=now, clerk=clerk)


@transaction.atomic
def deem_accepted(application):
    """Accept what nobody answered in time, from the moment it was complete (modelled on 行政许可法 32)."""
    now = clock.now()
    _accept(application, by=SYSTEM, accepted_at=application.complete_at, now=now, deemed_at=now)


def last_silent_day(application, calendar):
    """The last day of silence that is not acceptance yet."""
    return add_workdays(clock.local_date(application.complete_at), SILENT_WORKDAYS, calendar)


def _accept(application, *, by, accepted_at, now, **fields):
    move(application, Status.ACCEPTED, accepted_at=accepted_at, **fields)
    ServiceRequest.objects.filter(application=application, status=RequestStatus.PENDING).update(
        status=RequestStatus.OPEN
    )
    verb = "application.deemed_accepted" if "deemed_at" in fields else "application.accepted"
    application.record(verb, by=by, at=now)
    signals.application_accepted.send(Application, application=application, by=by, at=now)


@transaction.atomic
def return_application(application, *, items, by, may_add=False):
    """Tell the applicant, once and completely, what is missing.

    A second notice may only repeat items not met; ``may_add`` is the office's right to a new one. Raises
    ``ToldOnce``, ``WrongStatus``.
    """
    told = {item for correction in application.corrections.of_intake() for item in correction.items}
    new = [item for item in items if item not in told]
    if told and new and not may_add:
        raise ToldOnce(_("补正内容须一次性告知。“%s”未在前次告知中，请由统筹人员处理。") % "；".join(new))
    now = clock.now()
    move(application, Status.RETURNED)
    due_on, is_estimated = correction_term(now, load_calendar())
    correction = Correction.objects.create(
        application=application, items=items, told_at=now, due_on=due_on, is_estimated=is_estimated
    )
    application.record("application.returned", by=by, at=now, text="；".join(items))
    signals.application_returned.send(Application, application=application, correction=correction, by=by)
    return correction


def correction_term(told_at, calendar):
    """The last day to bring what is missing, and whether its year is only estimated."""
    due_on = add_workdays(clock.local_date(told_at), CORRECTION_WORKDAYS, calendar)
    return due_on, calendar.is_estimated(due_on)


@transaction.atomic
def refuse_application(application, *, reason, by):
    """Refuse with a written reason (行政许可法 32). Raises ``WrongStatus``."""
    now = clock.now()
    move(application, Status.REFUSED, ended_at=now)
    ServiceRequest.objects.filter(application=application, status=RequestStatus.PENDING).update(
        status=RequestStatus.REFUSED, ended_at=now
    )
    application.record("application.refused", by=by, at=now, text=reason)
    signals.application_refused.send(Application, application=application, reason=reason, by=by)


@transaction.atomic
def warn_of_silence(application, *, until):
    """Warn clerk and office, once per complete form, that silence will be acceptance after ``until``."""
    lock(application)
    if application.events.filter(verb="application.silence_warned", at__gte=application.complete_at).exists():
        return
    application.record(
        "application.silence_warned", by=SYSTEM, audience=Audience.STAFF, until=until.isoformat()
    )
    signals.silence_warned.send(Application, application=application, until=until)
