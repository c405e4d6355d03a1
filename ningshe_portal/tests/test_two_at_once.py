"""Two people act on one case at the same moment, on real PostgreSQL: one of them wins, nothing is lost."""

import threading
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.db import connection, transaction

from accounts.models import User
from applications.models import Application, RequestStatus, ServiceRequest, Status
from applications.services import (
    accept_application,
    amend_application,
    choose_carrier,
    end_request,
    refuse_application,
    submit_application,
    withdraw_application,
)
from applications.tests.factories import ApplicationFactory, DraftFactory
from common import clock
from common.status import Refusal
from district.models import CalendarDay, HolidayNotice
from district.notices import Kind
from milestones.models import Milestone, MilestoneStatus, Outcome, Span
from milestones.redating import redate_running
from milestones.services import pause_milestone, report_stage
from milestones.stages import PauseReason, Stage
from milestones.tests.factories import TimeLimitFactory
from outbox.models import Message
from utilities.models import LIVING, Provider, ReturnReason, WorkOrder
from utilities.services import acknowledge_order, assign_request, return_order
from utilities.tests.factories import six_providers, six_requests

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clerk():
    return User.objects.create_user("clerk", display_name="王窗口")


@pytest.fixture
def submitted():
    six_providers()
    application = ApplicationFactory()
    six_requests(application)
    return application


@pytest.fixture
def accepted(submitted, clerk):
    accept_application(submitted, by=clerk)
    return submitted


def together(*acts):
    """Run the acts at the same moment, each on a connection of its own; what each came to."""
    gate = threading.Barrier(len(acts))

    def run(act):
        try:
            gate.wait(timeout=10)
            act()
        except Refusal:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def fresh(obj):
    return type(obj).objects.get(pk=obj.pk)


def acknowledge(order, clerk):
    acknowledge_order(
        order,
        by=clerk,
        handler_name="刘工",
        variant="low" if order.request.service == "power" else "",
        needs_survey=False,
        has_outside_works=False,
    )


def assert_every_clock_is_held_once():
    for milestone in Milestone.objects.filter(status=MilestoneStatus.RUNNING):
        assert milestone.spans.filter(ends_at=None).count() == 1, milestone
    assert not Span.objects.filter(ends_at=None).exclude(milestone__status=MilestoneStatus.RUNNING).exists()


@pytest.mark.parametrize("turn", range(3))
def test_of_eight_clerks_one_accepts_and_each_provider_is_asked_once(submitted, clerk, turn):
    copies = [fresh(submitted) for _ in range(8)]

    outcomes = together(*[lambda copy=copy: accept_application(copy, by=clerk) for copy in copies])

    assert outcomes == ["done"] + ["refused"] * 7
    assert WorkOrder.objects.count() == 6
    assert Message.objects.filter(kind="order.created").count() == 6
    assert Milestone.objects.filter(stage=Stage.WHOLE).count() == 6
    assert_every_clock_is_held_once()


def test_accepting_and_refusing_at_once_comes_to_one_of_both(submitted, clerk):
    one, other = fresh(submitted), fresh(submitted)

    outcomes = together(
        lambda: accept_application(one, by=clerk),
        lambda: refuse_application(other, reason="x", by=clerk),
    )

    submitted.refresh_from_db()
    assert outcomes == ["done", "refused"]
    assert (submitted.status == Status.ACCEPTED) == (WorkOrder.objects.count() == 6)


def test_a_double_click_gives_one_number(clerk):
    draft = DraftFactory()
    copies = [fresh(draft) for _ in range(4)]

    outcomes = together(
        *[lambda copy=copy: submit_application(copy, receivers=[], by=clerk) for copy in copies]
    )

    draft.refresh_from_db()
    assert outcomes == ["done", "refused", "refused", "refused"]
    assert draft.events.count() == 1
    assert draft.milestones.filter(stage=Stage.INTAKE).count() == 1


def test_many_intakes_at_once_get_numbers_of_their_own(clerk):
    drafts = DraftFactory.create_batch(12)

    together(*[lambda draft=draft: submit_application(draft, receivers=[], by=clerk) for draft in drafts])

    assert Application.objects.exclude(number=None).values("number").distinct().count() == 12


@pytest.mark.parametrize("turn", range(3))
def test_when_all_requests_end_at_once_the_case_ends_once(accepted, clerk, turn):
    requests = list(accepted.requests.all())

    outcomes = together(
        *[
            lambda request=request: end_request(
                fresh(request), RequestStatus.WITHDRAWN, by=clerk, at=clock.now()
            )
            for request in requests
        ]
    )

    accepted.refresh_from_db()
    assert outcomes == ["done"] * 6
    assert accepted.status == Status.WITHDRAWN
    assert accepted.events.filter(verb="application.withdrawn").count() == 1
    assert not Milestone.objects.filter(status__in=["running", "pending"]).exists()


@pytest.mark.parametrize("turn", range(3))
def test_the_last_connections_at_once_finish_the_case_once(accepted, clerk, turn):
    orders = list(WorkOrder.objects.select_related("provider__endpoint", "request__application"))
    for order in orders:
        acknowledge(order, clerk)
        for stage in (Stage.PLAN, Stage.APPROVAL, Stage.EXCAVATION, Stage.CONSTRUCTION, Stage.BACKFILL):
            report_stage(order, stage, outcome=Outcome.NOT_NEEDED, occurred_at=clock.now(), by=clerk)
        report_stage(order, Stage.ACCEPTANCE, outcome=Outcome.REACHED, occurred_at=clock.now(), by=clerk)

    outcomes = together(
        *[
            lambda order=order: report_stage(
                fresh(order), Stage.CONNECTION, outcome=Outcome.REACHED, occurred_at=clock.now(), by=clerk
            )
            for order in orders
        ]
    )

    accepted.refresh_from_db()
    assert outcomes == ["done"] * 6
    assert accepted.status == Status.FINISHED
    assert accepted.events.filter(verb="application.finished").count() == 1


def test_two_reports_of_one_stage_at_once_count_once(accepted, clerk):
    order = WorkOrder.objects.get(number__endswith="-W")
    acknowledge(order, clerk)
    moment = clock.now()

    outcomes = together(
        *[
            lambda: report_stage(
                fresh(order), Stage.PLAN, outcome=Outcome.REACHED, occurred_at=moment, by=clerk
            )
        ]
        * 4
    )

    assert outcomes == ["done", "refused", "refused", "refused"]
    assert order.milestones.get(stage=Stage.PLAN).reports.count() == 1
    assert_every_clock_is_held_once()


def test_a_pause_and_a_report_at_once_leave_one_holder(accepted, clerk):
    order = WorkOrder.objects.get(number__endswith="-W")
    acknowledge(order, clerk)
    plan, moment = order.milestones.get(stage=Stage.PLAN), clock.now()

    together(
        lambda: report_stage(fresh(order), Stage.PLAN, outcome=Outcome.REACHED, occurred_at=moment, by=clerk),
        lambda: pause_milestone(
            fresh(plan), reason=PauseReason.APPLICANT_SITE, basis="堆料", evidence="a.jpg", by=clerk
        ),
    )

    plan.refresh_from_db()
    assert plan.status == MilestoneStatus.REACHED
    assert_every_clock_is_held_once()


@pytest.mark.parametrize("turn", range(3))
def test_withdrawing_while_providers_acknowledge_locks_nobody_up(accepted, clerk, turn):
    orders = list(WorkOrder.objects.select_related("provider__endpoint", "request__application"))

    together(
        lambda: withdraw_application(fresh(accepted), reason="x", by=clerk),
        *[lambda order=order: acknowledge(fresh(order), clerk) for order in orders],
    )

    accepted.refresh_from_db()
    assert accepted.status == Status.WITHDRAWN
    assert not WorkOrder.objects.filter(status__in=LIVING).exists()
    assert not Milestone.objects.filter(status__in=["running", "pending"]).exists()


def test_two_dispatchers_at_once_route_a_returned_request_once(accepted, clerk):
    order = WorkOrder.objects.get(number__endswith="-W")
    return_order(order, reason=ReturnReason.OTHER, detail="", by=clerk)
    provider = Provider.objects.get(service="water")

    outcomes = together(
        *[lambda: assign_request(ServiceRequest.objects.get(pk=order.request_id), provider, by=clerk)] * 3
    )

    assert outcomes == ["done", "refused", "refused"]
    assert WorkOrder.objects.filter(request=order.request, status__in=LIVING).count() == 1


def test_events_of_an_order_written_at_once_have_no_gap_and_no_repeat(accepted, clerk):
    phones = [f"1392000000{digit}" for digit in range(6)]

    together(
        *[
            lambda phone=phone: amend_application(fresh(accepted), by=clerk, contact_phone=phone)
            for phone in phones
        ]
    )

    order = WorkOrder.objects.get(number__endswith="-W")
    seqs = Message.objects.filter(about=order.number, channel="webhook").values_list("seq", flat=True)
    assert sorted(seqs) == list(range(1, len(seqs) + 1))


def test_a_new_calendar_waits_for_a_pause_under_way(submitted, clerk):
    TimeLimitFactory(stage=Stage.PLAN, days=2)
    accept_application(submitted, by=clerk)
    order = WorkOrder.objects.get(number__endswith="-W")
    acknowledge(order, clerk)
    plan = order.milestones.get(stage=Stage.PLAN)
    notice, _made = HolidayNotice.objects.get_or_create(year=plan.due_on.year)
    CalendarDay.objects.create(notice=notice, day=plan.due_on, kind=Kind.REST)

    def redate():
        try:
            redate_running(by=clerk)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            pause_milestone(plan, reason=PauseReason.APPLICANT_SITE, basis="堆料", evidence="a.jpg", by=clerk)
            redating = pool.submit(redate)
            wait([redating], timeout=0.5)
        redating.result()

    plan.refresh_from_db()
    assert (plan.is_counting, plan.due_on) == (False, None)


@pytest.mark.parametrize("turn", range(3))
def test_of_two_choices_of_a_carrier_one_holds(accepted, clerk, turn):
    asked = list(accepted.requests.exclude(carrier=""))

    outcomes = together(
        *[lambda request=request: choose_carrier(fresh(request), by=clerk) for request in asked]
    )

    ends = sorted(accepted.requests.exclude(carrier="").values_list("status", flat=True))
    assert outcomes == ["done", "refused", "refused"]
    assert ends == ["not_chosen", "not_chosen", "open"]
    assert accepted.events.filter(verb="request.chosen").count() == 1
    assert_every_clock_is_held_once()
