"""One provider leaves a joint step of the works and joins again: its own clock goes on, and so do all others."""

import pytest

from accounts.actors import APPLICANT, SYSTEM
from common import clock
from common.status import WrongStatus
from district.services import load_calendar
from milestones.tests.factories import demo_limits
from milestones.tests.recount import check_everything
from ningshe_portal.joint_steps import join_step, leave_step, list_steps, may_join, may_leave
from works.services.confirming import confirm_plan
from works.tests.cases import along, clock_of, give, give_all, orders_of, planned_case

pytestmark = pytest.mark.django_db
OTHERS = ("joint", "other_parts", False)
HIS = ("applicant", "plan_confirmation", False)


@pytest.fixture
def case(db, at):
    at("2026-11-23 09:00")
    demo_limits()
    return planned_case(entrusts_permits=True)


def test_out_of_the_joint_plan_and_back(case, at):
    water, power = orders_of(case).values()
    give(water, along())
    assert clock_of(water) == OTHERS
    at("2026-11-24 10:00")

    leave_step(power, "plan", reason="工期不合", by=SYSTEM)

    assert (clock_of(water), clock_of(power)) == (HIS, ("provider", "", True))
    check_everything(case, load_calendar(), clock.today())
    at("2026-11-25 10:00")
    join_step(power, "plan", by=SYSTEM)
    assert clock_of(power) == ("provider", "", True)
    check_everything(case, load_calendar(), clock.today())


def test_out_of_the_joint_approval_and_back(case):
    for plan in give_all(case):
        confirm_plan(plan, version=plan.version, by=APPLICANT)
    water, power = orders_of(case).values()
    before = clock_of(power, "approval")

    leave_step(water, "approval", reason="另行申报", by=SYSTEM)

    assert clock_of(water, "approval") == ("provider", "", True)
    assert clock_of(power, "approval") == before
    join_step(water, "approval", by=SYSTEM)
    assert clock_of(water, "approval") == before
    check_everything(case, load_calendar(), clock.today())


def test_each_step_can_be_left_once_and_only_where_it_is_shared(case):
    alone = orders_of(planned_case(("gas",)))["gas"]
    water = orders_of(case)["water"]
    leave_step(water, "plan", reason="工期不合", by=SYSTEM)

    assert not may_leave(alone, "plan")
    assert may_join(water, "plan")
    assert list_steps(case, may_join) == [(water, "plan")]
    for order in (alone, water):
        with pytest.raises(WrongStatus, match="没有与其他单位联合办理"):
            leave_step(order, "plan", reason="再退", by=SYSTEM)
