"""The trenches on the page of a work order, and those of strangers it may share."""

from django.urls import reverse

from ningshe_portal.pages.deadlines import day_text
from ningshe_portal.pages.digs import DigView, papers_of

from .dig_verbs import digs_of, lacking_papers, offers_to, own_party


def load_digs(order):
    digs = [_view(dig, order) for dig in digs_of(order)]
    offers = [_offer(offer) for offer in offers_to(order)] if order.is_living else []
    return {"digs": digs, "offers": offers} if digs or offers else None


def list_emergencies(order):
    """Those whose papers are still to be brought, within 24 hours."""
    return [_view(dig, order) for dig in lacking_papers(order)]


def _view(dig, order):
    return DigView(
        dig, papers_of(dig, order.application.number), tuple(_photos(own_party(order, dig), order))
    )


def _photos(party, order):
    for place in range(len(party.photos)):
        yield reverse("admin:utilities_workorder_trench_photo", args=[order.pk, party.pk, place])


def _offer(offer):
    """Of strangers only where, when and who."""
    return {
        "section": offer.dig.section,
        "provider": offer.dig.leader,
        "window": DigView(offer.dig).window,
        "until": day_text(offer.until),
    }
