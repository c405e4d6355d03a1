"""Trenches of other cases on the same section are found, and sharing them is offered (一次开挖)."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from applications.services import lock
from common import clock
from common.clock import local_date
from common.status import WrongStatus, move
from common.sweeps import sweep
from utilities.push import order_page, tell_provider

from ..dig_terms import term
from ..dig_windows import days_apart
from ..models import Dig, DigKind, DigOffer, DigParty, DigStatus, DigTermKind, OfferStatus
from ..signals import dig_changed
from .dig_stages import settle_order
from .digging import choose_lead, fit_window, leave, lock_section, record


@transaction.atomic(savepoint=False)
def offer_digs(digs, *, at):
    """Tell the orders in these new trenches of others they may share. Each is told once of each trench."""
    near = term(DigTermKind.JOINING)
    until = local_date(at) + term(DigTermKind.OFFER)
    for dig in digs:
        orders = [party.order for party in dig.parties.living().exclude(order=None).select_related("order")]
        for other in _near(dig, orders, near):
            for order in orders:
                _offer(other, order, until=until, at=at)


def _near(dig, orders, near):
    """The trenches of other cases on the section, close enough in time."""
    cases = {order.application.pk for order in orders}
    rows = Dig.objects.living().filter(section=dig.section_id, kind=DigKind.PLANNED).exclude(pk=dig.pk)
    own = DigParty.objects.living().filter(order__request__application__in=cases)
    strangers = rows.exclude(pk__in=own.values("dig"))
    window = (dig.starts_on, dig.ends_on)
    return [other for other in strangers if days_apart(window, (other.starts_on, other.ends_on)) <= near]


def _offer(dig, order, *, until, at):
    offer, is_new = DigOffer.objects.get_or_create(
        dig=dig, order=order, defaults={"until": until, "offered_at": at}
    )
    if is_new:
        record(dig, order, "dig.offered", by=SYSTEM, at=at)
        _tell_of_offer(offer, at=at)


def _tell_of_offer(offer, *, at):
    order, dig = offer.order, offer.dig
    text = _(
        "【宁河报装】%(section)s另有单位计划开挖，工单 %(number)s 可以并沟，请最迟 %(until)s 答复：%(url)s"
    )
    facts = {"number": order, "section": dig.section, "until": offer.until, "url": order_page(order)}
    told = stranger_facts(dig) | {"offer": offer.pk, "until": offer.until.isoformat()}
    tell_provider(order, "dig.offered", at=at, text=text % facts, **told)


def stranger_facts(dig):
    """All that a stranger is shown of a trench: where, when, whose."""
    return {
        "section": str(dig.section),
        "starts_on": dig.starts_on and dig.starts_on.isoformat(),
        "ends_on": dig.ends_on and dig.ends_on.isoformat(),
        "provider": str(lead_of(dig)),
    }


def lead_of(dig):
    return dig.parties.living().select_related("provider").order_by("role", "pk").first().provider


@transaction.atomic
def join_dig(offer, *, by):
    """Share the trench that was offered; the own one is given up. Raises ``WrongStatus``."""
    order = offer.order
    lock(order.application)
    lock_section(offer.dig.section_id)
    offer.refresh_from_db(fields=["status"])
    dig = Dig.objects.select_related("section").get(pk=offer.dig_id)
    if dig.status not in (DigStatus.PLANNED, DigStatus.OPEN):
        raise WrongStatus(_("该沟槽已回填或已取消，不能再并入。"))
    now = clock.now()
    move(offer, OfferStatus.JOINED, answered_at=now, answered_by=str(by))
    metres = _give_up_own(order, dig, at=now)
    DigParty.objects.create(dig=dig, provider=order.provider, order=order, metres=metres, joined_at=now)
    choose_lead(dig)
    fit_window(dig)
    record(dig, order, "dig.joined", by=by, at=now)
    settle_order(order, by=by)
    dig_changed.send(Dig, dig=dig, by=by, at=now)
    return dig


def _give_up_own(order, dig, *, at):
    """The metres the order has on the section; it leaves its own trench there. Raises ``WrongStatus``."""
    own = order.dig_parties.living().filter(dig__section=dig.section_id, dig__kind=DigKind.PLANNED)
    party = own.select_related("dig__section").first()
    if party is None:
        raise WrongStatus(_("本工单在该路段已没有待开挖的沟槽。"))
    if party.dig_id == dig.pk or party.dig.status != DigStatus.PLANNED:
        raise WrongStatus(_("本工单在该路段已经开挖或已经并沟。"))
    leave(party, reason=_("并入其他沟槽"), at=at)
    return party.metres


@transaction.atomic
def decline_dig(offer, *, by, reason=""):
    """Dig on one's own all the same. Raises ``WrongStatus``."""
    lock(offer.order.application)
    now = clock.now()
    move(offer, OfferStatus.DECLINED, answered_at=now, answered_by=str(by), reason=reason)
    record(offer.dig, offer.order, "dig.declined", by=by, at=now, text=reason)


def look_after_offers():
    """What nobody answered in its term, or whose trench is gone, lapses; the others in a trench learn who came."""
    sweep(DigOffer.objects.open().select_related("dig", "order__request__application"), _let_lapse)
    joined = DigOffer.objects.filter(status=OfferStatus.JOINED, told_at=None)
    sweep(joined.select_related("dig__section", "order__provider"), _tell_the_others)


@transaction.atomic
def _let_lapse(offer):
    is_gone = offer.dig.status not in (DigStatus.PLANNED, DigStatus.OPEN) or not offer.order.is_living
    if is_gone or offer.until < clock.today():
        move(offer, OfferStatus.LAPSED, answered_at=clock.now())


@transaction.atomic
def _tell_the_others(offer):
    """One case after the other, each in its turn locked: two joinings at once must not wait for each other."""
    if not DigOffer.objects.filter(pk=offer.pk, told_at=None).update(told_at=clock.now()):
        return
    for party in offer.dig.parties.living().exclude(order=None).select_related("order__provider__endpoint"):
        tell_provider(
            party.order,
            "dig.joined",
            at=clock.now(),
            **stranger_facts(offer.dig) | {"joined": str(offer.order.provider)},
        )
