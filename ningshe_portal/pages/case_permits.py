"""The permits of a case: which, why, how far; and what the applicant has to do about them."""

from django.utils.translation import gettext as _

from approvals.models import EntrustmentStatus, PermitStatus
from approvals.services import is_blocked
from common import clock
from district.services import load_calendar

from .access import Role, Viewer, mandates_for
from .case_words import FILING, WAY_OUT
from .permit_cards import build_card


def load_permits(board):
    return _panel(board.application, board.viewer)


def load_desk_permits(application, user):
    """The office goes on from here to the desk of the permits."""
    panel = _panel(application, Viewer(Role.STAFF))
    return panel and panel | {"opens": user.has_perm("approvals.view_permit")}


def load_entrustment(board):
    """On top for the applicant while it is his turn: to sign the mandate, or to file himself.

    What lies in a protected road is apart: it cannot be filed before a way out is chosen.
    """
    if not board.viewer.is_applicant:
        return None
    application = board.application
    unsigned = application.entrustments.filter(status=EntrustmentStatus.DRAWN_UP)
    entrustment = unsigned.select_related("provider", "paper").first()
    own = {"refused": [], "shut": [], "free": []} if entrustment else _own(application)
    is_asked = own["refused"] or own["free"] or any(not permit.way_out for permit in own["shut"])
    if not (entrustment or is_asked):
        return None
    return own | {"number": application.number, "entrustment": entrustment, "title": _title(own)}


def _own(application):
    """What the applicant is to file himself: again, once a way out of the road is found, or now."""
    permits = application.permits.of_applicant()
    permits = list(permits.select_related("type", "department").order_by("pk"))
    refused = [permit for permit in permits if permit.status == PermitStatus.REFUSED]
    shut = [permit for permit in permits if permit not in refused and is_blocked(permit)]
    return {
        "refused": refused,
        "shut": shut,
        "free": [permit for permit in permits if permit not in refused + shut],
    }


def what_to_file(permits):
    """What the permits he has to file ask of the applicant now, as ``headline`` wants it."""
    asked = []
    for permit in permits:
        if permit.status == PermitStatus.REFUSED or not is_blocked(permit):
            asked.append(FILING)
        elif not permit.way_out:
            asked.append(WAY_OUT)
    return asked


def _title(own):
    if own["refused"] or own["free"]:
        return _("请您申报审批手续")
    return _("请您选定受限道路的处理办法")


def permits_for(viewer, application):
    """A provider those its own orders wait for."""
    return _of(viewer, application).current()


def written_permits(viewer, application):
    """Also those filed anew since: what was written about them stays open. With what has files."""
    return _of(viewer, application).select_related("extension").prefetch_related("spans", "papers")


def _of(viewer, application):
    permits = application.permits.all()
    if viewer.is_provider:
        permits = permits.filter(orders__provider__in=viewer.providers).distinct()
    return permits


def _panel(application, viewer):
    permits = permits_for(viewer, application).select_related("type", "department", "extension")
    permits = list(permits.prefetch_related("spans", "papers").order_by("pk"))
    if not permits:
        return None
    calendar, today = load_calendar(), clock.today()
    return {
        "cards": [build_card(permit, calendar, today) for permit in permits],
        "entrustment": application.entrustments.living().select_related("provider").first(),
        "mandate": mandates_for(viewer, application).living().first(),
        "number": application.number,
        "is_applicant": viewer.is_applicant,
        "opens": False,
    }
