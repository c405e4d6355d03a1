"""Whom an order waits for while others must act first, in words for its crew."""

from django.utils.translation import gettext as _

from approvals.models import PermitStatus
from approvals.services import awaited_permits, who_must_act
from milestones.stages import Stage
from works.models import DigStatus

from .dig_verbs import digs_of, own_party, to_close, to_open

OF_PERMITS = (Stage.APPROVAL, Stage.EXCAVATION, Stage.CONSTRUCTION, Stage.BACKFILL)


def say_awaited(order, milestone):
    """One sentence, '' where the order waits for nobody else."""
    stage = milestone.stage if milestone else ""
    if stage not in OF_PERMITS:
        return ""
    if permit := _foremost(awaited_permits(order).select_related("application", "type", "department")):
        return _("%(permit)s：%(who)s") % {"permit": permit.title, "who": who_must_act(permit)}
    return _of_trenches(order, stage)


def _foremost(permits):
    """What was refused goes before what is still to be filed, and that before what is being decided."""
    return min(
        permits,
        key=lambda permit: (permit.status != PermitStatus.REFUSED, permit.is_with_authority),
        default=None,
    )


def _of_trenches(order, stage):
    if stage in (Stage.EXCAVATION, Stage.CONSTRUCTION) and not to_open(order):
        return _by_leads(order, DigStatus.PLANNED, _("等待%s开挖"))
    if stage == Stage.BACKFILL and not to_close(order):
        return _of_backfill(order)
    return ""


def _of_backfill(order):
    open_digs = [
        dig for dig in digs_of(order) if dig.status == DigStatus.OPEN and own_party(order, dig).is_done
    ]
    late = [party.provider.name for dig in open_digs for party in dig.living if not party.is_done]
    if late:
        return _("等待%s在沟内完工") % "、".join(dict.fromkeys(late))
    return _by_leads(order, DigStatus.OPEN, _("等待%s回填")) if open_digs else ""


def _by_leads(order, status, said):
    """Nothing of those it leads itself."""
    parties = [
        party for dig in digs_of(order) if dig.status == status for party in dig.living if party.is_lead
    ]
    names = [party.provider.name for party in parties if party.order_id != order.pk]
    return said % "、".join(dict.fromkeys(names)) if names else ""
