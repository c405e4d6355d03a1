"""What is done in an open trench, and its backfill: only when everybody in it is through (民法典 798)."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from applications.services import lock
from common import clock
from common.clock import local_date
from common.status import TooEarly, WrongStatus, move

from ..dig_terms import term
from ..models import Dig, DigParty, DigStatus, DigTermKind, RoadSection
from ..signals import dig_changed
from .dig_stages import settle_order
from .digging import BadDig, check_lead, give_lead, keep_photos, lock_trench, record
from .sections import lock_section, lock_sections


class NotThrough(TooEarly):
    """Somebody in the trench is not through: it stays open."""


@transaction.atomic
def report_in_dig(dig, *, order, steps, by, at=None, note=""):
    """What a party has done in the trench: ``steps`` of ``DigParty.STEPS``, all at ``at``; the first report counts.

    Raises ``WrongStatus`` where the trench is not open, ``BadDig`` for a moment that cannot be.
    """
    dig = lock_trench(dig, order=order)
    at = at or clock.now()
    party = dig.parties.living().filter(order=order).first()
    if party is None or dig.status != DigStatus.OPEN:
        raise WrongStatus(_("这条沟槽现在没有开挖，或本工单不在沟内。"))
    if not steps:
        raise BadDig(_("请选择已经完成的内容。"))
    if not max(dig.opened_at, party.joined_at) <= at <= clock.now():
        raise BadDig(_("完成时间不能晚于现在，也不能早于开挖或本单位并入沟槽的时间。"))
    fresh = [name for name in steps if getattr(party, name) is None]
    for name in fresh:
        setattr(party, name, at)
    party.save(update_fields=fresh)
    if fresh:
        labels = "、".join(str(DigParty._meta.get_field(name).verbose_name) for name in fresh)
        record(
            dig, order, "dig.reported", by=by, at=clock.now(), text="；".join(filter(None, [labels, note]))
        )
        settle_order(order, by=by)
        dig_changed.send(Dig, dig=dig, by=by, at=at)
    return party


def who_is_missing(dig):
    """Who in the trench is not through, and what each lacks."""
    rows = dig.parties.living().select_related("provider")
    return [(party, party.missing) for party in rows if not party.is_done]


@transaction.atomic
def backfill_dig(dig, *, order, by, at=None, note="", photos=()):
    """The lead closes the trench; protection and warranty run from the day it is closed.

    Raises ``NotThrough`` before every party has finished, passed its hidden works and surveyed, ``NotTheLead``,
    ``WrongStatus`` and ``BadDig``.
    """
    dig = lock_trench(dig, order=order)
    at = at or clock.now()
    lead = check_lead(dig, order)
    check_all_through(dig)
    through = max(party.done_at or party.left_at for party in dig.parties.all())
    if not through <= at <= clock.now():
        raise BadDig(_("回填时间不能晚于现在，也不能早于沟内各方完成的时间。"))
    day = local_date(at)
    move(
        dig,
        DigStatus.CLOSED,
        closed_at=at,
        protected_until=day + term(DigTermKind.PROTECTION),
        warranty_until=day + term(DigTermKind.WARRANTY),
    )
    keep_photos(lead, photos)
    _note_backfill(dig.section_id, day)
    record(dig, order, "dig.closed", by=by, at=at, text=note)
    settle_order(order, by=by, note=note)
    dig_changed.send(Dig, dig=dig, by=by, at=at)
    return dig


def _note_backfill(section, day):
    """The latest counts, also where an earlier one is reported after it."""
    RoadSection.objects.filter(pk=section).exclude(backfilled_on__gt=day).update(backfilled_on=day)


@transaction.atomic
def take_lead(order, *, reason, by):
    """The office lets a party lead the open trenches it lies in: who led them stands still.

    Nobody leaves the trench, and what it was late until now stays. Raises ``WrongStatus``.
    """
    lock(order.application)
    parties = order.dig_parties.led_by_others()
    lock_sections(parties.values_list("dig__section_id", flat=True))
    led_by_others = list(parties.select_related("dig__section", "provider").order_by("dig__section_id"))
    if not led_by_others:
        raise WrongStatus(_("本工单没有由其他单位牵头、尚未回填的沟槽。"))
    at = clock.now()
    for party in led_by_others:
        give_lead(party.dig, party, at=at)
        Dig.objects.filter(pk=party.dig_id).update(lead_passed_at=at)
        record(party.dig, order, "dig.lead_given", by=by, at=at, text=reason)
        dig_changed.send(Dig, dig=party.dig, by=by, at=at)
    settle_order(order, by=by)


def check_all_through(dig):
    missing = [
        _("%(provider)s（%(what)s）") % {"provider": party.provider, "what": "、".join(what)}
        for party, what in who_is_missing(dig)
    ]
    if missing:
        raise NotThrough(_("沟内还有未完成的，不能回填：%s。") % "；".join(missing))


def check_left_none_shut(order):
    """Raises ``TooEarly`` while the order has a trench still to be opened."""
    party = order.dig_parties.living().planned().select_related("dig__section").first()
    if party:
        raise TooEarly(_("%s 的沟槽尚未开挖，开挖后才能继续上报。") % party.dig.section)


def check_lay_in_all(order, *, at):
    """Raises ``BadDig`` where at that moment one of its trenches was not open yet, or it did not lie in it."""
    dug = order.dig_parties.living().in_plans().filter(dig__status__in=[DigStatus.OPEN, DigStatus.CLOSED])
    rows = dug.filter(Q(joined_at__gt=at) | Q(dig__opened_at__gt=at))
    if party := rows.select_related("dig__section").first():
        raise BadDig(_("施工完成时间不能早于%s开挖或本单位并入沟槽的时间。") % party.dig.section)


def check_left_none_open(order):
    """Raises ``TooEarly`` while the order lies in a trench that is open."""
    party = order.dig_parties.living().open().select_related("dig__section").first()
    if party:
        raise TooEarly(_("%s 的沟槽已开挖、尚未回填，请先完成回填。") % party.dig.section)


@transaction.atomic(savepoint=False)
def finish_in_digs(order, *, at):
    """What was built is finished in the trench as well, where nobody had said so before."""
    unfinished = order.dig_parties.in_open_ground().filter(finished_at=None).select_related("dig")
    for party in unfinished.order_by("dig__section_id"):
        lock_section(party.dig.section_id)
        if DigParty.objects.filter(pk=party.pk, finished_at=None).update(finished_at=at):
            dig_changed.send(Dig, dig=party.dig, by=SYSTEM, at=at)
