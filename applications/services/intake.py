"""How a case comes in: handed in by the applicant or typed by a clerk."""

from django.db import transaction

from common import clock
from common.status import move

from .. import signals
from ..models import Application, Status


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
        application.corrections.of_intake().unanswered().update(answered_at=now)
    verb = "application.corrected" if is_answer else "application.submitted"
    application.record(verb, by=by, at=now)
    signals.application_submitted.send(Application, application=application, by=by, is_answer=is_answer)
