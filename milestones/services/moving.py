"""A stage is opened, reached, skipped or cancelled, and the next one begins. Callers hold the lock on the case."""

from applications.models import RequestStatus
from common import clock
from common.clock import local_date
from common.status import move
from district.services import load_calendar
from utilities.push import tell_provider
from utilities.services import connect_order

from .. import signals
from ..clocks import CLOCK_FIELDS, LIMIT_FIELDS, cut_spans, freeze_limit, refresh, start_clock, write_whole
from ..models import Milestone, MilestoneStatus, TimeLimit
from ..stages import Stage
from .expiring import expire_pause


def close_milestone(milestone, status, *, order, by, at):
    """Reach or skip a running stage at ``at`` and open the next one of the order at that moment."""
    stop(milestone, status, by=by, at=at)
    following = order.milestones.filter(status=MilestoneStatus.PENDING).order_by("pk").first()
    if following:
        open_milestone(following, order=order, at=at)
    elif milestone.stage == Stage.CONNECTION:
        connect_order(order, by=by, at=at)


def stop(milestone, status, *, by, at):
    expire_pause(milestone)
    move(milestone, status, reached_at=at)
    cut_spans(milestone, at)
    refresh(milestone)
    if milestone.order_id:
        signals.stage_closed.send(Milestone, milestone=milestone, order=milestone.order, by=by, at=at)


def open_milestone(milestone, *, order, at):
    """Start the clock of a stage at the moment the one before it was done; the provider is told."""
    limits = list(TimeLimit.objects.valid_on(local_date(at)))
    span = start_clock(milestone, limits, load_calendar(), order=order, at=at)
    facts = {name: getattr(milestone, name) for name in (*CLOCK_FIELDS, *LIMIT_FIELDS)}
    move(milestone, MilestoneStatus.RUNNING, opened_at=at, counting_from=at, **facts)
    span.save()
    write_whole(Milestone.objects.running().get(request_id=order.request_id, stage=Stage.WHOLE))
    tell_provider(
        order,
        "milestone.opened",
        at=clock.now(),
        stage=milestone.stage,
        due_on=milestone.due_on.isoformat() if milestone.due_on else None,
        is_estimated=milestone.is_estimated,
    )
    signals.stage_opened.send(Milestone, milestone=milestone, order=order, at=at)


def freeze_whole(order):
    """Once outside works are known, WHOLE gets the right limit, counted from its opening.

    What the survey or the next provider finds otherwise than the one before puts it right, perhaps to none.
    """
    whole = Milestone.objects.running().filter(request_id=order.request_id, stage=Stage.WHOLE).first()
    if whole is None or order.has_outside_works is None:
        return
    limits = list(TimeLimit.objects.valid_on(local_date(whole.opened_at)))
    freeze_limit(whole, limits, order=order, on=local_date(whole.opened_at))
    write_whole(whole)


def cancel_stages(order, *, by, at):
    """An order has ended early: what is open or to come is cancelled; WHOLE falls to the office."""
    _cancel(order.milestones.all(), by=by, at=at)
    whole = Milestone.objects.running().filter(request_id=order.request_id, stage=Stage.WHOLE).first()
    if whole:
        write_whole(whole)


def close_whole(request, *, at):
    """The request has ended: so has its WHOLE, reached if supply is on, else cancelled."""
    whole = Milestone.objects.running().filter(request=request, stage=Stage.WHOLE).first()
    if whole is None:
        return
    is_on = request.status == RequestStatus.CONNECTED
    move(whole, MilestoneStatus.REACHED if is_on else MilestoneStatus.CANCELLED, reached_at=at)
    write_whole(whole, closed_at=at)


def _cancel(milestones, *, by, at):
    for milestone in milestones.filter(status=MilestoneStatus.RUNNING):
        stop(milestone, MilestoneStatus.CANCELLED, by=by, at=at)
    for milestone in milestones.filter(status=MilestoneStatus.PENDING):
        move(milestone, MilestoneStatus.CANCELLED, reached_at=at)
