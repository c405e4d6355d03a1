"""How much of the ground a confirmed plan still has to open. Reads, writes nothing."""

from .extent import Extent
from .models import DigKind, DigParty, DigStatus, PartStatus, Route


def ground_to_dig(order):
    """The ``Extent`` of open cut by section beyond what is open there or was, in the order of the sections."""
    left = {}
    routes = Route.objects.filter(part__order=order, part__status=PartStatus.CONFIRMED)
    for route in routes.order_by("section_id"):
        if route.opens_ground:
            left[route.section_id] = left.get(route.section_id, Extent()) | route.extent
    for party in _dug(order):
        if party.dig.section_id in left:
            left[party.dig.section_id] -= party.extent
    return {section: extent for section, extent in left.items() if extent}


def sections_to_open(order):
    """The keys of the sections where the order has ground to open that is shut now."""
    return ground_to_dig(order).keys()


def sections_dug(order):
    """The keys of the sections where it has a trench that is open, or was."""
    return {party.dig.section_id for party in _dug(order)}


def _dug(order):
    parties = DigParty.objects.living().filter(order=order, dig__kind=DigKind.PLANNED).select_related("dig")
    return parties.exclude(dig__status=DigStatus.PLANNED)
