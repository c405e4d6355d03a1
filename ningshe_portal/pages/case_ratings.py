"""What a case was rated, and what came of it, for whoever may read it; and how it was completed."""

from dataclasses import dataclass

from applications.models import FULFILLED, PaperKind, RequestStatus, Status
from applications.querysets import OVER
from common import clock
from district.services import load_calendar
from oversight.models import DutyStatus, Rating
from oversight.services import may_be_rated
from oversight.services.completing import missed_reason

from .access import Role, Viewer, ratings_for
from .deadlines import day_text
from .duty_cards import duty_deadline


@dataclass(frozen=True)
class Row:
    """``until``: when the reply to a bad grade is due; none once it is there, or where none is owed.

    ``called_on``: when the office spoke with who rated, '' before.
    """

    rating: Rating
    reply: str
    until: object
    called_on: str


def load_ratings(board):
    return _panel(board.application, board.viewer)


def load_desk_ratings(application, user):
    viewer = Viewer(Role.STAFF, hears_complaints=user.has_perm("oversight.close_duty"))
    return _panel(application, viewer)


def _panel(application, viewer):
    """Nothing while the case is under way: it is rated once it is over."""
    if application.status not in OVER:
        return None
    rows = _rows(ratings_for(viewer, application))
    return {"rows": rows, "first": rows[0].rating} if rows else None


def list_answered(application):
    """Of the bad grades only, what is done about each: for who comes by the link of his rating."""
    return _rows(application.ratings.bad().order_by("pk"))


def _rows(ratings):
    ratings = ratings.select_related("provider", "duty", "entered_by").prefetch_related("duty__steps")
    calendar, today = load_calendar(), clock.today()
    return [_row(rating, calendar, today) for rating in ratings]


def _row(rating, calendar, today):
    duty = getattr(rating, "duty", None)
    is_open = duty is not None and duty.status != DutyStatus.CLOSED
    return Row(
        rating=rating,
        reply=duty.reply if duty else "",
        until=duty_deadline(duty, calendar, today) if is_open else None,
        called_on=_day_of_call(duty),
    )


def _day_of_call(duty):
    at = duty.called_back_at if duty else None
    return day_text(clock.local_date(at)) if at else ""


def load_invitation(board):
    """On top for the applicant of a case that is over, until he has rated it; a guest does not learn which."""
    may_rate = board.viewer.is_proved and may_be_rated(board.application)
    return {"number": board.application.number} if may_rate else None


def load_completion(board):
    """What is on since when, with account number and hotline, and what is not and why; a provider sees its own."""
    if board.application.status != Status.FINISHED:
        return None
    return {
        "connected": [_connected(row) for row in board.rows if row.request.status == RequestStatus.CONNECTED],
        "missed": [
            {
                "label": row.request.label,
                "status": row.request.get_status_display(),
                "reason": _reason(row, board),
            }
            for row in board.rows
            if row.request.status not in FULFILLED
        ],
        "not_chosen": [
            row.request.label for row in board.rows if row.request.status == RequestStatus.NOT_CHOSEN
        ],
        "paper": next((row for row in reversed(board.papers) if row.kind == PaperKind.COMPLETION), None),
        "number": board.application.number,
        "clerk": board.application.clerk,
        "is_applicant": board.viewer.is_applicant,
    }


def _connected(row):
    order = row.order
    return {
        "label": row.request.label,
        "on": day_text(clock.local_date(row.request.ended_at)),
        "account": order.account_number if order else "",
        "provider": order.provider if order else "",
    }


def _reason(row, board):
    """Why it ended is not for a provider that had it in hand before somebody else."""
    return "" if board.viewer.is_provider else missed_reason(row.request)
