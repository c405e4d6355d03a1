"""The verbs of a stage: laid out, opened, reached, skipped, failed, paused, resumed, cancelled."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from applications.models import RequestStatus
from applications.services import lock
from applications.telling import tell_applicant
from common import clock
from common.clock import local_date
from common.status import WrongStatus, move
from common.workdays import add_workdays
from district.services import load_calendar
from utilities.push import tell_provider
from utilities.services import connect_order

from . import signals
from .clocks import (
    CLOCK_FIELDS,
    LIMIT_FIELDS,
    cut_spans,
    freeze_limit,
    refresh,
    start_clock,
    switch_span,
    write_whole,
)
from .models import Milestone, MilestoneStatus, Outcome, Report, Span, TimeLimit
from .stages import PATH, PAUSE_HOLDERS, REPORTED, Holder, Stage

LATE_REPORT_WORKDAYS = 3


class BadReport(Exception):
    """A report that cannot be true or lacks something. The text is a sentence for its sender."""


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


@transaction.atomic
def open_intake(application, *, at):
    """The window's clock starts with the receipt of the form."""
    milestone = Milestone(application=application, stage=Stage.INTAKE, status=MilestoneStatus.RUNNING)
    span = start_clock(milestone, list(TimeLimit.objects.valid_on(local_date(at))), load_calendar(), at=at)
    milestone.save()
    span.save()


@transaction.atomic
def restart_intake(application, *, at, by):
    """Everything is complete now: the window's days count anew, the earlier ones stay in the ledger."""
    milestone = application.milestones.running().filter(stage=Stage.INTAKE).first()
    if milestone is None:
        return open_intake(application, at=at)
    milestone.counting_from = at
    milestone.save(update_fields=["counting_from"])
    switch_span(milestone, holder=Holder.WINDOW, counts=True, at=at, by=by)


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
    mender=Holder.PROVIDER,
):
    """A provider says how a stage went: reached, failed or not needed.

    ``occurred_at`` may lie back to the opening of the stage; more than three working days back it is marked
    late. ``mender`` is who must mend what failed. Raises ``WrongStatus`` where the stage is not open and
    ``BadReport`` where the report cannot be taken.
    """
    lock(order.application)
    order.refresh_from_db()
    milestone = order.milestones.filter(stage=stage).first()
    if stage not in REPORTED or milestone is None or milestone.status != MilestoneStatus.RUNNING:
        raise WrongStatus(_("%(stage)s环节当前未在进行，不能上报。") % {"stage": Stage(stage).label})
    _check_moment(milestone, occurred_at)
    _check_outcome(order, stage, outcome, has_outside_works)
    report = _record_report(
        milestone, outcome=outcome, occurred_at=occurred_at, by=by, note=note, photos=photos
    )
    if outcome == Outcome.FAILED:
        _hand_to_mender(milestone, mender, at=occurred_at, by=by)
        return report
    expected = order.has_outside_works
    if stage == Stage.SURVEY:
        _settle_survey(order, has_outside_works, assessed_demand)
    status = MilestoneStatus.REACHED if outcome == Outcome.REACHED else MilestoneStatus.SKIPPED
    close_milestone(milestone, status, order=order, by=by, at=occurred_at)
    if order.has_outside_works != expected:
        freeze_whole(order)
    return report


def _hand_to_mender(milestone, mender, *, at, by):
    """The ball goes to who must mend, unless it went on since: a failure told late undoes no pause."""
    if not milestone.spans.filter(starts_at__gt=at).exists():
        switch_span(milestone, holder=mender, counts=mender != Holder.APPLICANT, at=at, by=by)


def _check_moment(milestone, occurred_at):
    if occurred_at > clock.now():
        raise BadReport(_("发生时间不能晚于现在。"))
    if occurred_at < milestone.opened_at:
        raise BadReport(
            _("发生时间不能早于本环节开始时间（%s）。")
            % milestone.opened_at.astimezone(clock.LOCAL).strftime("%Y-%m-%d %H:%M")
        )


def can_be_skipped(order, stage):
    """Whether a provider may say that a stage is not needed; acceptance of gas and high voltage always is."""
    if stage == Stage.ACCEPTANCE:
        return order.request.service != "gas" and not order.variant.startswith("high")
    return stage != Stage.CONNECTION


def _check_outcome(order, stage, outcome, has_outside_works):
    if outcome == Outcome.NOT_NEEDED and not can_be_skipped(order, stage):
        if stage == Stage.CONNECTION:
            raise BadReport(_("接通环节不能免除。"))
        raise BadReport(_("用气和高压用电必须验收，不能免除。"))
    if (
        stage == Stage.SURVEY
        and outcome != Outcome.FAILED
        and has_outside_works is None
        and order.has_outside_works is None
    ):
        raise BadReport(_("请说明是否有外线工程。"))


def _record_report(milestone, *, outcome, occurred_at, by, note, photos):
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


def _settle_survey(order, has_outside_works, assessed_demand):
    if has_outside_works is not None:
        order.has_outside_works = has_outside_works
        order.save(update_fields=["has_outside_works"])
    if assessed_demand is not None:
        order.request.assessed_demand = assessed_demand
        order.request.save(update_fields=["assessed_demand"])


def close_milestone(milestone, status, *, order, by, at):
    """Reach or skip a running stage at ``at`` and open the next one of the order at that moment."""
    _stop(milestone, status, at=at)
    following = order.milestones.filter(status=MilestoneStatus.PENDING).order_by("pk").first()
    if following:
        open_milestone(following, order=order, at=at)
    elif milestone.stage == Stage.CONNECTION:
        connect_order(order, by=by, at=at)


def _stop(milestone, status, *, at):
    move(milestone, status, reached_at=at)
    cut_spans(milestone, at)
    refresh(milestone)


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


@transaction.atomic
def pause_milestone(milestone, *, reason, basis, by, expected_until=None, evidence=""):
    """Let a provider's clock stand still for a listed reason, with its basis; the applicant sees it.

    Raises ``WrongStatus`` where the stage does not run, ``BadReport`` where the basis is missing.
    """
    lock(milestone.application)
    milestone.refresh_from_db()
    if milestone.status != MilestoneStatus.RUNNING or milestone.stage not in REPORTED:
        raise WrongStatus(_("该环节当前未在进行，不能暂停计时。"))
    if not milestone.is_counting:
        raise WrongStatus(_("该环节已暂停计时。"))
    if not basis.strip():
        raise BadReport(_("请写明暂停的依据。"))
    now = clock.now()
    if expected_until and expected_until < local_date(now):
        raise BadReport(_("预计恢复日期不能早于今天。"))
    span = switch_span(
        milestone,
        holder=PAUSE_HOLDERS[reason],
        counts=False,
        at=now,
        by=by,
        reason=reason,
        basis=basis.strip(),
        expected_until=expected_until,
        evidence=evidence,
    )
    _record_span(milestone, "milestone.paused", by=by, text=f"{span.get_reason_display()}：{span.basis}")
    tell_applicant(
        milestone.application,
        "milestone.paused",
        key=f"{milestone.pk}:{span.pk}",
        label=milestone.request.label,
        stage=milestone.get_stage_display(),
        reason=span.get_reason_display(),
    )
    return span


@transaction.atomic
def resume_milestone(milestone, *, by):
    """The provider's clock runs again from now on. Raises ``WrongStatus``."""
    lock(milestone.application)
    milestone.refresh_from_db()
    if milestone.status != MilestoneStatus.RUNNING or milestone.is_counting:
        raise WrongStatus(_("该环节当前没有暂停。"))
    span = switch_span(milestone, holder=Holder.PROVIDER, counts=True, at=clock.now(), by=by)
    _record_span(milestone, "milestone.resumed", by=by)
    return span


def _record_span(milestone, verb, *, by, text=""):
    number = milestone.order.number if milestone.order_id else ""
    milestone.application.record(
        verb, by=by, request=milestone.request, text=text, stage=milestone.stage, order=number
    )


def hold_intake(application, *, at, by):
    """While the applicant brings what is missing, the window's clock stands still."""
    milestone = application.milestones.running().filter(stage=Stage.INTAKE).first()
    if milestone:
        switch_span(milestone, holder=Holder.APPLICANT, counts=False, at=at, by=by)


def cancel_stages(order, *, at):
    """An order has ended early: what is open or to come is cancelled; WHOLE falls to the office."""
    _cancel(order.milestones.all(), at=at)
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


def close_intake(application, *, at, is_done):
    """Acceptance or refusal reaches INTAKE; any other end cancels it."""
    milestone = application.milestones.running().filter(stage=Stage.INTAKE).first()
    if milestone:
        _stop(milestone, MilestoneStatus.REACHED if is_done else MilestoneStatus.CANCELLED, at=at)


def _cancel(milestones, *, at):
    for milestone in milestones.filter(status=MilestoneStatus.RUNNING):
        _stop(milestone, MilestoneStatus.CANCELLED, at=at)
    for milestone in milestones.filter(status=MilestoneStatus.PENDING):
        move(milestone, MilestoneStatus.CANCELLED, reached_at=at)
