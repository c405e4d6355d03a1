"""The permits on the page of a work order: those it waits for, and all where its provider files them for all."""

from approvals.models import Permit
from common import clock
from district.services import load_calendar
from ningshe_portal.pages.permit_cards import build_card, who_files

from .dig_verbs import once


def load_permits(order):
    permits = Permit.objects.current().seen_from(order).select_related("type", "department", "extension")
    permits = list(permits.prefetch_related("spans").order_by("pk"))
    if not permits:
        return None
    entrustment = order.application.entrustments.living().select_related("provider").first()
    calendar, today = once(order, "calendar", load_calendar), clock.today()
    return {
        "cards": [build_card(permit, calendar, today) for permit in permits],
        "filing": who_files(order, entrustment),
        "mandate": entrustment if _opens_scan(order, entrustment) else None,
        "number": order.application.number,
    }


def _opens_scan(order, entrustment):
    """As ``seen_from`` of the mandates, of a row that is there already."""
    is_own = entrustment is not None and entrustment.provider_id == order.provider_id
    return is_own and order.is_living and bool(entrustment.scan)
