"""What a provider's system is told of its trenches; of others in one only who they are and whether they are through."""

from works.models import Dig, DigOffer
from works.services.openers import may_open

NAMES = (
    "kind status starts_on ends_on opened_at closed_at protected_until warranty_until cause papers_due_at"
    " papers_brought_at papers_number"
)
OWN = "finished_at hidden_passed_at surveyed_at"


def digs_of(order):
    return {"digs": list_digs(order), "offers": list_offers(order)}


def list_digs(order):
    return [dig_facts(dig, order) for dig in Dig.objects.holding(order)]


def list_offers(order):
    """A trench that may be shared, as long as nobody has answered."""
    return [offer_facts(offer) for offer in DigOffer.objects.standing().to(order)] if order.is_living else []


def dig_facts(dig, order):
    own = next(party for party in dig.living if party.order_id == order.pk)
    facts = {name: getattr(dig, name) for name in NAMES.split()} | {
        name: getattr(own, name) for name in OWN.split()
    }
    return facts | {
        "id": dig.pk,
        "section": stretch_facts(dig.section),
        "is_lead": own.is_lead,
        "may_open": may_open(dig, order),
        "parties": [
            {"provider": str(party.provider), "role": party.role, "is_done": party.is_done}
            for party in dig.living
        ],
    }


def offer_facts(offer):
    dig = offer.dig
    return {
        "id": offer.pk,
        "section": stretch_facts(dig.section),
        "starts_on": dig.starts_on,
        "ends_on": dig.ends_on,
        "provider": str(dig.leader),
        "until": offer.until,
    }


def stretch_facts(section):
    return {
        "id": section.pk,
        "street": section.street,
        "from_point": section.from_point,
        "to_point": section.to_point,
    }
