"""A trench is planned from a confirmed plan, its lead found, and opened.

What all verbs of a trench keep: first the own case is locked, then the section. What it means for orders of
other cases is settled afterwards, case by case (``settle_order``), so that no two cases wait for each other.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from applications.services import lock
from common import clock
from common.status import WrongStatus, move
from milestones.models import Apart, MilestoneStatus
from milestones.services import BadReport
from milestones.stages import Stage

from ..dig_windows import joined_window
from ..models import Dig, DigKind, DigParty, DigStatus, PartyRole, RoadSection, Step
from ..signals import dig_changed, dig_opened
from .dig_stages import settle_order

LIVING = (DigStatus.PLANNED, DigStatus.OPEN)


class BadDig(BadReport):
    """What is said of a trench cannot be true or lacks something."""


def lock_section(section_id):
    """Everything about the trenches of one section goes through here, one after the other."""
    return RoadSection.objects.select_for_update(no_key=True).get(pk=section_id)


def lock_trench(dig, *, order=None):
    """The trench as it stands, with the own case and its section locked."""
    if order is not None:
        lock(order.application)
    lock_section(dig.section_id)
    return Dig.objects.select_related("section").get(pk=dig.pk)


@transaction.atomic(savepoint=False)
def plan_digs(plan, orders, *, at):
    """Give each order whose confirmed part opens the ground its place in a trench; the digs that are new.

    Orders of one joint plan share the trench of a section unless they dig apart.
    """
    new = []
    for order in sorted(orders, key=lambda order: order.pk):
        wanted = _sections_opened(order)
        _leave_unwanted(order, wanted, at=at)
        for section, metres in wanted.items():
            lock_section(section)
            dig, is_new = _place(plan, order, section, metres, at=at)
            new += [dig] * is_new
            fit_window(dig)
            choose_lead(dig)
    return list(dict.fromkeys(new))


def _sections_opened(order):
    """Metres of open cut by section, in the order of the sections: locks are always taken in one direction."""
    part = order.plan_parts.confirmed().prefetch_related("routes").get()
    metres = {}
    for route in part.routes.all():
        if route.opens_ground:
            metres[route.section_id] = metres.get(route.section_id, 0) + route.metres
    return dict(sorted(metres.items()))


def _leave_unwanted(order, wanted, *, at):
    """A plan that was changed: a trench not yet open is left where the new way does not run along it."""
    for party in order.dig_parties.living().planned().exclude(dig__section__in=wanted):
        lock_section(party.dig.section_id)
        leave(party, reason=_("方案变更"), at=at)


def _place(plan, order, section, metres, *, at):
    own = order.dig_parties.living().filter(dig__section=section, dig__kind=DigKind.PLANNED).first()
    if own:
        DigParty.objects.filter(pk=own.pk).update(metres=metres)
        return own.dig, False
    dig = _shared_dig(plan, order, section) if digs_jointly(order) else None
    is_new = dig is None
    dig = dig or Dig.objects.create(section_id=section)
    DigParty.objects.create(dig=dig, provider=order.provider, order=order, metres=metres, joined_at=at)
    return dig, is_new


def digs_jointly(order):
    of_digs = (Stage.EXCAVATION, Stage.BACKFILL)
    is_apart = Apart.objects.open().filter(order=order, stage__in=of_digs).exists()
    return order.application.wants_joint_works and not is_apart


def _shared_dig(plan, order, section):
    """The trench of this case on the section where others of the joint plan lie already."""
    shared = Dig.objects.filter(section=section, kind=DigKind.PLANNED, status__in=LIVING)
    rows = shared.of_application(order.application).distinct()
    together = [
        dig
        for dig in rows
        if any(digs_jointly(party.order) for party in dig.parties.living().exclude(order=None))
    ]
    return together[0] if plan.is_joint and together else None


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
    parties = list(dig.parties.living())
    lead = next((party for party in parties if party.is_lead), None)
    if not parties or (lead and dig.status == DigStatus.OPEN):
        return
    best = max(parties, key=lambda party: (party.metres, -party.pk))
    if lead and lead.pk != best.pk:
        DigParty.objects.filter(pk=lead.pk).update(role=PartyRole.PARTNER)
    DigParty.objects.filter(pk=best.pk).update(role=PartyRole.LEAD)


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
    choose_lead(dig)
    fit_window(dig)
    dig_changed.send(Dig, dig=dig, by=SYSTEM, at=at)


@transaction.atomic
def open_dig(dig, *, order, by, at=None, note="", photos=()):
    """The lead opens the ground. Raises ``WrongStatus``, ``NotTheLead`` and ``BadDig``."""
    dig = lock_trench(dig, order=order)
    at = at or clock.now()
    check_lead(dig, order)
    if order.milestones.filter(stage=Stage.EXCAVATION, status=MilestoneStatus.PENDING).exists():
        raise WrongStatus(_("本单位的审批尚未办结，不能开挖。"))
    opened = order.milestones.get(stage=Stage.EXCAVATION).opened_at
    if at > clock.now() or (opened and at < opened):
        raise BadDig(_("开挖时间不能晚于现在，也不能早于审批办结。"))
    move(dig, DigStatus.OPEN, opened_at=at)
    record(dig, order, "dig.opened", by=by, at=at, text=note)
    dig_opened.send(Dig, dig=dig, order=order, by=by, at=at)
    settle_order(order, by=by, note=note, photos=photos)
    dig_changed.send(Dig, dig=dig, by=by, at=at)
    return dig


class NotTheLead(WrongStatus):
    """Only the lead opens and closes a trench."""


def check_lead(dig, order):
    party = dig.parties.living().filter(order=order).first()
    if party is None:
        raise WrongStatus(_("本工单不在这条沟槽内。"))
    if not party.is_lead:
        lead = dig.parties.living().filter(role=PartyRole.LEAD).select_related("provider").first()
        raise NotTheLead(_("这条沟槽由%s牵头开挖和回填。") % lead.provider)
    return party


def record(dig, order, verb, *, by, at, text="", **detail):
    section = str(dig.section)
    text = f"{section} {text}".strip()
    order.application.record(
        verb, by=by, at=at, request=order.request, text=text, order=order.number, dig=dig.pk, **detail
    )
