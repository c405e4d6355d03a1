"""The permits on the page of a work order: those it waits for, and all where its provider files them for all."""

from approvals.models import Entrustment, Permit
from common import clock
from district.services import load_calendar
from ningshe_portal.pages.permit_cards import build_card, who_files

from .dig_verbs import once


def load_permits(order):
    permits = Permit.objects.current().seen_from(order).select_related("type", "department", "extension")
    permits = list(permits.prefetch_related("spans").order_by("pk"))
    if not permits:
        return None
    calendar, today = once(order, "calendar", load_calendar), clock.today()
    return {
        "cards": [build_card(permit, calendar, today) for permit in permits],
        "filing": who_files(order),
        "mandate": Entrustment.objects.scanned().seen_from(order).first(),
        "number": order.application.number,
    }
