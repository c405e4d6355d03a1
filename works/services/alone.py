"""An order digs apart from the others of its case, or with them again; or it has ended and is out of the trench."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from applications.services import lock
from common import clock
from common.status import WrongStatus
from common.sweeps import sweep
from milestones.models import Apart, MilestoneStatus
from milestones.services import rejoin, split_off
from milestones.stages import Stage
from utilities.models import WorkOrder

from ..models import DigKind, DigParty, DigStatus, OfferStatus
from .dig_stages import settle_order
from .digging import LIVING, dig_elsewhere, enter, leave, shared_dig
from .joining import offer_again, offer_digs
from .openers import may_dig
from .sections import lock_section, lock_sections

JOINT_STAGES = (Stage.EXCAVATION, Stage.BACKFILL)
ANSWERED = [OfferStatus.JOINED, OfferStatus.DECLINED, OfferStatus.LAPSED]


def aparts_of(order):
    """As long as the order digs apart."""
    return Apart.objects.open().filter(order=order, stage__in=JOINT_STAGES)


@transaction.atomic
def leave_trench(order, *, reason, by):
    """From now on dig apart: EXCAVATION before the ground is open, afterwards BACKFILL.

    Raises ``WrongStatus``, also where its pipe lies in the trench: that is inspected and surveyed before it is closed.
    """
    lock(order.application)
    if not _shared(order):
        raise WrongStatus(_("没有可以退出的共用沟槽：本单位在沟内已施工完成的，须随沟一并验收、回填。"))
    over = (MilestoneStatus.REACHED, MilestoneStatus.SKIPPED)
    is_open = order.milestones.filter(stage=Stage.EXCAVATION, status__in=over).exists()
    return split_off(order, JOINT_STAGES[is_open], reason=reason, by=by)


@transaction.atomic
def share_again(order, *, by):
    """Dig together with the others of the case again; what other cases dig nearby is offered anew.

    Raises ``WrongStatus``.
    """
    lock(order.application)
    aparts = list(aparts_of(order))
    if not aparts:
        raise WrongStatus(_("%s 没有单独开挖。") % order)
    for apart in aparts:
        rejoin(order, apart.stage, by=by)
    _ask_anew(order, at=clock.now())


def _ask_anew(order, *, at):
    """What other cases dig nearby is offered again, whatever was answered before."""
    digs = [party.dig for party in _still_to_open(order)]
    offer_again(order, [dig.section_id for dig in digs], ANSWERED, at=at)
    offer_digs(digs, order.application, at=at)


def follow_wish(application, *, at):
    """The applicant no longer wants joint works, or wants them again: so are dug the trenches not yet open."""
    orders = list(
        WorkOrder.objects.living().of_application(application).select_related("request__application")
    )
    parties = DigParty.objects.living().planned().filter(order__in=orders)
    lock_sections(parties.values_list("dig__section_id", flat=True))
    for order in orders:
        if application.wants_joint_works:
            dig_together(order, at=at)
            _ask_anew(order, at=at)
        else:
            _part([party for party in _shared(order) if party.dig.status == DigStatus.PLANNED], at=at)


def shares_trench(order):
    """Whether it has still to build in a trench others lie in too."""
    return bool(_shared(order))


def dig_alone(order, *, at):
    """Each trench shared with others is left; where the order still has to dig it gets one of its own."""
    _part(_shared(order), at=at)


def _part(parties, *, at):
    for party in parties:
        lock_section(party.dig.section_id)
        # What it had to open elsewhere on the section may have come to this place.
        party.refresh_from_db(fields=["metres", "stretches"])
        leave(party, reason=_("退出联办，单独开挖"), at=at)
        dig_elsewhere(party, at=at)


def dig_together(order, *, at):
    """Own trenches not yet open are given up for those of the same case on the same section."""
    for party in _lone(order):
        lock_section(party.dig.section_id)
        if dig := shared_dig(order, party.dig.section):
            leave(party, reason=_("恢复联办"), at=at)
            enter(dig, order, party.extent, at=at)


def enter_trenches(order, *, at):
    """Where its permits are there it may work in the trenches others have opened meanwhile."""
    dig_together(order, at=at)
    allowed = [party.dig.section_id for party in _lone(order) if may_dig(party.dig, order)]
    offer_again(order, allowed, [OfferStatus.JOINED, OfferStatus.LAPSED], at=at)


def look_after_own():
    """Who digs by himself though a trench there is his case's by now: the others have left it to them."""
    apart = DigParty.objects.to_open().filter(
        Exists(
            DigParty.objects.living()
            .in_plans()
            .filter(
                dig__section=OuterRef("dig__section"),
                dig__status__in=LIVING,
                order__request__application=OuterRef("order__request__application"),
            )
            .exclude(dig=OuterRef("dig"))
        )
    )
    orders = WorkOrder.objects.living().filter(
        dig_parties__in=apart, request__application__wants_joint_works=True
    )
    sweep(orders.select_related("request__application").distinct().order_by("pk"), _come_home)


@transaction.atomic
def _come_home(order):
    lock(order.application)
    dig_together(order, at=clock.now())
    settle_order(order, by=SYSTEM)


def leave_all(order, *, reason, at):
    """Out of every trench that is not closed; its lead passes on. Raises ``WrongStatus`` (see ``leave``).

    Where a case ends its orders leave one after the other: the sections of all are locked with the first.
    """
    lock_trenches(order.application)
    own = _in_trenches().filter(order=order).select_related("dig__section")
    for party in own.order_by("dig__section_id"):
        leave(party, reason=reason, at=at)


def lock_trenches(application):
    """The sections of all trenches its orders lie in: whoever goes on from order to order locks them first."""
    parties = _in_trenches().filter(order__request__application=application)
    lock_sections(parties.values_list("dig__section_id", flat=True))


def _in_trenches():
    return DigParty.objects.living().filter(dig__status__in=[DigStatus.PLANNED, DigStatus.OPEN])


def _shared(order):
    """Its places in trenches others lie in too; where its pipe is laid it stays."""
    rows = order.dig_parties.living().filter(dig__status__in=[DigStatus.PLANNED, DigStatus.OPEN])
    rows = rows.filter(dig__kind=DigKind.PLANNED).select_related("dig__section").order_by("dig__section_id")
    return [party for party in rows if not party.finished_at and _has_others(party)]


def _still_to_open(order):
    return order.dig_parties.to_open().select_related("dig__section").order_by("dig__section_id")


def _lone(order):
    """Its places in trenches not yet open where nobody else lies."""
    return [party for party in _still_to_open(order) if not _has_others(party)]


def _has_others(party):
    return party.dig.parties.living().exclude(pk=party.pk).exists()
