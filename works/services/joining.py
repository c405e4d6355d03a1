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
from ..models import Dig, DigKind, DigOffer, DigStatus, DigTermKind, OfferStatus
from ..signals import dig_changed
from .dig_stages import settle_order
from .digging import LIVING, digs_jointly, enter, is_joint, is_of, leave, record
from .news import stranger_facts
from .openers import check_may_dig
from .sections import lock_section


@transaction.atomic(savepoint=False)
def offer_digs(digs, application, *, at):
    """Tell the orders of the case in these trenches of others they may share. Each is told once of each trench.

    Only who digs jointly is asked, and only to whom digs jointly.
    """
    for dig in digs:
        orders = _orders_to_ask(dig, application)
        for other in _near(dig, application) if orders else ():
            for order in _not_in(other, orders):
                _offer(other, order, at=at)


def _orders_to_ask(dig, application):
    if dig.status != DigStatus.PLANNED:
        return []
    parties = dig.parties.living().filter(order__request__application=application)
    orders = [party.order for party in parties.select_related("order__request__application")]
    return [order for order in orders if digs_jointly(order)]


def _near(dig, application):
    """The trenches of other cases on the section, close enough in time."""
    rows = Dig.objects.living().filter(section=dig.section_id, kind=DigKind.PLANNED).exclude(pk=dig.pk)
    return [
        other for other in rows if _is_near(dig, other) and is_joint(other) and not is_of(other, application)
    ]


def _is_near(dig, other):
    windows = [(one.starts_on, one.ends_on) for one in (dig, other)]
    return days_apart(*windows) <= term(DigTermKind.JOINING)


def _not_in(dig, orders):
    inside = set(dig.parties.living().values_list("order", flat=True))
    return [order for order in orders if order.pk not in inside]


def _offer(dig, order, *, at):
    until = local_date(at) + term(DigTermKind.OFFER)
    offer, is_new = DigOffer.objects.get_or_create(
        dig=dig, order=order, defaults={"until": until, "offered_at": at}
    )
    if is_new:
        record(dig, order, "dig.offered", by=SYSTEM, at=at)
        _tell_of_offer(offer, at=at)


def offer_again(order, sections, statuses, *, at):
    """Ask anew about trenches on these sections, in each of which the order has one that is not open."""
    rows = DigOffer.objects.to(order).filter(status__in=statuses, dig__section__in=sections)
    rows = rows.exclude(dig__parties__in=order.dig_parties.living())
    for offer in rows.filter(dig__status__in=LIVING) if digs_jointly(order) else ():
        until = local_date(at) + term(DigTermKind.OFFER)
        asked = {
            "offered_at": at,
            "until": until,
            "answered_at": None,
            "answered_by": "",
            "reminded_at": None,
        }
        if is_joint(offer.dig) and _is_near(_still_to_open(order, offer.dig).first().dig, offer.dig):
            move(offer, OfferStatus.OFFERED, **asked)
            record(offer.dig, order, "dig.offered", by=SYSTEM, at=at)
            _tell_of_offer(offer, at=at)


def _tell_of_offer(offer, *, at):
    order, dig = offer.order, offer.dig
    text = _(
        "【宁河报装】%(section)s另有单位计划开挖，工单 %(number)s 可以并沟，请最迟 %(until)s 答复：%(url)s"
    )
    facts = {"number": order, "section": dig.section, "until": offer.until, "url": order_page(order)}
    told = stranger_facts(dig) | {"offer": offer.pk, "until": offer.until.isoformat()}
    tell_provider(order, "dig.offered", at=at, text=text % facts, **told)


@transaction.atomic
def join_dig(offer, *, by):
    """Share the trench that was offered; the own one is given up. Raises ``WrongStatus``."""
    order = offer.order
    lock(order.application)
    lock_section(offer.dig.section_id)
    offer = DigOffer.objects.select_related("dig__section", "order__request__application").get(pk=offer.pk)
    order, dig, now = offer.order, offer.dig, clock.now()
    if why_not := _why_void(offer):
        raise WrongStatus(why_not)
    move(offer, OfferStatus.JOINED, answered_at=now, answered_by=str(by))
    if dig.status == DigStatus.OPEN:
        check_may_dig(dig, order)
    enter(dig, order, _give_up_own(order, dig, at=now), at=now)
    record(dig, order, "dig.joined", by=by, at=now)
    told = stranger_facts(dig) | {"dig": dig.pk, "joined": str(order.provider)}
    tell_provider(order, "dig.joined", at=now, has_sms=False, **told)
    settle_order(order, by=by)
    dig_changed.send(Dig, dig=dig, by=by, at=now)
    return dig


def _why_void(offer):
    """Why nobody can take it any more, in words: what held when it was made may be otherwise now."""
    if offer.dig.status not in LIVING:
        return _("该沟槽已回填或已取消，不能再并入。")
    if not is_joint(offer.dig):
        return _("对方已改为单独开挖，不能再并入。")
    if not (offer.order.is_living and digs_jointly(offer.order)):
        return _("本工单已办结或已改为单独开挖，不能并入其他沟槽。")
    own = _still_to_open(offer.order, offer.dig).select_related("dig").first()
    if own is None:
        return _("本工单在该路段已没有待开挖的沟槽。")
    if not _is_near(own.dig, offer.dig):
        return _("双方计划的施工日期已相差太远，不能再并入。")
    return _("答复期限已过，不能再并入。") if offer.until < clock.today() else ""


def _still_to_open(order, dig):
    """Where the order lies on this section in a trench of a plan that is not open yet."""
    return order.dig_parties.to_open().filter(dig__section=dig.section_id)


def _give_up_own(order, dig, *, at):
    """The ``Extent`` the order has to dig on the section; it leaves its own trench. Raises ``WrongStatus``."""
    if order.dig_parties.living().filter(dig=dig).exists():
        raise WrongStatus(_("本工单在该路段已经开挖或已经并沟。"))
    party = _still_to_open(order, dig).select_related("dig__section").first()
    leave(party, reason=_("并入其他沟槽"), at=at)
    return party.extent


@transaction.atomic
def decline_dig(offer, *, by, reason=""):
    """Dig on one's own all the same. Raises ``WrongStatus``."""
    lock(offer.order.application)
    now = clock.now()
    move(offer, OfferStatus.DECLINED, answered_at=now, answered_by=str(by), reason=reason)
    record(offer.dig, offer.order, "dig.declined", by=by, at=now, text=reason)


def look_after_offers():
    """What nobody answered in its term lapses, or whose trench is gone, or where either side digs alone now."""
    sweep(DigOffer.objects.open().select_related("dig", "order__request__application"), _let_lapse)


@transaction.atomic
def _let_lapse(offer):
    if _why_void(offer):
        move(offer, OfferStatus.LAPSED, answered_at=clock.now())
