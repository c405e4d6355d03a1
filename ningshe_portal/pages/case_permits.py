"""The permits of a case: which, why, how far; and what the applicant has to do about them."""

from approvals.models import EntrustmentStatus, Filer, PermitStatus
from common import clock
from district.services import load_calendar

from .access import Role, Viewer
from .permit_cards import build_card


def load_permits(board):
    return _panel(board.application, board.viewer)


def load_desk_permits(application, user):
    """The office goes on from here to the desk of the permits."""
    panel = _panel(application, Viewer(Role.STAFF))
    return panel and panel | {"opens": user.has_perm("approvals.view_permit")}


def load_entrustment(board):
    """On top for the applicant while it is his turn: to sign the mandate, or to file himself."""
    if not board.viewer.is_applicant:
        return None
    application = board.application
    unsigned = application.entrustments.filter(status=EntrustmentStatus.DRAWN_UP)
    entrustment = unsigned.select_related("provider", "paper").first()
    permits = application.permits.to_file().filter(filed_by=Filer.APPLICANT)
    permits = [] if entrustment else list(permits.select_related("type", "department").order_by("pk"))
    own = [permit for permit in permits if permit.status == PermitStatus.PLANNED]
    refused = [permit for permit in permits if permit not in own]
    if not (entrustment or own or refused):
        return None
    return {"number": application.number, "entrustment": entrustment, "own": own, "refused": refused}


def permits_for(viewer, application):
    """A provider those its own orders wait for."""
    permits = application.permits.current()
    if viewer.is_provider:
        permits = permits.filter(orders__provider__in=viewer.providers).distinct()
    return permits


def _panel(application, viewer):
    permits = permits_for(viewer, application).select_related("type", "department", "extension")
    permits = list(permits.prefetch_related("spans").order_by("pk"))
    if not permits:
        return None
    calendar, today = load_calendar(), clock.today()
    return {
        "cards": [build_card(permit, calendar, today) for permit in permits],
        "entrustment": application.entrustments.living().select_related("provider").first(),
        "is_applicant": viewer.is_applicant,
        "opens": False,
    }
