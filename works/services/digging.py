"""A trench is planned from a confirmed plan, its lead found, and opened.

What all verbs of a trench keep: first the own case is locked, then the section. What it means for orders of
other cases is settled afterwards, case by case (``settle_order``), so that no two cases wait for each other.
"""

from itertools import chain

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from applications.services import lock
from common import clock
from common.status import TooEarly, WrongStatus, move
from milestones.models import Apart
from milestones.services import BadReport
from milestones.stages import Stage

from ..dig_windows import joined_window
from ..ground import ground_to_dig
from ..models import Dig, DigKind, DigNewsKind, DigParty, DigStatus, PartyRole, Step
from ..signals import dig_changed
from .dig_stages import settle_order
from .news import note, spread
from .openers import check_may_dig, foremost, may_dig, opener_of, who_may_not_dig
from .sections import lock_section, lock_sections

LIVING = (DigStatus.PLANNED, DigStatus.OPEN)


class BadDig(BadReport):
    """What is said of a trench cannot be true or lacks something."""


def lock_trench(dig, *, order=None):
    """The trench as it stands, with the own case and its section locked."""
    if order is not None:
        lock(order.application)
    lock_section(dig.section_id)
    return Dig.objects.select_related("section").get(pk=dig.pk)


@transaction.atomic(savepoint=False)
def plan_digs(plan, orders, *, at):
    """Give each order whose confirmed part opens the ground its place in a trench; the digs they lie in.

    Orders of one joint plan share the trench of a section unless they dig apart. What is wanted beyond what is open,
    or was, is a trench of its own.
    """
    new, parties = [], []
    wanted_by = {order: ground_to_dig(order) for order in sorted(orders, key=lambda order: order.pk)}
    lying = DigParty.objects.living().in_plans().filter(order__in=orders, dig__status__in=LIVING)
    lock_sections([*chain(*wanted_by.values()), *lying.values_list("dig__section_id", flat=True)])
    for order, wanted in wanted_by.items():
        _leave_unwanted(order, wanted, at=at)
        for section, extent in wanted.items():
            party, is_new = _place(plan, order, section, extent, at=at)
            parties.append(party)
            new += [party] * is_new
    parties += DigParty.objects.in_open_ground().filter(order__in=orders)  # its days may be others now
    digs = list(dict.fromkeys(party.dig for party in parties))
    for dig in digs:
        settle_dig(dig)
    for party in new:
        spread(party.dig, DigNewsKind.JOINED, of=party, besides=new, at=at)
    return digs


def settle_dig(dig):
    """Its window and its lead, as its parties are now."""
    fit_window(dig)
    choose_lead(dig)


def _leave_unwanted(order, wanted, *, at):
    """A plan that was changed: a trench not yet open is left where the new way does not run along it."""
    for party in order.dig_parties.living().planned().exclude(dig__section__in=wanted):
        leave(party, reason=_("方案变更"), at=at)


def _place(plan, order, section, extent, *, at):
    if own := _own_planned(order, section):
        _widen(own, extent)
        return own, False
    dig = (plan.is_joint and shared_dig(order, section)) or Dig.objects.create(section_id=section)
    return lie_in(dig, order, extent, at=at), True


def _own_planned(order, section):
    """Its place on the section that is still to be opened, None where it has none."""
    return order.dig_parties.living().planned().filter(dig__section=section).first()


def _widen(party, extent):
    DigParty.objects.filter(pk=party.pk).update(**_lengths(extent))


def _lengths(extent):
    return {"metres": extent.metres, "stretches": extent.write()}


def lie_in(dig, order, extent, *, at):
    return DigParty.objects.create(
        dig=dig, provider=order.provider, order=order, joined_at=at, **_lengths(extent)
    )


def enter(dig, order, extent, *, at):
    """A place in a trench where others lie already; they hear of it."""
    party = lie_in(dig, order, extent, at=at)
    spread(dig, DigNewsKind.JOINED, of=party, at=at)
    settle_dig(dig)
    return party


def digs_jointly(order):
    of_digs = (Stage.EXCAVATION, Stage.BACKFILL)
    is_apart = Apart.objects.open().filter(order=order, stage__in=of_digs).exists()
    return order.application.wants_joint_works and not is_apart


def shared_dig(order, section):
    """The trench of the same case on the section where others dig jointly; an open one only with all permits.

    Into that of another case nobody follows those of his own who have joined it: it is offered to each.
    """
    if not digs_jointly(order):
        return None
    rows = Dig.objects.living().filter(section=section, kind=DigKind.PLANNED)
    rows = rows.exclude(parties__in=order.dig_parties.living()).of_application(order.application)
    own = (dig for dig in rows if is_of(dig, order.application))
    return next((dig for dig in own if is_joint(dig) and may_enter(dig, order)), None)


def is_of(dig, application):
    """Whether whoever has lain in it longest does so for this case: others came into it by an offer."""
    first = dig.parties.living().select_related("order__request").order_by("pk").first()
    return bool(first and first.order and first.order.request.application_id == application.pk)


def is_joint(dig):
    """Whether anybody in it digs jointly with others."""
    return any(digs_jointly(party.order) for party in dig.parties.living().exclude(order=None))


def may_enter(dig, order):
    """A trench not yet open may be shared by anybody; an open one by who may work in it at once."""
    return dig.status == DigStatus.PLANNED or may_dig(dig, order)


def fit_window(dig):
    """From the first excavation to the last backfill that its parties have planned."""
    windows = [_window_of(party.order) for party in dig.parties.living().exclude(order=None)]
    dig.starts_on, dig.ends_on = joined_window([(dig.starts_on, dig.ends_on)] * dig.is_emergency + windows)
    dig.save(update_fields=["starts_on", "ends_on"])


def _window_of(order):
    part = order.plan_parts.confirmed().prefetch_related("steps").first()
    steps = {step.step: step for step in part.steps.all()} if part else {}
    first, last = steps.get(Step.EXCAVATION), steps.get(Step.BACKFILL)
    return first and first.starts_on, last and last.ends_on


def choose_lead(dig):
    """Whoever has most to lay leads, the earlier of two alike; in an open trench the lead stays who it is."""
    parties = list(dig.parties.living().select_related("provider"))
    if parties and not (dig.status == DigStatus.OPEN and any(party.is_lead for party in parties)):
        give_lead(dig, foremost(parties), at=clock.now())


def give_lead(dig, best, *, at):
    lead = dig.parties.living().filter(role=PartyRole.LEAD).first()
    if lead and lead.pk != best.pk:
        DigParty.objects.filter(pk=lead.pk).update(role=PartyRole.PARTNER)
    DigParty.objects.filter(pk=best.pk).update(role=PartyRole.LEAD)
    if lead and lead.pk != best.pk:
        spread(dig, DigNewsKind.LEAD, of=best, at=at)


def leave(party, *, reason, at):
    """Out of the trench, whose lead passes on; a trench not yet open that nobody lies in is cancelled.

    The caller holds the locks. Raises ``WrongStatus`` where an open trench would be left to nobody.
    """
    dig = Dig.objects.select_related("section").get(pk=party.dig_id)  # as it stands under the lock
    if dig.status == DigStatus.OPEN and not dig.parties.living().exclude(pk=party.pk).exists():
        raise WrongStatus(_("%s 的沟槽已开挖、尚未回填，请先完成回填。") % dig.section)
    DigParty.objects.filter(pk=party.pk).update(left_at=at, left_reason=reason, role=PartyRole.PARTNER)
    if not dig.parties.living().exists():
        move(dig, DigStatus.CANCELLED)
        return
    spread(dig, DigNewsKind.LEFT, of=party, at=at)
    settle_dig(dig)
    if party.is_lead:
        lead = dig.parties.living().get(role=PartyRole.LEAD)
        spread(dig, DigNewsKind.LEAD, of=lead, at=at)
    dig_changed.send(Dig, dig=dig, by=SYSTEM, at=at)


@transaction.atomic
def open_dig(dig, *, order, by, at=None, note="", photos=()):
    """The lead opens the ground; who may not dig yet stays out. Raises ``WrongStatus``, ``NotTheLead``, ``BadDig``."""
    dig = lock_trench(dig, order=order)
    at = at or clock.now()
    opener = opener_of(dig, at=at) if dig.status == DigStatus.PLANNED else None
    if opener and opener.order_id == order.pk:  # the others may not dig yet
        give_lead(dig, opener, at=clock.now())
    lead = check_lead(dig, order)
    if not _may_dig_since(order, lead) <= at <= clock.now():
        raise BadDig(_("开挖时间不能晚于现在，也不能早于审批办结和列入沟槽的时间。"))
    check_may_dig(dig, order, at=at)
    move(dig, DigStatus.OPEN, opened_at=at)
    keep_photos(lead, photos)
    _keep_out(dig, lead, at=at)
    record(dig, order, "dig.opened", by=by, at=at, text=note)
    settle_order(order, by=by, note=note)
    dig_changed.send(Dig, dig=dig, by=by, at=at)
    return dig


def _may_dig_since(order, lead):
    """From when the trench may have been opened by its lead."""
    opened = order.milestones.get(stage=Stage.EXCAVATION).opened_at
    return max(filter(None, [opened, lead.joined_at]))


def keep_photos(party, photos):
    """Its stage may be reported later: other trenches are still to be opened, or closed."""
    DigParty.objects.filter(pk=party.pk).update(photos=[*party.photos, *photos])


def _keep_out(dig, lead, *, at):
    """Nobody works in an open trench without his permits: until they are there he has one with those of his case."""
    for party in who_may_not_dig(dig, at=at):
        if may_dig(dig, party.order):  # its permits have come since the ground was opened
            DigParty.objects.filter(pk=party.pk).update(joined_at=clock.now())
            continue
        leave(party, reason=_("审批尚未办结"), at=max(at, party.joined_at))
        dig_elsewhere(party, at=clock.now())
        note(dig, DigNewsKind.KEPT_OUT, lead.provider, [party.order_id], at=clock.now())


def dig_elsewhere(party, *, at):
    """On the same section for who has left the trench of ``party``: where it digs anyway, else with others of its
    case, or on its own."""
    order, section = party.order, party.dig.section
    if own := _own_planned(order, section):
        _widen(own, own.extent | party.extent)
        settle_dig(own.dig)
        return
    dig = shared_dig(order, section) or Dig.objects.create(section=section)
    enter(dig, order, party.extent, at=at)


class NotTheLead(TooEarly):
    """Only the lead opens and closes a trench."""


def check_lead(dig, order):
    party = dig.parties.living().filter(order=order).first()
    if party is None:
        raise WrongStatus(_("本工单不在这条沟槽内。"))
    if not party.is_lead:
        lead = dig.parties.living().filter(role=PartyRole.LEAD).select_related("provider").first()
        raise NotTheLead(_("这条沟槽由%s牵头开挖和回填，该单位登记后本环节自动完成。") % lead.provider)
    return party


def record(dig, order, verb, *, by, at, text="", **detail):
    section = str(dig.section)
    text = f"{section} {text}".strip()
    order.application.record(
        verb, by=by, at=at, request=order.request, text=text, order=order.number, dig=dig.pk, **detail
    )
