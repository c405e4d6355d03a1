from datetime import date, timedelta

import pytest

from common import clock
from common.status import WrongStatus
from district.services import load_calendar
from milestones.models import Milestone, MilestoneStatus, Outcome
from milestones.services import (
    BadReport,
    agree_date,
    hand_on,
    need_stage,
    pause_milestone,
    report_stage,
    resume_milestone,
    skip_stage,
)
from milestones.signals import stage_closed, stage_opened
from milestones.stages import Holder, PauseReason, Stage, Wait

from .conftest import MONDAY
from .recount import check_everything, check_record

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def order(accept, acknowledge):
    order = accept("water")["water"]
    acknowledge(order, at=MONDAY, needs_survey=False, has_outside_works=True)
    return order


@pytest.fixture
def plan(order):
    """PLAN of a water order with outside works, opened on Monday: two working days, due on Wednesday."""
    return order.milestones.get(stage=Stage.PLAN)


def stage(order, name):
    return Milestone.objects.get(order=order, stage=name)


def report(order, name, at, by, outcome=Outcome.REACHED):
    with clock.moved_to(at):
        report_stage(order, name, outcome=outcome, occurred_at=at, by=by)


def sound(order, at):
    calendar = load_calendar()
    with clock.moved_to(at):
        check_everything(order.application, calendar, clock.today())
        check_record(order.application, calendar, clock.today())


def test_days_waited_for_the_applicant_do_not_count_and_the_holder_is_shown(plan, clerk):
    with clock.moved_to(MONDAY + DAY):
        hand_on(plan, holder=Holder.APPLICANT, waits_for=Wait.PLAN_CONFIRMATION, by=clerk)

    plan.refresh_from_db()
    assert (plan.holder, plan.is_counting, plan.due_on, plan.days_left) == ("applicant", False, None, 2)


def test_handed_back_the_stage_is_due_later_by_the_days_waited(plan, order, clerk):
    with clock.moved_to(MONDAY + DAY):
        hand_on(plan, holder=Holder.APPLICANT, waits_for=Wait.PLAN_CONFIRMATION, by=clerk)
    with clock.moved_to(MONDAY + 3 * DAY):
        hand_on(plan, holder=Holder.PROVIDER, by=clerk)

    plan.refresh_from_db()
    assert (plan.holder, plan.due_on) == ("provider", date(2026, 11, 27))
    sound(order, MONDAY + 3 * DAY)


def test_another_holder_alone_changes_no_date(plan, clerk):
    with clock.moved_to(MONDAY + DAY):
        hand_on(plan, holder=Holder.OFFICE, by=clerk)

    plan.refresh_from_db()
    assert (plan.holder, plan.is_counting, plan.due_on) == ("office", True, date(2026, 11, 25))


def test_said_twice_it_is_one_span(plan, clerk):
    for hour in (1, 2):
        with clock.moved_to(MONDAY + hour * timedelta(hours=1)):
            hand_on(plan, holder=Holder.APPLICANT, waits_for=Wait.APPLICANT_DAY, by=clerk)

    assert plan.spans.count() == 2


def test_a_pause_of_the_provider_goes_before(plan, clerk):
    with clock.moved_to(MONDAY + DAY):
        pause_milestone(plan, reason=PauseReason.APPLICANT_SITE, basis="未腾空", evidence="a.jpg", by=clerk)
        given = hand_on(plan, holder=Holder.OFFICE, by=clerk)

    plan.refresh_from_db()
    assert (given, plan.holder, plan.is_counting) == (None, "applicant", False)


def test_after_a_pause_the_stage_is_with_whoever_had_it_before(plan, clerk):
    with clock.moved_to(MONDAY + DAY):
        hand_on(plan, holder=Holder.OFFICE, by=clerk)
        pause_milestone(plan, reason=PauseReason.APPLICANT_SITE, basis="未腾空", evidence="a.jpg", by=clerk)
    with clock.moved_to(MONDAY + 2 * DAY):
        resume_milestone(plan, by=clerk)

    plan.refresh_from_db()
    assert (plan.holder, plan.is_counting) == ("office", True)


def test_a_wait_is_no_pause_to_set_upon_or_to_end_by_hand(plan, clerk):
    with clock.moved_to(MONDAY + DAY):
        hand_on(plan, holder=Holder.APPLICANT, waits_for=Wait.PLAN_CONFIRMATION, by=clerk)

        with pytest.raises(WrongStatus):
            resume_milestone(plan, by=clerk)
        with pytest.raises(WrongStatus):
            pause_milestone(plan, reason=PauseReason.APPLICANT_SITE, basis="未腾空", by=clerk)

    assert not plan.spans.model.objects.pauses().exists()


def test_a_stage_that_does_not_run_is_given_to_nobody(order, clerk):
    with pytest.raises(WrongStatus):
        hand_on(stage(order, Stage.BACKFILL), holder=Holder.JOINT, by=clerk)


def test_a_stage_skipped_before_its_turn_is_passed_over(order, clerk):
    skip_stage(order, Stage.APPROVAL, by=clerk, at=MONDAY)
    report(order, Stage.PLAN, MONDAY + DAY, clerk)

    assert stage(order, Stage.APPROVAL).status == MilestoneStatus.SKIPPED
    assert stage(order, Stage.EXCAVATION).status == MilestoneStatus.RUNNING
    sound(order, MONDAY + DAY)


def test_a_running_stage_that_is_skipped_opens_the_next(order, plan, clerk):
    skip_stage(order, Stage.PLAN, by=clerk, at=MONDAY)

    assert stage(order, Stage.APPROVAL).status == MilestoneStatus.RUNNING


def test_a_skipped_stage_is_needed_again_while_its_turn_is_to_come(order, clerk):
    skip_stage(order, Stage.EXCAVATION, by=clerk, at=MONDAY)
    need_stage(order, Stage.EXCAVATION, by=clerk)

    assert stage(order, Stage.EXCAVATION).status == MilestoneStatus.PENDING


def test_a_stage_whose_turn_is_over_is_not_needed_again(order, clerk):
    skip_stage(order, Stage.APPROVAL, by=clerk, at=MONDAY)
    report(order, Stage.PLAN, MONDAY + DAY, clerk)

    with pytest.raises(WrongStatus):
        need_stage(order, Stage.APPROVAL, by=clerk)


@pytest.mark.parametrize(
    ("agreed", "due"),
    [
        (date(2026, 12, 4), date(2026, 12, 4)),
        (date(2026, 12, 5), date(2026, 12, 7)),  # a Saturday
        (date(2026, 11, 24), date(2026, 11, 25)),  # the day the stage opens
        (date(2026, 11, 20), date(2026, 11, 25)),
    ],
    ids=["a working day", "a rest day", "the opening day", "before"],
)
def test_a_stage_is_due_on_the_agreed_day(order, clerk, agreed, due):
    agree_date(order, Stage.APPROVAL, agreed, source="方案", by=clerk)
    report(order, Stage.PLAN, MONDAY + DAY, clerk)

    approval = stage(order, Stage.APPROVAL)
    assert (approval.due_on, approval.limit_source) == (due, "方案")
    sound(order, MONDAY + DAY)


def test_agreed_while_it_runs_the_days_counted_before_are_part_of_the_limit(order, clerk):
    report(order, Stage.PLAN, MONDAY, clerk)
    approval = stage(order, Stage.APPROVAL)
    with clock.moved_to(MONDAY + DAY):
        hand_on(approval, holder=Holder.APPLICANT, waits_for=Wait.APPLICANT_FILING, by=clerk)
    with clock.moved_to(MONDAY + 3 * DAY):
        hand_on(approval, holder=Holder.AUTHORITY, by=clerk)
        agree_date(order, Stage.APPROVAL, date(2026, 12, 2), source="承诺时限", by=clerk)

    approval.refresh_from_db()
    assert approval.due_on == date(2026, 12, 2)
    sound(order, MONDAY + 3 * DAY)


def test_without_an_agreed_day_the_running_stage_has_no_limit(order, clerk):
    report(order, Stage.PLAN, MONDAY, clerk)
    agree_date(order, Stage.APPROVAL, date(2026, 12, 2), source="承诺时限", by=clerk)
    agree_date(order, Stage.APPROVAL, None, source="", by=clerk)

    approval = stage(order, Stage.APPROVAL)
    assert (approval.limit_days, approval.due_on) == (None, None)


def test_a_stage_that_is_over_takes_no_date(order, clerk):
    report(order, Stage.PLAN, MONDAY, clerk)

    with pytest.raises(WrongStatus):
        agree_date(order, Stage.PLAN, date(2026, 12, 2), source="方案", by=clerk)


def test_it_is_announced_when_a_stage_ends_and_the_next_begins(order, clerk):
    seen = []

    def note(signal, milestone, **kwargs):
        seen.append((milestone.stage, milestone.status))

    stage_closed.connect(note)
    stage_opened.connect(note)
    try:
        report(order, Stage.PLAN, MONDAY, clerk)
    finally:
        stage_closed.disconnect(note)
        stage_opened.disconnect(note)

    assert seen == [(Stage.PLAN, MilestoneStatus.REACHED), (Stage.APPROVAL, MilestoneStatus.RUNNING)]


def test_what_the_applicant_must_mend_waits_for_him_until_it_is_resumed(order, plan, clerk):
    with clock.moved_to(MONDAY + DAY):
        report_stage(
            order,
            Stage.PLAN,
            outcome=Outcome.FAILED,
            occurred_at=MONDAY + DAY,
            by=clerk,
            mender=Holder.APPLICANT,
        )
        plan.refresh_from_db()
        assert (plan.holder, plan.spans.last().reason) == ("applicant", Wait.APPLICANT_MENDING)
        resume_milestone(plan, by=clerk)

    plan.refresh_from_db()
    assert (plan.holder, plan.is_counting) == ("provider", True)


def test_connection_is_never_skipped(order, clerk):
    with pytest.raises(BadReport):
        skip_stage(order, Stage.CONNECTION, by=clerk, at=MONDAY)
