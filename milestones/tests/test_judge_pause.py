"""A provider's pause under control: doubted, upheld, revoked, allowed, and ended by its maximum."""

import json
from datetime import date, datetime, timedelta

import pytest

from accounts.actors import APPLICANT
from accounts.tests.factories import UserFactory
from common import clock
from common.status import WrongStatus
from district.services import load_calendar
from milestones.alerts import raise_alerts
from milestones.models import Alert, AlertLevel, Milestone, MilestoneStatus, Outcome, PauseLimit, Span
from milestones.pauses import days_stopped
from milestones.services import (
    BadReport,
    allow_pause,
    end_spent_pauses,
    object_to_pause,
    pause_milestone,
    prove_pause,
    report_stage,
    resume_milestone,
    revoke_pause,
    uphold_pause,
)
from milestones.stages import Holder, PauseReason, Stage
from ningshe_portal.roles import sync_roles
from outbox.models import Message
from utilities.models import WorkOrder

from .conftest import MONDAY
from .recount import check_everything, check_record

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NEXT_MONDAY = MONDAY + 7 * DAY
WEEK = 5


@pytest.fixture
def plan(accept, acknowledge):
    """PLAN of a water order, opened on Monday: two working days, due on Wednesday; pauses last a week."""
    PauseLimit.objects.filter(reason=PauseReason.APPLICANT_SITE).update(days=WEEK)
    order = accept("water")["water"]
    acknowledge(order, at=MONDAY, needs_survey=False, has_outside_works=True)
    return Milestone.objects.get(order=order, stage=Stage.PLAN)


@pytest.fixture
def supervisor(db):
    sync_roles()
    UserFactory(roles=["office"], phone="13900000001")
    return UserFactory(roles=["supervisor"], phone="13900000002", display_name="林督办")


def pause(plan, clerk, moment, **facts):
    facts = {
        "reason": PauseReason.APPLICANT_SITE,
        "basis": "现场未腾空",
        "evidence": "evidence/a.jpg",
    } | facts
    with clock.moved_to(moment):
        return pause_milestone(plan, by=clerk, **facts)


def at(moment, act, *args, **facts):
    with clock.moved_to(moment):
        return act(*args, **facts)


def sweep(moment):
    at(moment, end_spent_pauses)


def fresh(row):
    row.refresh_from_db()
    return row


def whole(plan):
    return Milestone.objects.get(request=plan.request, stage=Stage.WHOLE)


def verbs(plan):
    return [verb for verb in plan.application.events.values_list("verb", flat=True) if "pause" in verb]


def changes_told(plan):
    """What the provider's system was told of its pauses."""
    bodies = Message.objects.filter(kind="order.amended", about=plan.order.number).order_by("pk")
    return [json.loads(bytes(row.body))["data"]["pause"]["event"] for row in bodies]


def sound(plan, moment):
    with clock.moved_to(moment):
        check_everything(plan.application, load_calendar(), clock.today())
        check_record(plan.application, load_calendar(), clock.today())


# The maximum


def test_a_promise_beyond_the_maximum_is_refused_with_the_latest_day(plan, clerk):
    with pytest.raises(BadReport, match="最多 5 个工作日，已用 0 个，最晚 2026-12-01"):
        pause(plan, clerk, MONDAY + DAY, expected_until=date(2026, 12, 2))

    assert pause(plan, clerk, MONDAY + DAY, expected_until=date(2026, 12, 1)).most_days == WEEK


def test_a_pause_without_photo_or_paper_ends_after_three_working_days(plan, clerk):
    span = pause(plan, clerk, MONDAY + DAY, evidence="")

    sweep(MONDAY + 7 * DAY)

    assert fresh(span).ends_at == fresh(span).expired_at == clock.midnight(date(2026, 11, 28))


def test_the_photo_may_follow_once(plan, clerk):
    span = pause(plan, clerk, MONDAY + DAY, evidence="")

    at(MONDAY + 2 * DAY, prove_pause, span, evidence="a.jpg", by=clerk)
    sweep(MONDAY + 7 * DAY)
    with pytest.raises(WrongStatus):
        at(MONDAY + 7 * DAY, prove_pause, span, evidence="b.jpg", by=clerk)

    assert (fresh(span).evidence, fresh(span).ends_at) == ("a.jpg", None)


def test_a_spent_pause_ends_at_its_midnight_however_late_the_sweep_comes(plan, clerk):
    span = pause(plan, clerk, MONDAY + DAY)

    sweep(MONDAY + 7 * DAY)
    before = fresh(span).ends_at
    sweep(MONDAY + 12 * DAY)
    sweep(MONDAY + 12 * DAY)

    assert before is None
    assert fresh(span).ends_at == span.expired_at == clock.midnight(date(2026, 12, 1))
    assert (fresh(plan).is_counting, plan.holder, plan.due_on) == (True, Holder.PROVIDER, date(2026, 12, 2))
    assert verbs(plan) == ["milestone.paused", "milestone.pause_ended"]
    sound(plan, MONDAY + 12 * DAY)


def test_whoever_acts_before_the_sweep_finds_the_spent_pause_ended(plan, clerk):
    span = pause(plan, clerk, MONDAY + DAY)

    at(MONDAY + 9 * DAY, report_stage, plan.order, Stage.PLAN, outcome=Outcome.REACHED, by=clerk,
       occurred_at=MONDAY + 9 * DAY)  # fmt: skip

    assert fresh(span).expired_at == clock.midnight(date(2026, 12, 1))
    assert fresh(plan).due_on == date(2026, 12, 2)
    sound(plan, MONDAY + 9 * DAY)


def test_a_failure_told_before_the_sweep_finds_the_spent_pause_ended(plan, clerk):
    span = pause(plan, clerk, MONDAY + DAY)

    at(MONDAY + 9 * DAY, report_stage, plan.order, Stage.PLAN, outcome=Outcome.FAILED, by=clerk,
       occurred_at=MONDAY + 9 * DAY)  # fmt: skip

    assert fresh(span).expired_at == span.ends_at == clock.midnight(date(2026, 12, 1))
    assert fresh(plan).due_on == date(2026, 12, 2)
    sound(plan, MONDAY + 9 * DAY)


def test_two_minutes_each_night_use_up_the_maximum_and_then_no_more(plan, clerk):
    moment = datetime(2026, 11, 24, 23, 59, tzinfo=clock.LOCAL)
    nights = 0
    with pytest.raises(BadReport, match="已用 5 个"):
        while nights < 20:
            if load_calendar().is_workday(moment.date()):
                pause(plan, clerk, moment)
                at(moment + timedelta(minutes=2), resume_milestone, plan, by=clerk)
                nights += 1
            moment += DAY

    assert nights == WEEK
    assert fresh(plan).due_on == date(2026, 12, 2)


def test_another_reason_has_a_maximum_of_its_own(plan, clerk):
    pause(plan, clerk, MONDAY + DAY)
    sweep(MONDAY + 8 * DAY)

    span = pause(plan, clerk, MONDAY + 8 * DAY, reason=PauseReason.APPLICANT_PAYMENT)

    assert span.most_days == 10


def test_a_changed_maximum_touches_no_pause_that_has_begun(plan, clerk):
    span = pause(plan, clerk, MONDAY + DAY)
    PauseLimit.objects.update(days=1)

    sweep(MONDAY + 7 * DAY)

    assert fresh(span).ends_at is None


# Allowed by the office


def allow(span, until, moment, by):
    return at(moment, allow_pause, span, until=until, reason="腾地协调需要时间", by=by)


def test_what_the_office_allows_lasts_to_the_end_of_that_day(plan, clerk, supervisor):
    span = pause(plan, clerk, MONDAY + DAY)

    allow(span, date(2026, 12, 4), MONDAY + 2 * DAY, supervisor)
    sweep(datetime(2026, 12, 4, 23, 59, tzinfo=clock.LOCAL))
    standing = fresh(span).ends_at
    sweep(datetime(2026, 12, 5, 0, 1, tzinfo=clock.LOCAL))

    assert standing is None
    assert fresh(span).ends_at == clock.midnight(date(2026, 12, 5))
    assert changes_told(plan) == ["allowed", "expired"]
    sound(plan, MONDAY + 13 * DAY)


def test_after_a_spent_pause_the_office_lets_the_provider_pause_again(plan, clerk, supervisor):
    span = pause(plan, clerk, MONDAY + DAY)
    sweep(MONDAY + 8 * DAY)
    with pytest.raises(BadReport):
        pause(plan, clerk, MONDAY + 8 * DAY)

    allow(span, date(2026, 12, 4), MONDAY + 8 * DAY, supervisor)
    again = pause(plan, clerk, MONDAY + 8 * DAY)
    sweep(MONDAY + 13 * DAY)

    assert fresh(again).ends_at == clock.midnight(date(2026, 12, 5))


@pytest.mark.parametrize(
    "until", [date(2026, 11, 30), date(2036, 12, 1)], ids=["no gain", "a slip of the pen"]
)
def test_an_absurd_allowance_is_refused(plan, clerk, until, supervisor):
    span = pause(plan, clerk, MONDAY + DAY)

    with pytest.raises(BadReport):
        allow(span, until, MONDAY + 2 * DAY, supervisor)


# The applicant's objection


def test_an_objection_reaches_supervisors_and_office_once(plan, clerk, supervisor):
    span = pause(plan, clerk, MONDAY + DAY)

    at(MONDAY + 2 * DAY, object_to_pause, span, text="现场周一就已腾空", by=APPLICANT)
    with pytest.raises(WrongStatus):
        at(MONDAY + 3 * DAY, object_to_pause, span, text="再说一次", by=APPLICANT)

    assert fresh(span).objection == "现场周一就已腾空"
    told = Message.objects.filter(kind="milestone.pause_objected", channel="sms")
    assert sorted(told.values_list("recipient", flat=True)) == ["13900000001", "13900000002"]
    assert WorkOrder.objects.get().changed_at == MONDAY + 2 * DAY


def test_an_upheld_pause_is_explained_to_the_applicant(plan, clerk, supervisor):
    span = pause(plan, clerk, MONDAY + DAY)
    at(MONDAY + 2 * DAY, object_to_pause, span, text="现场已腾空", by=APPLICANT)

    at(MONDAY + 3 * DAY, uphold_pause, span, reason="照片显示路由仍被占用", by=supervisor)

    assert (fresh(span).uphold_reason, span.revoked_at) == ("照片显示路由仍被占用", None)
    assert Message.objects.filter(kind="milestone.pause_upheld").count() == 1
    with pytest.raises(WrongStatus):
        uphold_pause(span, reason="再核", by=supervisor)


# Revoked


def revoke(span, moment, by):
    return at(moment, revoke_pause, span, reason="现场照片为他处", by=by)


def test_a_revoked_pause_that_runs_ends_now_and_its_days_count(plan, clerk, supervisor):
    before = whole(plan).due_on
    span = pause(plan, clerk, MONDAY + DAY)

    revoke(span, MONDAY + 4 * DAY, supervisor)

    assert (fresh(plan).due_on, plan.is_counting, plan.holder) == (date(2026, 11, 25), True, Holder.PROVIDER)
    assert whole(plan).due_on == before
    assert (fresh(span).ends_at, span.counts, span.revoked_by) == (MONDAY + 4 * DAY, True, "林督办")
    assert changes_told(plan) == ["revoked"]
    sound(plan, MONDAY + 4 * DAY)


def test_a_stage_late_by_revocation_is_raised_as_overdue(plan, clerk, supervisor):
    span = pause(plan, clerk, MONDAY + DAY)
    Alert.objects.create(milestone=plan, level=AlertLevel.DUE_SOON, due_on=date(2026, 12, 3))

    revoke(span, MONDAY + 4 * DAY, supervisor)
    at(MONDAY + 4 * DAY, raise_alerts)

    alerts = Alert.objects.filter(milestone=plan, voided_at=None)
    assert [(alert.level, alert.due_on) for alert in alerts] == [("overdue", date(2026, 11, 25))]


def test_a_revoked_pause_of_a_stage_that_is_over_shows_it_was_late_and_moves_nothing_after_it(
    plan, clerk, supervisor
):
    span = pause(plan, clerk, MONDAY + DAY)
    at(MONDAY + 4 * DAY, resume_milestone, plan, by=clerk)
    at(MONDAY + 7 * DAY, report_stage, plan.order, Stage.PLAN, outcome=Outcome.REACHED, by=clerk,
       occurred_at=MONDAY + 7 * DAY)  # fmt: skip
    following = plan.order.milestones.get(status=MilestoneStatus.RUNNING)
    before = (fresh(plan).due_on, following.opened_at, following.due_on, whole(plan).days_left)

    revoke(span, MONDAY + 8 * DAY, supervisor)

    assert before[0] == date(2026, 11, 30)
    assert (fresh(plan).due_on, clock.local_date(plan.reached_at)) == (date(2026, 11, 25), date(2026, 11, 30))
    assert (fresh(following).opened_at, following.due_on) == before[1:3]
    assert whole(plan).days_left == before[3] - 3
    sound(plan, MONDAY + 8 * DAY)


def test_a_revoked_pause_gives_its_days_back_to_the_maximum(plan, clerk, supervisor):
    span = pause(plan, clerk, MONDAY + DAY)
    sweep(MONDAY + 8 * DAY)
    revoke(span, MONDAY + 8 * DAY, supervisor)

    again = pause(plan, clerk, MONDAY + 8 * DAY)
    sweep(MONDAY + 40 * DAY)

    opened_on = clock.local_date(plan.opened_at)
    assert days_stopped(fresh(again), opened_on, load_calendar(), date(2027, 1, 1)) == WEEK


def test_a_pause_is_revoked_once_and_then_neither_doubted_nor_allowed(plan, clerk, supervisor):
    span = pause(plan, clerk, MONDAY + DAY)
    revoke(span, MONDAY + 2 * DAY, supervisor)

    with pytest.raises(WrongStatus):
        revoke(span, MONDAY + 2 * DAY, supervisor)
    with pytest.raises(WrongStatus):
        at(MONDAY + 2 * DAY, object_to_pause, span, text="x", by=APPLICANT)
    with pytest.raises(WrongStatus):
        allow(span, date(2026, 12, 20), MONDAY + 2 * DAY, supervisor)


def test_a_pause_undone_by_a_late_report_cannot_be_revoked(plan, clerk, supervisor):
    span = pause(plan, clerk, MONDAY + 2 * DAY)
    at(MONDAY + 3 * DAY, report_stage, plan.order, Stage.PLAN, outcome=Outcome.REACHED, by=clerk,
       occurred_at=MONDAY + DAY)  # fmt: skip

    with pytest.raises(WrongStatus):
        revoke(span, MONDAY + 3 * DAY, supervisor)
    assert not Span.objects.filter(pk=span.pk).exists()


def test_a_case_that_has_ended_keeps_its_end_and_gets_a_true_record(plan, clerk, supervisor):
    span = pause(plan, clerk, MONDAY + DAY)
    at(MONDAY + 4 * DAY, resume_milestone, plan, by=clerk)
    for stage in (Stage.PLAN, Stage.APPROVAL, Stage.EXCAVATION, Stage.CONSTRUCTION, Stage.BACKFILL,
                  Stage.ACCEPTANCE, Stage.CONNECTION):  # fmt: skip
        at(NEXT_MONDAY, report_stage, plan.order, stage, outcome=Outcome.REACHED, by=clerk,
           occurred_at=NEXT_MONDAY)  # fmt: skip
    ended_at, due_on = whole(plan).reached_at, whole(plan).due_on

    revoke(span, NEXT_MONDAY + DAY, supervisor)

    assert (whole(plan).reached_at, whole(plan).status) == (ended_at, MilestoneStatus.REACHED)
    assert (due_on, whole(plan).due_on) == (date(2026, 12, 7), date(2026, 12, 2))
    sound(plan, NEXT_MONDAY + DAY)
