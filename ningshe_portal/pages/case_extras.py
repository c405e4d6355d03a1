"""Parts of the case file about the supply itself: how much, for how long, and which case it belongs to."""

from django.urls import reverse

from applications.amounts import asked_text, assessed_text, total_text
from utilities.models import OrderStatus

from .linked import list_linked
from .temporary_forms import standing
from .window.parts import part_of


def load_amounts(board):
    """What was asked for and assessed; a former provider does not learn what a later one found."""
    return [
        {
            "label": row.request.label,
            "asked": asked_text(row.request),
            "assessed": assessed_text(row.request) if _assessed(row, board.viewer) else "",
            "total": total_text(row.request, _assessed(row, board.viewer)),
        }
        for row in board.rows
    ] or None


def _assessed(row, viewer):
    return row.order.assessed_demand if viewer.is_provider else row.request.assessed_demand


def load_supplies_on(board):
    """The temporary supplies as long as one of them is on: its end has to be thought of."""
    supplies = list_supplies(board)
    return supplies if any(supply["is_on"] for supply in supplies) else None


def load_supplies_ended(board):
    supplies = list_supplies(board)
    return supplies if supplies and not any(supply["is_on"] for supply in supplies) else None


def list_supplies(board):
    rows = [(row.request, row.request.follow_up) for row in board.rows if _shows_supply(row, board.viewer)]
    return [
        {
            "label": request.label,
            "standing": standing(follow_up),
            "is_on": follow_up.ended_at is None,
            "url": _temporary_url(board, request) if follow_up.ended_at is None else "",
        }
        for request, follow_up in rows
    ]


def _shows_supply(row, viewer):
    """Of a supply that is on a provider sees the one it connected itself."""
    is_own = not viewer.is_provider or row.order.status == OrderStatus.CONNECTED
    return is_own and hasattr(row.request, "follow_up")


def _temporary_url(board, request):
    if not board.viewer.is_applicant:
        return ""
    return reverse("case_temporary", args=[board.application.number, part_of(request)])


def load_linked(board):
    """Only what the reader may see by the way he came in; a provider is not told of others' services."""
    viewer = board.viewer
    if viewer.cases is None:
        return None
    return list_linked(board.application, viewer.cases, address="case", shows_services=not viewer.is_provider)
