"""An order digs apart from the others of its case, or with them again; or it has ended and is out of the trench."""

from django.db import transaction
from django.utils.translation import gettext as _

from applications.services import lock
from common.status import WrongStatus
from milestones.models import Apart, MilestoneStatus
from milestones.services import rejoin, split_off
from milestones.stages import Stage

from ..models import Dig, DigKind, DigParty, DigStatus
from .digging import choose_lead, digs_jointly, fit_window, leave, lock_section

JOINT_STAGES = (Stage.EXCAVATION, Stage.BACKFILL)


def aparts_of(order):
    """As long as the order digs apart."""
    return Apart.objects.open().filter(order=order, stage__in=JOINT_STAGES)


def leave_trench(order, *, reason, by):
    """From now on dig apart: EXCAVATION before the ground is open, afterwards BACKFILL. Raises ``WrongStatus``."""
    over = (MilestoneStatus.REACHED, MilestoneStatus.SKIPPED)
    is_open = order.milestones.filter(stage=Stage.EXCAVATION, status__in=over).exists()
    return split_off(order, JOINT_STAGES[is_open], reason=reason, by=by)


@transaction.atomic
def share_again(order, *, by):
    """Dig together with the others of the case again. Raises ``WrongStatus``."""
    lock(order.application)
    aparts = list(aparts_of(order))
    if not aparts:
        raise WrongStatus(_("%s 没有单独开挖。") % order)
    for apart in aparts:
        rejoin(order, apart.stage, by=by)


def dig_alone(order, *, at):
    """Each trench shared with others is left; where the order still has to dig it gets one of its own."""
    for party in _shared(order):
        lock_section(party.dig.section_id)
        leave(party, reason=_("退出联办，单独开挖"), at=at)
        dig = Dig.objects.create(section=party.dig.section)
        _enter(dig, party, at=at)


def dig_together(order, *, at):
    """Own trenches not yet open are given up for those of the same case on the same section."""
    rows = (
        order.dig_parties.living().planned().filter(dig__kind=DigKind.PLANNED).select_related("dig__section")
    )
    for party in rows.order_by("dig__section"):
        lock_section(party.dig.section_id)
        if dig := _joint_dig(order, party):
            leave(party, reason=_("恢复联办"), at=at)
            _enter(dig, party, at=at)


def leave_all(order, *, reason, at):
    """Out of every trench that is not closed; its lead passes on. Raises ``WrongStatus`` (see ``leave``)."""
    rows = order.dig_parties.living().filter(dig__status__in=[DigStatus.PLANNED, DigStatus.OPEN])
    for party in rows.select_related("dig__section").order_by("dig__section"):
        lock_section(party.dig.section_id)
        leave(party, reason=reason, at=at)


def _shared(order):
    rows = order.dig_parties.living().filter(dig__status__in=[DigStatus.PLANNED, DigStatus.OPEN])
    rows = rows.filter(dig__kind=DigKind.PLANNED).select_related("dig__section").order_by("dig__section")
    return [party for party in rows if party.dig.parties.living().count() > 1 and not party.is_done]


def _joint_dig(order, party):
    rows = (
        Dig.objects.living().filter(section=party.dig.section, kind=DigKind.PLANNED).exclude(pk=party.dig_id)
    )
    for dig in rows.of_application(order.application):
        if any(digs_jointly(other.order) for other in dig.parties.living().exclude(order=None)):
            return dig
    return None


def _enter(dig, party, *, at):
    DigParty.objects.create(
        dig=dig, provider=party.provider, order=party.order, metres=party.metres, joined_at=at
    )
    choose_lead(dig)
    fit_window(dig)
