"""What every verb of a visit needs: the case locked, the visit fresh, its clocks brought up to this moment."""

from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from applications.services import lock
from common import clock
from common.clock import local_date, midnight
from common.status import Refusal, WrongStatus
from common.workdays import ONE_DAY
from milestones.models import Milestone
from milestones.services import hand_on
from milestones.stages import Holder

from ..models import Visit
from ..standing import Stand, stand


class BadVisit(Refusal):
    """A day, an answer or a finding that cannot be taken."""


def open_visit(visit):
    """The visit under the lock of its case, its clocks as they stand now. Raises ``WrongStatus`` once it is over."""
    application = lock(visit.application)
    visit = Visit.objects.get(pk=visit.pk)
    visit.application = application
    if not visit.is_open:
        raise WrongStatus(_("%s已结束或已取消，请刷新后查看。") % visit.label)
    align(visit)
    return visit


def attending(visit):
    """Those who come and have not said yet what they found."""
    rows = visit.attendances.open().order_by("pk")
    return list(rows.select_related("order__request", "order__provider__endpoint"))


def align(visit, *, by=None, at=None):
    """Let each order's stage be held by whom it waits for, day by day up to now.

    What should have changed at a midnight changes as of that midnight, however late anybody looks.
    """
    at = at or clock.now()
    everybody = attending(visit)
    stages = _running_stages(visit, everybody)
    for own in everybody:
        milestone = stages.get(own.order_id)
        if milestone:
            others = [other for other in everybody if other is not own]
            _align_one(visit, own, others, milestone, by=by, at=at)


def _align_one(visit, own, others, milestone, *, by, at):
    for moment in [*_midnights(visit, own, milestone, at), at]:
        wanted = stand(visit, own, others, today=local_date(moment))
        hand_over(milestone, wanted, by=by, at=moment)


def _midnights(visit, own, milestone, at):
    """When the clock had to change since its present span began; the day after, where nobody agreed to the day."""
    last = milestone.spans.last()
    named = (visit.not_before, visit.on, visit.on + ONE_DAY, visit.counter_on, own.mends_until)
    days = sorted({day for day in named if day})
    return [moment for day in days if last.starts_at < (moment := midnight(day)) <= at]


def hand_over(milestone, wanted, *, by, at):
    """Nothing where it stands so already, or its provider has paused it for a reason of its own."""
    last = milestone.spans.last()
    if (last.holder, last.reason, last.expected_until) != (wanted.holder, wanted.waits_for, wanted.until):
        hand_on(
            milestone,
            holder=wanted.holder,
            waits_for=wanted.waits_for,
            expected_until=wanted.until,
            by=by or SYSTEM,
            at=at,
        )


def release(order, kind, *, by, at):
    """The order goes on alone: its stage is its provider's again."""
    milestone = Milestone.objects.running().filter(order=order, stage=kind).first()
    if milestone:
        hand_over(milestone, Stand(Holder.PROVIDER), by=by, at=at)


def _running_stages(visit, everybody):
    rows = Milestone.objects.running().filter(stage=visit.kind, order__in=[one.order_id for one in everybody])
    return {row.order_id: row for row in rows}
