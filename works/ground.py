"""How much of the ground a confirmed plan still has to open. Reads, writes nothing."""

from .models import DigKind, DigParty, DigStatus, PartStatus, Route


def metres_to_dig(order):
    """Metres of open cut by section beyond what was dug there and closed again, in the order of the sections."""
    left = {}
    routes = Route.objects.filter(part__order=order, part__status=PartStatus.CONFIRMED)
    for route in routes.order_by("section_id"):
        if route.opens_ground:
            left[route.section_id] = left.get(route.section_id, 0) + route.metres
    for party in _dug(order).filter(dig__status=DigStatus.CLOSED):
        if party.dig.section_id in left:
            left[party.dig.section_id] -= party.metres
    return {section: metres for section, metres in left.items() if metres > 0}


def sections_to_open(order):
    """The keys of the sections where the order has ground to open that is shut now."""
    return metres_to_dig(order).keys() - _sections(_dug(order).filter(dig__status=DigStatus.OPEN))


def sections_dug(order):
    """The keys of the sections where it has a trench that is open, or was."""
    return _sections(_dug(order).exclude(dig__status=DigStatus.PLANNED))


def _dug(order):
    return DigParty.objects.living().filter(order=order, dig__kind=DigKind.PLANNED).select_related("dig")


def _sections(parties):
    return {party.dig.section_id for party in parties}
