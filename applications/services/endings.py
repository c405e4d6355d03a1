"""How a request ends, and with the last one the case."""

from django.db import transaction
from django.utils.translation import gettext as _

from common import clock
from common.status import Refusal, WrongStatus, move

from .. import signals
from ..models import Application, RequestStatus, ServiceRequest, Status
from ..termination import read_grounds
from .asked import close_requests_of
from .record import lock

LIVING = (RequestStatus.PENDING, RequestStatus.OPEN)


class NotYet(Refusal):
    """The case may not be terminated; the text says what is missing."""


@transaction.atomic
def withdraw_application(application, *, reason, by):
    """Stop the whole case because the applicant asks for it. Raises ``WrongStatus``."""
    lock(application)
    _end_whole(application, Status.WITHDRAWN, reason=reason, by=by)


@transaction.atomic
def terminate_application(application, *, reason, by):
    """Stop a case whose applicant did not answer in time or cannot be reached; he may apply again.

    Raises ``NotYet``, ``WrongStatus``.
    """
    lock(application)
    application.refresh_from_db(fields=["status", "received_at", "submitted_at"])
    if missing := read_grounds(application, clock.today()).missing:
        raise NotYet(missing)
    _end_whole(application, Status.TERMINATED, reason=reason, by=by)


def _end_whole(application, stopped, *, reason, by):
    """End the case, and with it every request that has not ended, under the same word.

    What is connected already makes the case a finished one.
    """
    now = clock.now()
    living = list(application.requests.filter(status__in=LIVING))
    is_on = application.requests.filter(status=RequestStatus.CONNECTED).exists()
    status = Status.FINISHED if is_on else stopped
    move(application, status, ended_at=now)
    for request in living:
        move_request(request, RequestStatus(stopped), by=by, at=now, text=reason)
    application.record(f"application.{status}", by=by, at=now, text=reason)
    signals.application_ended.send(
        Application, application=application, by=by, stopped=stopped, reason=reason
    )


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
    move_request(request, status, by=by, at=at, text=text, **detail)
    _settle(application, by=by, at=at)


def move_request(request, status, *, by, at, text, **detail):
    """One request of a locked case comes to its end."""
    move(request, status, ended_at=at)
    request.application.record(f"request.{status}", by=by, request=request, at=at, text=text, **detail)
    signals.request_ended.send(ServiceRequest, request=request, by=by, at=at)
    close_requests_of(request, by=by)


def _settle(application, *, by, at):
    """End the case when its last request has ended: any connected, finished; all withdrawn, withdrawn.

    What was reported last may have happened before.
    """
    ends = set(application.requests.values_list("status", flat=True))
    if ends & set(LIVING):
        return
    at = max([at, *application.requests.exclude(ended_at=None).values_list("ended_at", flat=True)])
    if RequestStatus.CONNECTED in ends:
        status = Status.FINISHED
    elif ends == {RequestStatus.WITHDRAWN}:
        status = Status.WITHDRAWN
    else:
        status = Status.TERMINATED
    move(application, status, ended_at=at)
    application.record(f"application.{status}", by=by, at=at)
    signals.application_ended.send(Application, application=application, by=by)
