"""One provider leaves a joint step of the works and joins again: its own clock goes on, and so do all others."""

import pytest

from accounts.actors import APPLICANT, SYSTEM
from applications.models import Application
from applications.services import change_wishes
from common import clock
from common.status import WrongStatus
from district.services import load_calendar
from milestones.tests.factories import demo_limits
from milestones.tests.recount import check_everything
from ningshe_portal.joint_steps import join_step, leave_step, list_steps, may_join, may_leave
from ningshe_portal.pages.works import works_of_orders
from works.models import Dig
from works.services.confirming import confirm_plan
from works.services.dig_stages import settle_others
from works.tests.cases import along, clock_of, give, give_all, orders_of, planned_case
from works.tests.trench import get_through, opened

from .cases import sign_in_staff

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


def trenches(case):
    """Who lies together, by trench."""
    digs = Dig.objects.living().of_application(case).order_by("pk").distinct()
    return [sorted(party.order.request.service for party in dig.parties.living()) for dig in digs]


def test_without_the_wish_each_digs_alone_and_with_it_again_together(dug):
    case = dug
    assert trenches(case) == [["power", "water"]]

    change_wishes(case, wants_joint_works=False, by=APPLICANT)
    assert sorted(trenches(case)) == [["power"], ["water"]]

    change_wishes(case, wants_joint_works=True, by=APPLICANT)
    assert trenches(case) == [["power", "water"]]
    check_everything(case, load_calendar(), clock.today())


def test_an_open_trench_is_still_closed_by_all_who_lie_in_it(dug):
    case = dug
    opened(case)

    change_wishes(case, wants_joint_works=False, by=APPLICANT)

    assert trenches(case) == [["power", "water"]]


def test_permits_shared_without_the_wish_can_be_left_all_the_same(case):
    for plan in give_all(case):
        confirm_plan(plan, version=plan.version, by=APPLICANT)
    change_wishes(case, wants_joint_works=False, by=APPLICANT)
    water = orders_of(case)["water"]

    assert (water, "approval") in list_steps(case, may_leave)
    leave_step(water, "approval", reason="另行申报", by=SYSTEM)
    assert list_steps(case, may_join) == [(water, "approval")]


def test_the_office_takes_out_of_the_trench_who_stands_still_while_building(dug):
    case = dug
    water, power = orders_of(case).values()
    dig = opened(case)
    settle_others(by=SYSTEM)
    get_through(dig, water)
    assert clock_of(water, "backfill") == ("joint", "other_parties", False)
    assert list_steps(case, may_leave) == [(power, "backfill")]

    leave_step(power, "backfill", reason="迟迟不施工", by=SYSTEM)

    settle_others(by=SYSTEM)
    assert clock_of(water, "backfill") == ("provider", "", True)
    assert trenches(case) == [["water"], ["power"]]
    assert list_steps(case, may_join) == [(power, "backfill")]
    check_everything(case, load_calendar(), clock.today())


def test_where_he_wants_nothing_joint_nobody_joins_again(dug):
    water = orders_of(dug)["water"]
    leave_step(water, "excavation", reason="另行开挖", by=SYSTEM)
    change_wishes(dug, wants_joint_works=False, by=APPLICANT)
    water = orders_of(dug)["water"]

    with pytest.raises(WrongStatus, match="没有选择"):
        join_step(water, "excavation", by=SYSTEM)

    assert not dug.events.filter(verb="order.rejoined").exists()


def test_who_left_the_plan_is_no_more_on_the_schedule_of_the_others(case):
    water, power = orders_of(case).values()
    for metres in (80, 70):
        give(water, along(metres=metres))
    leave_step(water, "plan", reason="另行编制", by=SYSTEM)
    give(power, along())

    rows = works_of_orders(Application.objects.get(pk=case.pk), [power])["rows"]

    assert {row[0] for row in rows} == {"用电"}


def test_the_office_lets_another_lead_where_the_lead_stands_still(dug, client):
    dig = opened(dug)
    settle_others(by=SYSTEM)
    lead, other = sorted(orders_of(dug).values(), key=lambda order: not dig.parties.get(order=order).is_lead)
    for order in (lead, other):
        get_through(dig, order)
    settle_others(by=SYSTEM)
    sign_in_staff(client, "office")
    page = client.get(f"/window/{dug.number}/").content.decode()
    assert "改由该单位牵头" in page and f"{other.pk}-backfill" in page and f"{lead.pk}-backfill" not in page

    answer = client.post(
        f"/window/{dug.number}/dig-lead/", {"step": f"{other.pk}-backfill", "reason": "原单位停业整顿"}
    )

    assert answer.status_code == 302
    assert dig.parties.get(role="lead").order == other
    given = dug.events.get(verb="dig.lead_given")
    assert "原单位停业整顿" in given.text and given.request == other.request
