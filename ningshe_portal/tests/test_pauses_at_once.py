"""Supervisor, office, provider and the sweep at one pause in the same moment: one order of events, true dates."""

from datetime import date, datetime, timedelta

import pytest

from accounts.models import User
from applications.services import accept_application
from applications.tests.factories import ApplicationFactory, ServiceRequestFactory
from common import clock
from district.services import load_calendar
from milestones.models import MilestoneStatus, Outcome, PauseLimit, Span
from milestones.services import (
    allow_pause,
    end_spent_pauses,
    pause_milestone,
    report_stage,
    resume_milestone,
    revoke_pause,
)
from milestones.stages import PauseReason, Stage
from milestones.tests.factories import demo_limits
from milestones.tests.recount import check_everything, check_record
from utilities.services import acknowledge_order
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory

from .test_two_at_once import fresh, together

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]
MONDAY = datetime(2026, 11, 23, 9, tzinfo=clock.LOCAL)
DAY = timedelta(days=1)
FRIDAY = MONDAY + 4 * DAY


@pytest.fixture
def clerk():
    return User.objects.create_user("clerk", display_name="王窗口")


@pytest.fixture
def pause(clerk):
    """PLAN of a water order, due on Wednesday, paused since Tuesday for three days at the most."""
    demo_limits()
    PauseLimit.objects.update(days=3)
    ServiceAreaFactory(provider=ProviderFactory(service="water"))
    application = ApplicationFactory(submitted_at=MONDAY)
    ServiceRequestFactory(application=application, service="water")
    with clock.moved_to(MONDAY):
        accept_application(application, by=clerk)
        order = application.requests.get().orders.get()
        acknowledge_order(order, by=clerk, handler_name="刘工", needs_survey=False, has_outside_works=True)
    with clock.moved_to(MONDAY + DAY):
        plan = order.milestones.get(stage=Stage.PLAN)
        return pause_milestone(
            plan, reason=PauseReason.APPLICANT_SITE, basis="堆料", evidence="a.jpg", by=clerk
        )


def at(moment, act):
    """The act, in a thread that knows no clock but the real one."""

    def run():
        with clock.moved_to(moment):
            act()

    return run


def assert_sound(pause, moment):
    application = pause.milestone.application
    with clock.moved_to(moment):
        check_everything(application, load_calendar(), clock.today())
        check_record(application, load_calendar(), clock.today())


@pytest.mark.parametrize("turn", range(3))
def test_revoking_and_resuming_at_once_revokes_and_runs(pause, clerk, turn):
    together(
        at(MONDAY + 3 * DAY, lambda: revoke_pause(fresh(pause), reason="x", by=clerk)),
        at(MONDAY + 3 * DAY, lambda: resume_milestone(fresh(pause).milestone, by=clerk)),
    )

    plan = fresh(pause.milestone)
    assert (plan.is_counting, plan.due_on) == (True, date(2026, 11, 25))
    assert fresh(pause).revoked_at is not None
    assert_sound(pause, MONDAY + 3 * DAY)


@pytest.mark.parametrize("turn", range(3))
def test_revoking_and_reporting_at_once_gives_one_record_of_lateness(pause, clerk, turn):
    moment, order = MONDAY + 3 * DAY, pause.milestone.order

    outcomes = together(
        at(moment, lambda: revoke_pause(fresh(pause), reason="x", by=clerk)),
        at(
            moment,
            lambda: report_stage(
                fresh(order), Stage.PLAN, outcome=Outcome.REACHED, occurred_at=moment, by=clerk
            ),
        ),
    )

    plan = fresh(pause.milestone)
    assert outcomes == ["done", "done"]
    assert (plan.status, plan.due_on, plan.reached_at) == (
        MilestoneStatus.REACHED,
        date(2026, 11, 25),
        moment,
    )
    assert_sound(pause, moment)


@pytest.mark.parametrize("turn", range(3))
def test_a_report_from_before_the_pause_and_its_revocation_leave_no_half(pause, clerk, turn):
    order = pause.milestone.order

    together(
        at(MONDAY + 3 * DAY, lambda: revoke_pause(pause, reason="x", by=clerk)),
        at(
            MONDAY + 3 * DAY,
            lambda: report_stage(
                fresh(order), Stage.PLAN, outcome=Outcome.REACHED, occurred_at=MONDAY, by=clerk
            ),
        ),
    )

    assert fresh(pause.milestone).due_on == date(2026, 11, 25)
    assert not Span.objects.filter(pk=pause.pk).exists()
    assert_sound(pause, MONDAY + 3 * DAY)


@pytest.mark.parametrize("turn", range(3))
def test_the_sweep_and_an_allowance_at_once_come_to_the_same_whoever_is_first(pause, clerk, turn):
    """The maximum ran out at midnight: what is allowed later holds for the next pause."""
    until = date(2026, 12, 10)

    outcomes = together(
        at(FRIDAY, end_spent_pauses),
        at(FRIDAY, lambda: allow_pause(fresh(pause), until=until, reason="x", by=clerk)),
        at(FRIDAY, end_spent_pauses),
    )

    ended, plan = fresh(pause), fresh(pause.milestone)
    assert outcomes == ["done"] * 3
    assert (ended.ends_at, ended.allowed_until) == (clock.midnight(date(2026, 11, 27)), until)
    assert (plan.is_counting, plan.due_on) == (True, date(2026, 11, 30))
    assert plan.application.events.filter(verb="milestone.pause_ended").count() == 1
    assert_sound(pause, FRIDAY)


def test_two_supervisors_at_once_revoke_once(pause, clerk):
    outcomes = together(*[at(MONDAY + 3 * DAY, lambda: revoke_pause(fresh(pause), reason="x", by=clerk))] * 4)

    assert outcomes == ["done", "refused", "refused", "refused"]
    assert pause.milestone.application.events.filter(verb="milestone.pause_revoked").count() == 1
