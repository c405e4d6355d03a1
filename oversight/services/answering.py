"""The office or a supervisor answers."""

from django.db import transaction

from applications.models import Audience
from common import clock
from common.status import move

from .. import signals
from ..models import Complaint, ComplaintKind, ComplaintStatus
from .words import check_text


@transaction.atomic
def answer_complaint(complaint, *, answer, by):
    """Answer once and for all; whoever urged or complained reads it. Raises ``WrongStatus``."""
    now = clock.now()
    move(
        complaint,
        ComplaintStatus.ANSWERED,
        answer=check_text(answer),
        answered_at=now,
        answered_by=str(by)[:80],
        answerer=by,
    )
    if complaint.application:
        is_urge = complaint.kind == ComplaintKind.URGE
        complaint.application.record(
            "complaint.answered",
            by=by,
            at=now,
            request=complaint.request,
            audience=Audience.ALL if is_urge else Audience.STAFF,
            text=complaint.answer if is_urge else complaint.number,
        )
    signals.complaint_answered.send(Complaint, complaint=complaint, by=by)
