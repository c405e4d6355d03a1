"""Where there is no network yet: whether the applicant will be told, or has been."""

from dataclasses import dataclass
from datetime import datetime

from applications.models import RequestStatus
from ningshe_portal.pages.verbs import Panel


@dataclass(frozen=True)
class Missing:
    """One service without a network; without any moment nobody asked to be told."""

    label: str
    arrived_at: datetime | None
    told_at: datetime | None
    waits_since: datetime | None


@dataclass(frozen=True)
class Waitings:
    number: str
    rows: list[Missing]
    may_choose: bool


def load_waitings(board):
    """For the applicant and the counter; a provider needs none of it."""
    unavailable = [row.request for row in board.rows if row.request.status == RequestStatus.UNAVAILABLE]
    if board.viewer.is_provider or not unavailable:
        return None
    waitings = {
        (row.service, row.carrier): row for row in board.application.waitings.filter(cancelled_at=None)
    }
    rows = [_missing(request, waitings.get((request.service, request.carrier))) for request in unavailable]
    is_open = any(row.told_at is None and row.arrived_at is None for row in rows)
    return Waitings(board.application.number, rows, board.viewer.is_applicant and is_open)


def _missing(request, waiting):
    return Missing(
        label=request.label,
        arrived_at=request.network_arrived_at,
        told_at=waiting.told_at if waiting else None,
        waits_since=waiting.created_at if waiting else None,
    )


WAITING = Panel("case/_waiting.html", load_waitings)
