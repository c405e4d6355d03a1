from datetime import date, datetime, timedelta

import pytest

from applications.models import Application, RequestStatus, ServiceRequest
from applications.models import Status as ApplicationStatus
from common import clock
from common.status import WrongStatus
from milestones.models import Milestone, MilestoneStatus, Outcome
from milestones.services import BadReport, report_stage
from milestones.stages import PATH, REPORTED, Holder, Stage
from utilities.models import OrderStatus, ReturnReason, WorkOrder
from utilities.services import acknowledge_order, assign_request, return_order
from utilities.tests.factories import ProviderFactory

from .conftest import MONDAY
from .factories import TimeLimitFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def order(accept, acknowledge):
    """A water order acknowledged on Monday at ten, waiting for its survey."""
    order = accept("water")["water"]
    acknowledge(order, at=MONDAY + HOUR)
    return order


def report(order, stage, clerk, *, at, outcome=Outcome.REACHED, told_at=None, **facts):
    with clock.moved_to(told_at or at):
        return report_stage(order, stage, outcome=outcome, occurred_at=at, by=clerk, **facts)


def stage_of(order, stage):
    return Milestone.objects.get(order=order, stage=stage)


def test_reaching_a_stage_opens_the_next_at_the_moment_it_happened(order, clerk):
    report(
        order, Stage.SURVEY, clerk, at=MONDAY + 5 * HOUR, told_at=MONDAY + 8 * HOUR, has_outside_works=True
    )

    survey, plan = stage_of(order, Stage.SURVEY), stage_of(order, Stage.PLAN)
    assert (survey.status, survey.reached_at) == (MilestoneStatus.REACHED, MONDAY + 5 * HOUR)
    assert (plan.status, plan.opened_at) == (MilestoneStatus.RUNNING, MONDAY + 5 * HOUR)


def test_the_finding_of_the_survey_decides_outside_works_and_demand(order, clerk):
    report(order, Stage.SURVEY, clerk, at=MONDAY + 5 * HOUR, has_outside_works=True, assessed_demand=12)

    order = WorkOrder.objects.get(pk=order.pk)
    assert order.has_outside_works is True
    assert order.request.assessed_demand == 12
    assert stage_of(order, Stage.PLAN).limit_days == 2


def test_the_whole_is_frozen_once_outside_works_are_known_and_counts_from_acceptance(order, clerk):
    whole = Milestone.objects.get(request=order.request, stage=Stage.WHOLE)
    before = (whole.limit_days, whole.due_on)

    report(order, Stage.SURVEY, clerk, at=MONDAY + 5 * HOUR, has_outside_works=False)

    whole.refresh_from_db()
    assert before == (None, None)
    assert (whole.limit_days, whole.due_on) == (5, date(2026, 11, 30))


def test_a_survey_must_settle_outside_works(order, clerk):
    with pytest.raises(BadReport):
        report(order, Stage.SURVEY, clerk, at=MONDAY + 5 * HOUR)

    assert stage_of(order, Stage.SURVEY).status == MilestoneStatus.RUNNING


@pytest.mark.parametrize(
    "stage", [Stage.INTAKE, Stage.ACKNOWLEDGE, Stage.PLAN, Stage.CONNECTION, Stage.WHOLE]
)
def test_a_stage_that_is_not_open_takes_no_report(order, clerk, stage):
    with pytest.raises(WrongStatus):
        report(order, stage, clerk, at=MONDAY + 5 * HOUR)


def test_nothing_happens_in_the_future(order, clerk):
    with pytest.raises(BadReport):
        report(
            order,
            Stage.SURVEY,
            clerk,
            at=MONDAY + 5 * HOUR,
            told_at=MONDAY + 4 * HOUR,
            has_outside_works=True,
        )


def test_nothing_happens_before_the_stage_opened(order, clerk):
    with pytest.raises(BadReport):
        report(order, Stage.SURVEY, clerk, at=MONDAY, told_at=MONDAY + 4 * HOUR, has_outside_works=True)


@pytest.mark.parametrize(
    ("told_on", "is_late"),
    [(26, False), (27, True), (30, True)],
    ids=["three working days back", "four", "a week"],
)
def test_a_report_of_more_than_three_working_days_back_is_marked_late(order, clerk, told_on, is_late):
    told_at = datetime(2026, 11, told_on, 18, tzinfo=clock.LOCAL)

    made = report(order, Stage.SURVEY, clerk, at=MONDAY + 5 * HOUR, told_at=told_at, has_outside_works=True)

    assert made.is_late is is_late


def test_a_failure_leaves_the_stage_open_and_gives_the_ball_to_who_must_mend(order, clerk):
    report(order, Stage.SURVEY, clerk, at=MONDAY + 5 * HOUR, outcome=Outcome.FAILED, mender=Holder.APPLICANT)

    survey = stage_of(order, Stage.SURVEY)
    assert (survey.status, survey.holder, survey.is_counting) == ("running", Holder.APPLICANT, False)
    assert survey.due_on is None


def test_a_stage_not_needed_is_skipped_and_the_next_opens(order, clerk):
    report(
        order, Stage.SURVEY, clerk, at=MONDAY + 5 * HOUR, outcome=Outcome.NOT_NEEDED, has_outside_works=False
    )

    assert stage_of(order, Stage.SURVEY).status == MilestoneStatus.SKIPPED
    assert stage_of(order, Stage.PLAN).status == MilestoneStatus.RUNNING


def walk(order, clerk, *, until, start=MONDAY + 2 * HOUR):
    moment = start
    for stage in REPORTED[: REPORTED.index(until) + 1]:
        outside = True if stage == Stage.SURVEY else None
        report(order, stage, clerk, at=moment, has_outside_works=outside)
        moment += HOUR


def test_the_last_stage_connects_order_request_and_case(order, clerk):
    walk(order, clerk, until=Stage.CONNECTION)

    order = WorkOrder.objects.get(pk=order.pk)
    whole = Milestone.objects.get(request=order.request, stage=Stage.WHOLE)
    assert order.status == OrderStatus.CONNECTED
    assert order.request.status == RequestStatus.CONNECTED
    assert Application.objects.get(pk=order.application.pk).status == ApplicationStatus.FINISHED
    assert whole.status == MilestoneStatus.REACHED
    assert not Milestone.objects.filter(
        application=order.application, status__in=["running", "pending"]
    ).exists()
    assert not order.application.milestones.filter(spans__ends_at=None).exists()


def test_connection_is_always_needed(order, clerk):
    walk(order, clerk, until=Stage.ACCEPTANCE)

    with pytest.raises(BadReport):
        report(order, Stage.CONNECTION, clerk, at=MONDAY + 20 * HOUR, outcome=Outcome.NOT_NEEDED)


def test_gas_is_never_connected_without_acceptance(accept, acknowledge, clerk):
    order = accept("gas")["gas"]
    acknowledge(order, at=MONDAY + HOUR)
    walk(order, clerk, until=Stage.BACKFILL)

    with pytest.raises(BadReport):
        report(order, Stage.ACCEPTANCE, clerk, at=MONDAY + 20 * HOUR, outcome=Outcome.NOT_NEEDED)


def test_every_stage_is_visible_from_the_first_minute(accept):
    order = accept("water")["water"]

    stages = list(order.milestones.values_list("stage", flat=True))

    assert stages == list(PATH)


def test_of_two_reports_of_one_stage_the_second_is_refused(order, clerk):
    stale = WorkOrder.objects.get(pk=order.pk)
    report(order, Stage.SURVEY, clerk, at=MONDAY + 5 * HOUR, has_outside_works=True)

    with pytest.raises(WrongStatus):
        report(stale, Stage.SURVEY, clerk, at=MONDAY + 6 * HOUR, has_outside_works=True)

    assert stage_of(order, Stage.SURVEY).reports.count() == 1


def whole_limit(order):
    whole = Milestone.objects.get(request=order.request, stage=Stage.WHOLE)
    return whole.limit_days, whole.due_on


def test_a_survey_that_finds_what_was_not_expected_sets_the_whole_right(accept, acknowledge, clerk):
    order = accept("water")["water"]
    acknowledge(order, at=MONDAY + HOUR, has_outside_works=False)
    before = whole_limit(order)

    report(order, Stage.SURVEY, clerk, at=MONDAY + 5 * HOUR, has_outside_works=True)

    assert (before, whole_limit(order)) == ((5, date(2026, 11, 30)), (7, date(2026, 12, 2)))


@pytest.mark.parametrize(
    ("variant", "whole"),
    [("low", (9, date(2026, 12, 4))), ("high_single", (None, None))],
    ids=["low voltage again", "high voltage has no limit"],
)
def test_the_next_provider_finds_its_own_limit_for_the_whole(accept, clerk, variant, whole):
    TimeLimitFactory(stage=Stage.WHOLE, service="power", variant="low", has_outside_works=True, days=9)
    TimeLimitFactory(stage=Stage.WHOLE, service="power", variant="low", has_outside_works=False, days=4)
    order = accept("power")["power"]
    facts = {"by": clerk, "handler_name": "刘工", "needs_survey": False, "at": MONDAY + HOUR}
    acknowledge_order(order, variant="low", has_outside_works=False, **facts)
    before = whole_limit(order)
    with clock.moved_to(MONDAY + 2 * HOUR):
        return_order(order, reason=ReturnReason.WRONG_AREA, detail="", by=clerk)
        again = assign_request(order.request, ProviderFactory(service="power"), by=clerk)

    acknowledge_order(again, variant=variant, has_outside_works=True, **facts | {"at": MONDAY + 3 * HOUR})

    assert (before, whole_limit(again)) == ((4, date(2026, 11, 27)), whole)


@pytest.mark.parametrize("outcome", [Outcome.REACHED, Outcome.NOT_NEEDED])
def test_an_unknown_demand_is_assessed_by_the_survey(order, clerk, outcome):
    make_unknown(order)

    with pytest.raises(BadReport, match="现场核定"):
        report(order, Stage.SURVEY, clerk, at=MONDAY + 5 * HOUR, outcome=outcome, has_outside_works=False)
    report(
        order,
        Stage.SURVEY,
        clerk,
        at=MONDAY + 5 * HOUR,
        outcome=outcome,
        has_outside_works=False,
        assessed_demand=12,
    )

    assert ServiceRequest.objects.get(pk=order.request_id).assessed_demand == 12


def test_a_survey_that_failed_need_not_assess(order, clerk):
    make_unknown(order)

    report(order, Stage.SURVEY, clerk, at=MONDAY + 5 * HOUR, outcome=Outcome.FAILED)

    assert stage_of(order, Stage.SURVEY).status == MilestoneStatus.RUNNING


def test_nothing_at_all_is_no_assessment(order, clerk):
    with pytest.raises(BadReport, match="大于 0"):
        report(order, Stage.SURVEY, clerk, at=MONDAY + 5 * HOUR, has_outside_works=False, assessed_demand=0)


def make_unknown(order):
    ServiceRequest.objects.filter(pk=order.request_id).update(demand=None, is_unknown=True)
