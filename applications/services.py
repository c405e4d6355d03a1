"""The verbs of the application: what a clerk, the applicant or silence does to it."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from common import clock
from common.status import WrongStatus, move
from common.workdays import add_workdays
from district.services import load_calendar

from . import signals
from .models import (
    Application,
    Audience,
    Correction,
    Event,
    RequestStatus,
    ServiceRequest,
    Status,
    event_fields,
)

CORRECTION_WORKDAYS = 15  # how long an applicant has to bring what is missing; this portal's own rule
SILENT_WORKDAYS = 5  # 行政许可法 32: told within five working days, or accepted from receipt
AMENDABLE = ("contact_name", "contact_phone", "agent_name", "agent_phone", "agent_capacity", "extras")


class ToldOnce(Exception):
    """A second notice names something the first did not. The text is a sentence for the clerk."""


def make_number(application, moment):
    """``NH`` + local date + key modulo a million: no counter that all intakes would have to lock."""
    return f"NH{clock.local_date(moment):%Y%m%d}{application.pk % 1_000_000:06d}"


@transaction.atomic
def submit_application(application, *, receivers, by):
    """Hand the form in. ``receivers``: the names of the providers the consent is given for.

    The consent is kept as it was read (个人信息保护法 23). Raises ``WrongStatus``.
    """
    now = clock.now()
    is_answer = application.status == Status.RETURNED
    move(
        application,
        Status.SUBMITTED,
        submitted_at=now,
        entered_at=application.entered_at or now,
        number=application.number or make_number(application, application.received_at or now),
        consent={"receivers": receivers, "at": now.isoformat()},
        draft={},
    )
    if is_answer:
        application.corrections.filter(answered_at=None).update(answered_at=now)
    verb = "application.corrected" if is_answer else "application.submitted"
    application.record(verb, by=by, at=now)
    signals.application_submitted.send(Application, application=application, by=by, is_answer=is_answer)


@transaction.atomic
def accept_application(application, *, by):
    """Accept a complete form; the providers are asked from here on. Raises ``WrongStatus``."""
    now = clock.now()
    _accept(application, by=by, accepted_at=now, now=now, clerk=application.clerk or by)


@transaction.atomic
def deem_accepted(application):
    """Accept what nobody answered in time, from the moment it was complete (modelled on 行政许可法 32)."""
    now = clock.now()
    _accept(application, by=SYSTEM, accepted_at=application.complete_at, now=now, deemed_at=now)


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
    told = {item for correction in application.corrections.all() for item in correction.items}
    new = [item for item in items if item not in told]
    if told and new and not may_add:
        raise ToldOnce(_("补正内容须一次性告知。“%s”未在前次告知中，请由统筹人员处理。") % "；".join(new))
    now = clock.now()
    move(application, Status.RETURNED)
    correction = Correction.objects.create(
        application=application,
        items=items,
        told_at=now,
        due_on=add_workdays(clock.local_date(now), CORRECTION_WORKDAYS, load_calendar()),
    )
    application.record("application.returned", by=by, at=now, text="；".join(items))
    signals.application_returned.send(Application, application=application, correction=correction, by=by)
    return correction


@transaction.atomic
def refuse_application(application, *, reason, by):
    """Refuse with a written reason (行政许可法 32). Raises ``WrongStatus``."""
    now = clock.now()
    move(application, Status.REFUSED, ended_at=now)
    _end_requests(application, RequestStatus.PENDING, RequestStatus.REFUSED, now)
    application.record("application.refused", by=by, at=now, text=reason)
    signals.application_refused.send(Application, application=application, reason=reason, by=by)


@transaction.atomic
def withdraw_application(application, *, reason, by):
    """Stop the whole case because the applicant asks for it. Raises ``WrongStatus``."""
    now = clock.now()
    lock(application)
    living = list(application.requests.filter(status__in=[RequestStatus.PENDING, RequestStatus.OPEN]))
    move(application, Status.WITHDRAWN, ended_at=now)
    for request in living:
        _move_request(request, RequestStatus.WITHDRAWN, by=by, at=now, text=reason)
    application.record("application.withdrawn", by=by, at=now, text=reason)
    signals.application_ended.send(Application, application=application, by=by)


@transaction.atomic
def withdraw_request(request, *, reason, by):
    """Stop one service of an accepted case; the others go on. Raises ``WrongStatus``."""
    end_request(request, RequestStatus.WITHDRAWN, by=by, at=clock.now(), text=reason)


@transaction.atomic
def end_request(request, status, *, by, at, text="", **detail):
    """Bring one request to its end at ``at``; with the last one the case ends. ``detail`` is for the history.

    Raises ``WrongStatus``.
    """
    application = lock(request.application)
    if application.status != Status.ACCEPTED:
        raise WrongStatus(_("%s：该办件不在办理中。") % application)
    request.refresh_from_db(fields=["status"])
    _move_request(request, status, by=by, at=at, text=text, **detail)
    _settle(application, by=by, at=at)


def lock(application):
    """The row of the case, locked: two last requests that end at once must see each other."""
    return Application.objects.select_for_update(no_key=True).get(pk=application.pk)


def _move_request(request, status, *, by, at, text, **detail):
    move(request, status, ended_at=at)
    request.application.record(f"request.{status}", by=by, request=request, at=at, text=text, **detail)
    signals.request_ended.send(ServiceRequest, request=request, by=by, at=at)


def _settle(application, *, by, at):
    """End the case when its last request has ended: any connected, finished; all withdrawn, withdrawn."""
    ends = set(application.requests.values_list("status", flat=True))
    if ends & {RequestStatus.OPEN, RequestStatus.PENDING}:
        return
    if RequestStatus.CONNECTED in ends:
        status = Status.FINISHED
    elif ends == {RequestStatus.WITHDRAWN}:
        status = Status.WITHDRAWN
    else:
        status = Status.TERMINATED
    move(application, status, ended_at=at)
    application.record(f"application.{status}", by=by, at=at)
    signals.application_ended.send(Application, application=application, by=by)


def _end_requests(application, old, new, at):
    ServiceRequest.objects.filter(application=application, status=old).update(status=new, ended_at=at)


@transaction.atomic
def amend_application(application, *, by, **changes):
    """Change contact, agent or supplementary facts of a living case and tell the providers.

    A former contact loses access at once: the 查询码 of older papers becomes void. Raises ``WrongStatus``.
    """
    unknown = set(changes) - set(AMENDABLE)
    if unknown:
        raise ValueError(f"not amendable: {sorted(unknown)}")
    application = lock(application)
    if application.status not in {Status.SUBMITTED, Status.RETURNED, Status.ACCEPTED}:
        raise WrongStatus(_("%s：当前状态不能变更信息。") % application)
    changed = {name: value for name, value in changes.items() if getattr(application, name) != value}
    if not changed:
        return application
    if {"contact_phone", "agent_phone"} & set(changed):
        application.query_code_version += 1
    for name, value in changed.items():
        setattr(application, name, value)
    application.save(update_fields=[*changed, "query_code_version"])
    labels = "、".join(str(Application._meta.get_field(name).verbose_name) for name in changed)
    application.record("application.amended", by=by, text=labels)
    signals.application_amended.send(Application, application=application, changes=sorted(changed), by=by)
    return application


def record_many(verb, requests, *, by, at, texts=None):
    """One line of history for each of several requests, in one statement."""
    Event.objects.bulk_create(
        Event(
            application_id=request.application_id,
            **event_fields(verb, by=by, at=at, request=request, text=(texts or {}).get(request.pk, "")),
        )
        for request in requests
    )


@transaction.atomic
def warn_of_silence(application, *, until):
    """Warn clerk and office, once per submission, that the case is accepted by itself after ``until``."""
    lock(application)
    if application.events.filter(
        verb="application.silence_warned", at__gte=application.submitted_at
    ).exists():
        return
    application.record(
        "application.silence_warned", by=SYSTEM, audience=Audience.STAFF, until=until.isoformat()
    )
    signals.silence_warned.send(Application, application=application, until=until)
