"""The path of each order is laid out when it is routed."""

from django.db import transaction

from common.clock import local_date
from district.services import load_calendar

from .. import signals
from ..clocks import start_clock, write_whole
from ..models import Milestone, MilestoneStatus, Span, TimeLimit
from ..stages import PATH, Holder, Stage


@transaction.atomic(savepoint=False)
def lay_out_stages(application, orders, unrouted, *, by, at):
    """Give each new order its path, the first stage running, and each request its WHOLE."""
    limits, calendar = list(TimeLimit.objects.valid_on(local_date(at))), load_calendar()
    milestones, spans = [], []
    for order in orders:
        path = [
            Milestone(application=application, request=order.request, order=order, stage=stage)
            for stage in PATH
        ]
        path[0].status = MilestoneStatus.RUNNING
        spans.append(start_clock(path[0], limits, calendar, order=order, at=at))
        milestones += path
    wholes = _open_wholes(application, orders, unrouted, limits, calendar, at=at)
    milestones += [span.milestone for span in wholes]
    Milestone.objects.bulk_create(milestones)
    Span.objects.bulk_create([*spans, *wholes])
    _follow_rerouted(orders, wholes)
    signals.stages_laid_out.send(
        Milestone, application=application, orders=orders, unrouted=unrouted, by=by, at=at
    )


def _open_wholes(application, orders, unrouted, limits, calendar, *, at):
    """The first span of WHOLE for each request that has none yet."""
    known = set(
        Milestone.objects.filter(application=application, stage=Stage.WHOLE).values_list(
            "request_id", flat=True
        )
    )
    holders = {order.request: Holder.PROVIDER for order in orders} | dict.fromkeys(unrouted, Holder.OFFICE)
    return [
        start_clock(
            Milestone(
                application=application, request=request, stage=Stage.WHOLE, status=MilestoneStatus.RUNNING
            ),
            limits,
            calendar,
            at=at,
            holder=holder,
        )
        for request, holder in holders.items()
        if request.pk not in known
    ]


def _follow_rerouted(orders, wholes):
    fresh = {span.milestone.request_id for span in wholes}
    for order in orders:
        if order.request_id not in fresh:
            write_whole(Milestone.objects.running().get(request=order.request, stage=Stage.WHOLE))
