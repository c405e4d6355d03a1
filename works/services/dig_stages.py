"""What has happened in its trenches brings the stages of an order on: EXCAVATION once all are open, BACKFILL closed."""

from django.db import transaction

from applications.services import lock
from common.sweeps import sweep
from milestones.models import Outcome
from milestones.services import hand_on, report_stage
from milestones.stages import Holder, Stage, Wait
from utilities.models import WorkOrder

from ..models import Dig, DigStatus


@transaction.atomic
def settle_order(order, *, by, note="", photos=()):
    """Bring the stages of an order up to what has happened in its trenches, at the moments it happened.

    Does nothing where all is settled: called after each verb for the own order, by a sweep for all others.
    """
    lock(order.application)
    digs = list(Dig.objects.holding(order))
    running = order.milestones.running().filter(stage__in=[Stage.EXCAVATION, Stage.BACKFILL]).first()
    if not digs or running is None:
        return
    moments = [dig.opened_at if running.stage == Stage.EXCAVATION else dig.closed_at for dig in digs]
    if None not in moments:
        at = max(*moments, running.opened_at)
        said = {"note": note, "photos": photos, "by": by}
        report_stage(order, running.stage, outcome=Outcome.REACHED, occurred_at=at, **said)
        settle_order(order, by=by)
    elif running.stage == Stage.BACKFILL:
        _hold_backfill(running, order, digs, by=by)


def settle_others(*, by):
    """The orders in a trench whose stages are behind it, one case after the other."""
    rows = WorkOrder.objects.filter(
        dig_parties__left_at=None,
        milestones__status="running",
        milestones__stage__in=[Stage.EXCAVATION, Stage.BACKFILL],
    )
    sweep(
        rows.select_related("request__application", "provider__endpoint").distinct().order_by("pk"),
        lambda order: settle_order(order, by=by),
    )


def _hold_backfill(milestone, order, digs, *, by):
    """Who holds BACKFILL: all jointly and without counting while somebody else is not through, then the lead."""
    open_parties = [party for dig in digs if dig.status != DigStatus.CLOSED for party in dig.living]
    others = [party for party in open_parties if party.order_id != order.pk]
    own = [party for party in open_parties if party.order_id == order.pk]
    if awaited := [party.joined_at for party in others if not party.is_done]:
        at = max(milestone.opened_at, *awaited)
        hand_on(milestone, holder=Holder.JOINT, waits_for=Wait.OTHER_PARTIES, by=by, at=at)
        return
    is_to_act = any(party.is_lead or not party.is_done for party in own)
    since = max([milestone.opened_at, *(party.done_at for party in others)])
    hand_on(milestone, holder=Holder.PROVIDER if is_to_act else Holder.JOINT, by=by, at=since)
