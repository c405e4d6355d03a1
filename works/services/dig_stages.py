"""What has happened in its trenches brings the stages of an order on: EXCAVATION once all are open, BACKFILL closed."""

from itertools import chain

from django.db import transaction

from applications.services import lock
from common import clock
from common.sweeps import sweep
from milestones.models import Outcome, Report
from milestones.services import hand_on, report_stage
from milestones.stages import Holder, Stage, Wait
from utilities.models import WorkOrder

from ..models import Dig, DigStatus
from ..signals import hold_asked
from .openers import opener_of
from .waiting import free_since

BY_TRENCHES = (Stage.EXCAVATION, Stage.BACKFILL)


@transaction.atomic
def settle_order(order, *, by, note=""):
    """Bring the stages of an order up to what has happened in its trenches, at the moments it happened.

    CONSTRUCTION is not brought on, but waits for who is to open a trench that was left shut.

    Does nothing where all is settled: called after each verb for the own order, by a sweep for all others. Nor while
    the applicant has a changed part before him.
    """
    lock(order.application)
    if order.plan_parts.presented().exists():
        return
    digs = list(Dig.objects.holding(order))
    is_held = bool(digs) and _is_held_by_others(order, by=by)
    running = order.milestones.running().filter(stage__in=HOLDS).first()
    if running is None:
        return
    if not digs:
        _let_go(running, by=by)
        return
    if not is_held:
        HOLDS[running.stage](running, order, digs, by=by)
    if running.stage not in BY_TRENCHES:
        return
    moments = _entered(order, digs) if running.stage == Stage.EXCAVATION else [dig.closed_at for dig in digs]
    if None not in moments:
        at = max(*moments, free_since(running))
        said = {"note": note, "photos": _fresh_photos(order), "by": by}
        report_stage(order, running.stage, outcome=Outcome.REACHED, occurred_at=at, **said)
        settle_order(order, by=by)


def _entered(order, digs):
    """When it stood in each open trench, None before: who came later was not there when it was opened."""
    own = {party.dig_id: party for party in _own(order, digs)}
    return [dig.opened_at and max(dig.opened_at, own[dig.pk].joined_at) for dig in digs]


def _fresh_photos(order):
    """Those given with each of its trenches and not reported yet, for the one report of the stage."""
    reports = Report.objects.filter(milestone__order=order, milestone__stage__in=BY_TRENCHES)
    reported = set(chain(*reports.values_list("photos", flat=True)))
    given = chain(*order.dig_parties.order_by("pk").values_list("photos", flat=True))
    return [photo for photo in given if photo not in reported]


def _is_held_by_others(order, *, by):
    """Whether a listener has the stage of the trenches in hand: nothing can be dug before that is seen to."""
    return any(answer for _listener, answer in hold_asked.send(WorkOrder, order=order, by=by))


def settle_others(*, by):
    """The orders in a trench whose stages are behind it, one case after the other."""
    rows = WorkOrder.objects.filter(
        dig_parties__isnull=False,
        dig_parties__left_at=None,
        milestones__status="running",
        milestones__stage__in=HOLDS,
    )
    sweep(
        rows.select_related("request__application", "provider__endpoint").distinct().order_by("pk"),
        lambda order: settle_order(order, by=by),
    )


def _hold_excavation(milestone, order, digs, *, by):
    """Who can open a trench that is still shut has it in hand; the others wait for him, and their days count."""
    if shut := _list_shut(digs):
        is_to_act = any(opener_of(dig).order_id == order.pk for dig in shut)
        at = max(milestone.opened_at, *_list_changes(digs))
        _give(milestone, Holder.PROVIDER if is_to_act else Holder.JOINT, by=by, at=at)


def _hold_construction(milestone, order, digs, *, by):
    """As before the excavation was over; once all is open it is for its provider to build."""
    if _list_shut(digs):
        _hold_excavation(milestone, order, digs, by=by)
    elif milestone.holder == Holder.JOINT:
        _give(milestone, Holder.PROVIDER, by=by, at=max(milestone.opened_at, *_list_changes(digs)))


def _list_shut(digs):
    return [dig for dig in digs if dig.status == DigStatus.PLANNED]


def _list_changes(digs):
    """When somebody came into these trenches or left, or one of them was opened."""
    parties = [party for dig in digs for party in dig.parties.all()]
    moments = [moment for party in parties for moment in (party.joined_at, party.left_at)]
    return [moment for moment in (*moments, *(dig.opened_at for dig in digs)) if moment]


def _hold_backfill(milestone, order, digs, *, by):
    """All hold it jointly and without counting while somebody else is not through, then the lead.

    The waiting ends when the last of the others was through or had left. What the lead has closed was in his hand until
    then; where the office let another lead, until that.
    """
    others = [party for dig in digs for party in dig.parties.all() if party.order_id != order.pk]
    if awaited := [party.joined_at for party in others if not (party.is_done or party.left_at)]:
        at = max(milestone.opened_at, *awaited)
        _give(milestone, Holder.JOINT, waits_for=Wait.OTHER_PARTIES, by=by, at=at)
        return
    passed = [dig.lead_passed_at for dig in digs if dig.lead_passed_at]
    since = max([milestone.opened_at, *(party.left_at or party.done_at for party in others), *passed])
    _take_turns(milestone, order, digs, since, by=by)


def _take_turns(milestone, order, digs, since, *, by):
    """Since then nobody else is awaited: it is its turn until it is through and has closed what it leads."""
    rest = [dig for dig in digs if dig.closed_at is None] or [max(digs, key=lambda dig: dig.closed_at)]
    is_to_act = any(party.is_lead or not party.is_done for party in _own(order, rest))
    until = since if is_to_act else max([since, *_own_ends(order, digs, rest)])
    if is_to_act or (until > since and milestone.spans.last().reason):
        _give(milestone, Holder.PROVIDER, by=by, at=since)
    if not is_to_act:
        _give(milestone, Holder.JOINT, by=by, at=until)


def _own_ends(order, digs, rest):
    """When the order was through in what is left, and when it had closed what it led."""
    through = [party.done_at for party in _own(order, rest)]
    return through + [
        dig.closed_at
        for dig in digs
        if dig not in rest and any(party.is_lead for party in _own(order, [dig]))
    ]


def _let_go(milestone, *, by):
    """It lies in no trench any more: there is nobody to wait for."""
    if milestone.holder == Holder.JOINT:
        _give(milestone, Holder.PROVIDER, by=by, at=clock.now())


HOLDS = {
    Stage.EXCAVATION: _hold_excavation,
    Stage.CONSTRUCTION: _hold_construction,
    Stage.BACKFILL: _hold_backfill,
}


def _own(order, digs):
    return [party for dig in digs for party in dig.living if party.order_id == order.pk]


def _give(milestone, holder, *, by, at, waits_for=""):
    """Hand the stage on, but not out of a wait that has nothing to do with the trench."""
    if milestone.spans.last().reason in ("", Wait.OTHER_PARTIES):
        hand_on(milestone, holder=holder, waits_for=waits_for, by=by, at=at)
