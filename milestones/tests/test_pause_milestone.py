from datetime import date, datetime, timedelta

import pytest

from common import clock
from common.status import WrongStatus
from milestones.models import Milestone, MilestoneStatus, Outcome
from milestones.services import BadReport, pause_milestone, report_stage, resume_milestone
from milestones.stages import Holder, PauseReason, Stage

from .conftest import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PHOTO = "evidence/site.jpg"


@pytest.fixture
def plan(accept, acknowledge, clerk):
    """PLAN of a water order with outside works, opened on Monday: two working days, due on Wednesday."""
    order = accept("water")["water"]
    acknowledge(order, at=MONDAY, needs_survey=False, has_outside_works=True)
    return Milestone.objects.get(order=order, stage=Stage.PLAN)


def pause(plan, clerk, at, **facts):
    facts = {
        "reason": PauseReason.APPLICANT_SITE,
        "basis": "现场未腾空，已电话告知",
        "evidence": PHOTO,
    } | facts
    with clock.moved_to(at):
        return pause_milestone(plan, by=clerk, **facts)


def resume(plan, clerk, at):
    with clock.moved_to(at):
        return resume_milestone(plan, by=clerk)


def test_the_plan_is_due_on_wednesday_before_any_pause(plan):
    assert (plan.due_on, plan.is_counting, plan.days_left) == (date(2026, 11, 25), True, None)


def test_a_pause_empties_the_due_date_and_shows_the_days_left(plan, clerk):
    pause(plan, clerk, MONDAY + DAY)

    plan.refresh_from_db()
    assert (plan.due_on, plan.is_counting, plan.days_left) == (None, False, 2)
    assert plan.holder == Holder.APPLICANT


def test_days_that_end_in_a_pause_are_added_to_the_due_date(plan, clerk):
    pause(plan, clerk, MONDAY + DAY)
    resume(plan, clerk, MONDAY + 3 * DAY)

    plan.refresh_from_db()
    assert plan.due_on == date(2026, 11, 27)


def test_a_pause_over_before_midnight_costs_no_day(plan, clerk):
    pause(plan, clerk, MONDAY + DAY)
    resume(plan, clerk, datetime(2026, 11, 24, 23, 59, 59, tzinfo=clock.LOCAL))

    plan.refresh_from_db()
    assert plan.due_on == date(2026, 11, 25)


def test_a_pause_that_ends_at_midnight_costs_the_day_before_it(plan, clerk):
    pause(plan, clerk, MONDAY + DAY)
    resume(plan, clerk, datetime(2026, 11, 25, 0, 0, tzinfo=clock.LOCAL))

    plan.refresh_from_db()
    assert plan.due_on == date(2026, 11, 26)


def test_the_whole_stands_still_with_its_stage(plan, clerk):
    whole = Milestone.objects.get(request=plan.request, stage=Stage.WHOLE)
    before = whole.due_on

    pause(plan, clerk, MONDAY + DAY)
    whole.refresh_from_db()
    during = whole.due_on
    resume(plan, clerk, MONDAY + 3 * DAY)

    whole.refresh_from_db()
    assert (before, during, whole.due_on) == (date(2026, 12, 2), None, date(2026, 12, 4))


def test_an_overdue_clock_stays_overdue_in_a_pause(plan, clerk):
    pause(plan, clerk, MONDAY + 4 * DAY)

    plan.refresh_from_db()
    assert plan.due_on == date(2026, 11, 25)


def test_a_pause_needs_a_basis(plan, clerk):
    with pytest.raises(BadReport):
        pause(plan, clerk, MONDAY + DAY, basis="  ")


def test_a_pause_cannot_be_expected_to_end_yesterday(plan, clerk):
    with pytest.raises(BadReport):
        pause(plan, clerk, MONDAY + DAY, expected_until=MONDAY.date())


def test_a_clock_that_stands_still_is_not_paused_again(plan, clerk):
    pause(plan, clerk, MONDAY + DAY)

    with pytest.raises(WrongStatus):
        pause(plan, clerk, MONDAY + 2 * DAY)


def test_a_running_clock_is_not_resumed(plan, clerk):
    with pytest.raises(WrongStatus):
        resume(plan, clerk, MONDAY + DAY)


def test_a_stage_that_is_over_is_not_paused(plan, clerk):
    report_plan(plan, clerk, at=MONDAY + DAY)

    with pytest.raises(WrongStatus):
        pause(plan, clerk, MONDAY + 2 * DAY)


def report_plan(plan, clerk, *, at, told_at=None):
    with clock.moved_to(told_at or at):
        report_stage(plan.order, Stage.PLAN, outcome=Outcome.REACHED, occurred_at=at, by=clerk)


def test_a_report_for_a_moment_before_the_pause_undoes_the_pause(plan, clerk):
    pause(plan, clerk, MONDAY + 2 * DAY)

    report_plan(plan, clerk, at=MONDAY + DAY, told_at=MONDAY + 3 * DAY)

    plan.refresh_from_db()
    assert (plan.status, plan.reached_at) == (MilestoneStatus.REACHED, MONDAY + DAY)
    assert [(span.counts, span.ends_at) for span in plan.spans.all()] == [(True, MONDAY + DAY)]
    assert plan.due_on == date(2026, 11, 25)


def test_pause_and_resumption_are_in_the_history(plan, clerk):
    pause(plan, clerk, MONDAY + DAY)
    resume(plan, clerk, MONDAY + 3 * DAY)

    verbs = list(plan.application.events.filter(verb__startswith="milestone.").values_list("verb", flat=True))
    assert verbs == ["milestone.paused", "milestone.resumed"]


def test_a_failure_before_the_pause_told_later_leaves_the_pause_alone(plan, clerk):
    span = pause(plan, clerk, MONDAY + 2 * DAY)

    with clock.moved_to(MONDAY + 3 * DAY):
        report_stage(plan.order, Stage.PLAN, outcome=Outcome.FAILED, occurred_at=MONDAY + DAY, by=clerk)

    plan.refresh_from_db()
    assert (plan.is_counting, plan.due_on, plan.reports.get().outcome) == (False, None, Outcome.FAILED)
    assert plan.spans.last() == span


def test_a_machine_whose_clock_is_behind_may_pause_what_has_just_opened(plan, clerk):
    pause(plan, clerk, MONDAY - timedelta(seconds=1))

    plan.refresh_from_db()
    assert (plan.holder, plan.is_counting) == (Holder.APPLICANT, False)
    assert [span.starts_at for span in plan.spans.all()] == [MONDAY, MONDAY]


def test_an_order_nobody_took_in_hand_cannot_be_paused(accept, clerk):
    waiting = accept("water")["water"].milestones.get(stage=Stage.ACKNOWLEDGE)

    with pytest.raises(WrongStatus):
        pause(waiting, clerk, MONDAY + DAY)
