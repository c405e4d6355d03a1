"""A pause that has used up the maximum of its reason ends by itself, to the midnight, however late anybody looks."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from applications.services import lock
from common import clock
from common.clock import midnight
from common.sweeps import sweep
from district.services import load_calendar
from utilities.push import tell_office

from .. import signals
from ..allowances import allowance_of
from ..clocks import holder_before, switch_span
from ..models import Milestone, MilestoneStatus, Span
from ..pauses import UNPROVED_WORKDAYS
from .telling import about, record_pause, tell_provider_of_pause


def end_spent_pauses():
    """Let every clock run again whose pause has used up its maximum; what the office has allowed may last."""
    calendar = load_calendar()

    def look_at(pause):
        if is_spent(pause, calendar):
            _end_under_lock(pause)

    running = Span.objects.pauses().filter(ends_at=None, milestone__status=MilestoneStatus.RUNNING)
    sweep(running.select_related("milestone").prefetch_related("milestone__spans"), look_at)


def is_spent(pause, calendar):
    last_day = allowance_of(pause, calendar).last_day
    return last_day is not None and last_day < clock.today()


@transaction.atomic
def _end_under_lock(pause):
    """Look again under the lock: meanwhile it may have been ended, revoked or allowed."""
    lock(pause.milestone.application)
    pause.milestone.refresh_from_db()
    let_run(pause.milestone)


def let_run(milestone):
    """As ``expire_pause``, by whoever does nothing else with the stage: what came meanwhile may move it at once."""
    if not expire_pause(milestone):
        return False
    at = milestone.spans.last().starts_at
    signals.stage_resumed.send(Milestone, milestone=milestone, by=SYSTEM, at=at)
    milestone.refresh_from_db()
    return True


def expire_pause(milestone):
    """End the running pause of a stage if its maximum is used up, and say whether it was.

    Whoever calls holds the lock on the case. Every verb that changes the clock of a stage begins with this:
    what comes of it must not depend on whether the sweep was there before.
    """
    if milestone.is_counting:
        return False
    pause = Span.objects.pauses().for_verbs().filter(milestone=milestone, ends_at=None).first()
    if pause is None or not is_spent(pause, calendar := load_calendar()):
        return False
    ended_at = max(midnight(allowance_of(pause, calendar).last_day + timedelta(days=1)), pause.starts_at)
    switch_span(milestone, holder=holder_before(pause), counts=True, at=ended_at, by=SYSTEM)
    Span.objects.filter(pk=pause.pk).update(expired_at=ended_at)
    _tell(pause, milestone)
    return True


def _tell(pause, milestone):
    record_pause(pause, "milestone.pause_ended", by=SYSTEM, text=_why(pause))
    tell_provider_of_pause(
        pause,
        milestone,
        "expired",
        _("【宁河报装】%(what)s的暂停已达到上限，自次日起恢复计时。") % {"what": milestone},
    )
    tell_office(
        kind="milestone.pause_ended",
        key=f"milestone.pause_ended:{pause.pk}",
        about=about(pause),
        text=_("【宁河报装】%(what)s的暂停（%(reason)s）已达到上限，已自动恢复计时。")
        % {"what": milestone, "reason": pause.get_reason_display()},
    )


def _why(pause):
    """In words, why a pause ended by itself."""
    if not pause.evidence:
        return _("%d 个工作日内没有补附照片或文书") % UNPROVED_WORKDAYS
    if pause.allowed_until:
        return _("批准的期限已到")
    facts = {"reason": pause.get_reason_display(), "days": pause.most_days}
    return _("“%(reason)s”最多 %(days)d 个工作日，未批准延长") % facts
