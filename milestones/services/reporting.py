"""What a provider says of a stage: taken in hand, reached, failed, not needed."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from applications.amounts import needs_assessment
from applications.services import assess_demand, lock
from common import clock
from common.clock import local_date
from common.status import Refusal, WrongStatus, move
from common.twice import said_just_now
from common.workdays import add_workdays
from district.services import load_calendar

from .. import signals
from ..clocks import switch_span
from ..models import Milestone, MilestoneStatus, Outcome, Report
from ..stages import REPORTED, Holder, Stage, Wait
from .expiring import expire_pause
from .moving import close_milestone, freeze_whole

LATE_REPORT_WORKDAYS = 3


class BadReport(Refusal):
    """A report that cannot be true or lacks something."""


@transaction.atomic
def acknowledge(order, *, by, at):
    """The order is in hand: ACKNOWLEDGE is reached, a needless SURVEY skipped, WHOLE frozen if it can be."""
    if order.needs_survey is False:
        skip = order.milestones.get(stage=Stage.SURVEY)
        move(skip, MilestoneStatus.SKIPPED, reached_at=at)
    close_milestone(
        order.milestones.get(stage=Stage.ACKNOWLEDGE), MilestoneStatus.REACHED, order=order, by=by, at=at
    )
    freeze_whole(order)


@transaction.atomic
def report_stage(
    order,
    stage,
    *,
    outcome,
    occurred_at,
    by,
    note="",
    photos=(),
    has_outside_works=None,
    assessed_demand=None,
    detail=None,
    mender=Holder.PROVIDER,
):
    """A provider says how a stage went: reached, failed or not needed.

    ``occurred_at`` may lie back to the opening of the stage; more than three working days back it is marked
    late. ``detail``: facts kept with the report. ``mender`` is who must mend what failed. Raises
    ``WrongStatus`` where the stage is not open and ``BadReport`` where the report cannot be taken.
    """
    lock(order.application)
    order.refresh_from_db()
    if twin := failed_just_now(order, stage, outcome=outcome, occurred_at=occurred_at, note=note):
        return twin
    milestone = order.milestones.filter(stage=stage).first()
    if stage not in REPORTED or milestone is None or milestone.status != MilestoneStatus.RUNNING:
        raise WrongStatus(_("%(stage)s环节当前未在进行，不能上报。") % {"stage": Stage(stage).label})
    _check_moment(milestone, outcome, occurred_at)
    _check_outcome(order, stage, outcome, has_outside_works)
    if stage == Stage.SURVEY and outcome != Outcome.FAILED:
        _check_assessment(order.request, assessed_demand)
    report = _record_report(
        milestone, outcome=outcome, occurred_at=occurred_at, by=by, note=note, photos=photos, detail=detail
    )
    if outcome == Outcome.FAILED:
        _hand_to_mender(milestone, mender, at=occurred_at, by=by)
        return report
    expected = order.has_outside_works
    if stage == Stage.SURVEY:
        _settle_survey(order, has_outside_works, assessed_demand, by=by)
    status = MilestoneStatus.REACHED if outcome == Outcome.REACHED else MilestoneStatus.SKIPPED
    close_milestone(milestone, status, order=order, by=by, at=occurred_at)
    if order.has_outside_works != expected:
        freeze_whole(order)
    return report


def failed_just_now(order, stage, **said):
    """The same failure, where it was reported a moment ago: it leaves the stage open for a second click."""
    reports = Report.objects.filter(milestone__order=order, milestone__stage=stage)
    return said_just_now(reports.filter(outcome=Outcome.FAILED), "recorded_at", **said)


def failed_in_last_pause(milestone):
    """Whether the last failure was told while the pause ran that has just ended: who must mend had no turn yet."""
    before = milestone.spans.exclude(ends_at=None).last()
    failure = milestone.reports.filter(outcome=Outcome.FAILED).last()
    return bool(before and failure) and before.is_pause and failure.recorded_at >= before.starts_at


def _hand_to_mender(milestone, mender, *, at, by):
    """The ball goes to who must mend, unless it went on since: a failure told late undoes no pause.

    Nor does it leave the applicant who has a changed plan before him.
    """
    expire_pause(milestone)
    if milestone.spans.filter(starts_at__gt=at).exists():
        return
    if milestone.spans.last().reason == Wait.PLAN_CONFIRMATION:
        return
    stood_still = not milestone.is_counting
    is_theirs = mender == Holder.APPLICANT
    reason = Wait.APPLICANT_MENDING if is_theirs else ""
    switch_span(milestone, holder=mender, counts=not is_theirs, at=at, by=by, reason=reason)
    if stood_still and not is_theirs:
        signals.stage_resumed.send(Milestone, milestone=milestone, by=by, at=at)


def _check_moment(milestone, outcome, occurred_at):
    if occurred_at > clock.now():
        raise BadReport(_("发生时间不能晚于现在。"))
    if occurred_at < milestone.opened_at:
        raise BadReport(_("发生时间不能早于本环节开始时间（%s）。") % clock.show(milestone.opened_at))
    failures = milestone.reports.filter(outcome=Outcome.FAILED)
    failed_at = failures.aggregate(at=Max("occurred_at"))["at"]
    if outcome != Outcome.FAILED and failed_at and occurred_at < failed_at:
        raise BadReport(_("发生时间不能早于上一次未通过的时间（%s）。") % clock.show(failed_at))


def can_be_skipped(order, stage):
    """Whether a provider may say that a stage is not needed."""
    return not _why_needed(order, stage)


def _why_needed(order, stage):
    """In words. Acceptance of gas and high voltage always is; and what failed once is over when it has passed."""
    if stage == Stage.CONNECTION:
        return _("接通环节不能免除。")
    if stage != Stage.ACCEPTANCE:
        return ""
    if order.request.service == "gas" or order.variant.startswith("high"):
        return _("用气和高压用电必须验收，不能免除。")
    failed = Report.objects.filter(milestone__order=order, milestone__stage=stage, outcome=Outcome.FAILED)
    return _("验收未通过，整改后须重新验收，不能免除。") if failed.exists() else ""


def _check_outcome(order, stage, outcome, has_outside_works):
    if outcome == Outcome.NOT_NEEDED and (why := _why_needed(order, stage)):
        raise BadReport(why)
    if (
        stage == Stage.SURVEY
        and outcome != Outcome.FAILED
        and has_outside_works is None
        and order.has_outside_works is None
    ):
        raise BadReport(_("请说明是否有外线工程。"))


def _check_assessment(request, assessed_demand):
    """What the applicant did not know is known after the survey, whoever says that none was needed."""
    if assessed_demand is None and needs_assessment(request):
        raise BadReport(_("申请人没有填写用量，请填写现场核定的用量。"))
    if assessed_demand is not None and assessed_demand <= 0:
        raise BadReport(_("核定用量须大于 0。"))


def _record_report(milestone, *, outcome, occurred_at, by, note, photos, detail):
    now = clock.now()
    calendar = load_calendar()
    taken_until = add_workdays(local_date(occurred_at), LATE_REPORT_WORKDAYS, calendar)
    report = Report.objects.create(
        milestone=milestone,
        outcome=outcome,
        occurred_at=occurred_at,
        recorded_at=now,
        is_late=local_date(now) > taken_until,
        actor=by if isinstance(by, User) else None,
        actor_name=str(by),
        note=note,
        photos=list(photos),
        detail=detail or {},
    )
    milestone.application.record(
        f"milestone.{outcome}",
        by=by,
        at=now,
        request=milestone.request,
        text=note,
        stage=milestone.stage,
        order=milestone.order.number,
        occurred_at=occurred_at.isoformat(),
        is_late=report.is_late,
    )
    return report


def _settle_survey(order, has_outside_works, assessed_demand, *, by):
    if has_outside_works is not None:
        order.has_outside_works = has_outside_works
        order.save(update_fields=["has_outside_works"])
    if assessed_demand is not None:
        assess_demand(order.request, assessed_demand, by=by)
