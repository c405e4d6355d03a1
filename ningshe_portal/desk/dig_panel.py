"""The trenches on the page of a work order, and those of strangers it may share."""

from ningshe_portal.pages.deadlines import day_text
from ningshe_portal.pages.digs import DigView

from .dig_verbs import digs_of, offers_to


def load_digs(order):
    digs = [DigView(dig) for dig in digs_of(order)]
    offers = [_offer(offer) for offer in offers_to(order)] if order.is_living else []
    return {"digs": digs, "offers": offers} if digs or offers else None


def _offer(offer):
    """Of strangers only where, when and who."""
    return {
        "section": offer.dig.section,
        "provider": offer.dig.leader,
        "window": DigView(offer.dig).window,
        "until": day_text(offer.until),
    }
