"""Urging and complaints (催办, 投诉) as the viewers of a case read them."""

from dataclasses import dataclass

from common import clock
from district.services import load_calendar
from oversight.models import Complaint, ComplaintStatus
from oversight.terms import SOURCE, workdays_to_answer

from .access import ANSWERING, Role, Viewer, complaints_for
from .deadlines import Deadline, deadline
from .next_acts import Term


@dataclass(frozen=True)
class Row:
    """``deadline``: until when it is to be answered; none once it is."""

    complaint: Complaint
    about: str
    deadline: Deadline | None


def build_rows(complaints):
    complaints = list(complaints)
    if not complaints:
        return []
    calendar, today = load_calendar(), clock.today()
    return [_build(complaint, calendar, today) for complaint in complaints]


def _build(complaint, calendar, today):
    term = Term(complaint.due_on, complaint.is_estimated, workdays_to_answer(complaint.kind))
    is_open = complaint.status == ComplaintStatus.OPEN
    return Row(
        complaint=complaint,
        about=complaint.request.label if complaint.request else "",
        deadline=deadline(term, calendar, today) if is_open else None,
    )


def load_rows(application, viewer):
    return build_rows(complaints_for(viewer, application).select_related("request"))


def load_panel(board):
    return _panel(load_rows(board.application, board.viewer), board.viewer)


def load_desk_panel(application, user):
    viewer = Viewer(Role.STAFF, hears_complaints=user.has_perm(ANSWERING))
    return _panel(load_rows(application, viewer), viewer)


def _panel(rows, viewer):
    """Nothing is shown where nobody has complained."""
    if not rows:
        return None
    return {
        "rows": rows,
        "source": SOURCE,
        "opens": viewer.hears_complaints,
        "shows_who": not viewer.is_applicant,
    }
