"""A stage goes from hand to hand, is not needed after all or is again, and takes the date that was agreed on."""

from django.db import transaction
from django.utils.translation import gettext as _

from applications.services import lock
from common import clock
from common.status import WrongStatus, move
from district.services import load_calendar

from ..clocks import LIMIT_FIELDS, freeze_agreed, rebuild_whole, refresh, switch_span
from ..models import MilestoneStatus, Span
from ..stages import Stage
from .expiring import expire_pause
from .moving import close_milestone
from .reporting import BadReport


@transaction.atomic
def hand_on(milestone, *, holder, by, at=None, waits_for="", basis="", expected_until=None):
    """Give a running stage to whoever must act now; ``waits_for`` (``Wait``) lets its clock stand still meanwhile.

    The new span, or None while a provider's pause runs: that goes before. Raises ``WrongStatus``.
    """
    lock(milestone.application)
    milestone.refresh_from_db()
    if milestone.status != MilestoneStatus.RUNNING:
        raise WrongStatus(_("%s环节当前未在进行。") % milestone.get_stage_display())
    expire_pause(milestone)
    current = milestone.spans.last()
    if current.is_pause:
        return None
    if (current.holder, current.reason, current.counts) == (holder, waits_for, not waits_for):
        Span.objects.filter(pk=current.pk).update(basis=basis, expected_until=expected_until)
        return current
    return switch_span(
        milestone,
        holder=holder,
        counts=not waits_for,
        at=max(at or clock.now(), current.starts_at),
        by=by,
        reason=waits_for,
        basis=basis,
        expected_until=expected_until,
    )


@transaction.atomic
def skip_stage(order, stage, *, by, at, note=""):
    """A stage is not needed: passed over when its turn comes, or closed if it runs. Raises ``WrongStatus``."""
    milestone = _find(order, stage)
    if stage == Stage.CONNECTION:
        raise BadReport(_("接通环节不能免除。"))
    if milestone.status == MilestoneStatus.PENDING:
        move(milestone, MilestoneStatus.SKIPPED, reached_at=at)
    else:
        close_milestone(milestone, MilestoneStatus.SKIPPED, order=order, by=by, at=at)
    _record(milestone, order, "milestone.not_needed", by=by, text=note, occurred_at=at.isoformat())


@transaction.atomic
def need_stage(order, stage, *, by):
    """A stage that was passed over is needed after all, while its turn is still to come. Raises ``WrongStatus``."""
    milestone = _find(order, stage)
    if milestone.status == MilestoneStatus.PENDING:
        return
    running = order.milestones.running().first()
    if milestone.opened_at or running is None or running.pk > milestone.pk:
        raise WrongStatus(_("%s环节已经过去，不能再恢复。") % milestone.get_stage_display())
    move(milestone, MilestoneStatus.PENDING, reached_at=None)
    _record(milestone, order, "milestone.needed", by=by)


@transaction.atomic
def agree_date(order, stage, on, *, source, by):
    """Let a stage be due on the day the parties have agreed on (None: on none), now or when its turn comes.

    ``source``: where it was agreed, shown as the basis of the limit. Raises ``WrongStatus`` once the stage is over.
    """
    milestone = _find(order, stage)
    if milestone.status not in (MilestoneStatus.PENDING, MilestoneStatus.RUNNING):
        raise WrongStatus(_("%s环节已结束。") % milestone.get_stage_display())
    is_news = (milestone.agreed_on, milestone.agreed_source) != (on, source)
    milestone.agreed_on, milestone.agreed_source = on, source
    milestone.save(update_fields=["agreed_on", "agreed_source"])
    if milestone.status != MilestoneStatus.RUNNING:
        return
    if is_news:
        _date_anew(milestone)
        _record(milestone, order, "milestone.agreed", by=by, agreed_on=on.isoformat() if on else None)
    elif _has_shifted(milestone):
        _date_anew(milestone)


def _has_shifted(milestone):
    """It has stood still since its date was agreed on, so that it would be due later."""
    if not (milestone.is_counting and milestone.agreed_on):
        return False
    return milestone.due_on != load_calendar().next_workday(milestone.agreed_on)


def _date_anew(milestone):
    expire_pause(milestone)
    calendar = load_calendar()
    if milestone.agreed_on:
        freeze_agreed(milestone, list(milestone.spans.all()), calendar, clock.today())
    else:
        milestone.limit_days, milestone.limit_source = None, ""
    milestone.save(update_fields=LIMIT_FIELDS)
    refresh(milestone, calendar)
    rebuild_whole(milestone)


def _find(order, stage):
    """The stage, with the case locked."""
    lock(order.application)
    milestone = order.milestones.get(stage=stage)
    milestone.order = order
    return milestone


def _record(milestone, order, verb, *, by, text="", **detail):
    milestone.application.record(
        verb, by=by, request=order.request, text=text, stage=milestone.stage, order=order.number, **detail
    )
