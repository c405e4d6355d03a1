"""Who may work in the ground of a trench now, and who opens it. What permits it takes, approvals says."""

from django.db.models import Exists
from django.utils.translation import gettext as _

from common.clock import to_minute
from common.status import TooEarly, WrongStatus
from milestones.models import MilestoneStatus
from milestones.stages import Stage

from ..models import Dig, DigStatus, Method, PartyRole, PlanPart, Route
from ..signals import dig_asked


def check_may_dig(dig, order, *, at=None):
    """Raises ``TooEarly`` while the order lacks a permit to open the ground, or is perhaps not to dig there at all.

    Nor had it been opened before the permit was there: ``at`` is when, where it is told afterwards.
    """
    status, opened_at, is_changed, still_cuts = _read(order, dig.section_id)
    if status == MilestoneStatus.PENDING or (at and opened_at and at < to_minute(opened_at)):
        raise TooEarly(_("本单位的审批尚未办结，不能开挖。"))
    if is_changed and not still_cuts:
        raise TooEarly(_("变更后的方案不再开挖%s，申请人答复后才能开挖。") % dig.section)
    dig_asked.send(Dig, dig=dig, order=order, at=at)


def _read(order, section):
    """Of its EXCAVATION status and beginning; whether a changed part lies before the applicant, and opens the section.

    In one query: it is asked of each party of each trench.
    """
    changed = PlanPart.objects.presented().filter(order=order)
    cuts = Route.objects.filter(part__in=changed, section=section, method=Method.OPEN_CUT)
    excavation = order.milestones.filter(stage=Stage.EXCAVATION)
    return excavation.values_list("status", "opened_at", Exists(changed), Exists(cuts)).get()


def may_dig(dig, order, *, at=None):
    try:
        check_may_dig(dig, order, at=at)
    except WrongStatus:
        return False
    return True


def may_open(dig, order):
    """Whether the order leads this trench once it is opened, and has all it takes to open it now."""
    is_shut = dig.status == DigStatus.PLANNED
    return is_shut and may_dig(dig, order) and opener_of(dig).order_id == order.pk


def who_may_not_dig(dig, *, at=None):
    """The parties whose permits for this ground are not there yet, or were not at that moment."""
    parties = (
        dig.parties.living().exclude(order=None).select_related("order__request__application", "provider")
    )
    return [party for party in parties if not may_dig(dig, party.order, at=at)]


def opener_of(dig, *, at=None):
    """Whoever leads once it is opened: of those who may dig, now or at that moment, or of all where nobody may, the
    foremost.
    """
    parties = list(dig.parties.living().select_related("order__request__application", "provider"))
    if len(parties) > 1:
        parties = [party for party in parties if party.order and may_dig(dig, party.order, at=at)] or parties
    return foremost(parties)


def leads(dig, order):
    """Whether the order opens and closes this trench, also where the one that was to lead it may not dig yet."""
    if dig.parties.living().filter(order=order, role=PartyRole.LEAD).exists():
        return True
    return dig.status == DigStatus.PLANNED and opener_of(dig).order_id == order.pk


def foremost(parties):
    return max(parties, key=lambda party: (party.metres, -party.pk))
