"""The applicant's word: yes, or back with a reason."""

from datetime import date

import pytest

from accounts.actors import APPLICANT, SYSTEM
from applications.services import change_wishes, withdraw_application, withdraw_request
from common import clock
from common.status import WrongStatus
from district.services import load_calendar
from milestones.services import BadReport, rejoin, split_off
from milestones.stages import Stage
from milestones.tests.recount import check_everything
from utilities.models import ReturnReason
from utilities.services import return_order
from works.models import Plan, PlanPart
from works.services.confirming import confirm_plan, return_plan
from works.services.dig_stages import settle_others
from works.services.forward import put_forward
from works.services.reminding import remind_of_plans
from works.signals import plan_confirmed

from .cases import along, clock_of, give, give_all, orders_of, planned_case, road
from .trench import dug_case, opened, reach

FILING = ("applicant", "applicant_filing", False)  # without the wish that a provider does
APPLICANTS = ("applicant", "plan_confirmation", False)
OTHERS = ("joint", "other_parts", False)
PROVIDERS = ("provider", "", True)


def stages(order):
    return {row.stage: row.status for row in order.milestones.all()}


@pytest.fixture
def presented(case):
    (plan,) = give_all(case)
    return plan


@pytest.fixture
def confirmed(presented):
    return confirm_plan(presented, version=1, by=APPLICANT)


def test_yes_puts_the_plan_in_force_and_reaches_PLAN_of_every_order(case, presented, water, power):
    confirm_plan(presented, version=1, by=APPLICANT)

    assert Plan.objects.get().status == "confirmed"
    assert {part.status for part in PlanPart.objects.all()} == {"confirmed"}
    assert [stages(order)["plan"] for order in (water, power)] == ["reached", "reached"]
    assert [paper.voided_at is None for paper in case.papers.filter(kind="plan")] == [False, True]
    check_everything(case, load_calendar(), clock.today())


def test_the_works_are_due_on_the_days_agreed(confirmed, water):
    agreed = {row.stage: row.agreed_on for row in water.milestones.exclude(agreed_on=None)}

    assert agreed == {
        "excavation": date(2026, 12, 8),
        "construction": date(2026, 12, 10),
        "backfill": date(2026, 12, 11),
    }


def test_listeners_hear_of_it_before_PLAN_is_reached(presented, water):
    heard = []

    def listen(sender, plan, orders, **kwargs):
        heard.append((len(orders), stages(water)["plan"]))

    plan_confirmed.connect(listen)
    confirm_plan(presented, version=1, by=APPLICANT)
    plan_confirmed.disconnect(listen)

    assert heard == [(2, "running")]


@pytest.mark.parametrize(
    ("routes", "outside", "skipped"),
    [
        ([along], True, set()),
        ([lambda: along(method="jacking")], True, {"excavation", "backfill"}),
        ([], False, {"excavation", "backfill"}),
    ],
    ids=["open cut", "trenchless", "nothing outside but something to build"],
)
@pytest.mark.django_db
def test_what_a_plan_does_not_need_is_passed_over(routes, outside, skipped):
    case = planned_case(("water",), outside=outside)
    water = orders_of(case)["water"]
    give(water, *[make() for make in routes])

    confirm_plan(Plan.objects.get(), version=1, by=APPLICANT)

    found = stages(water)
    assert {stage for stage, status in found.items() if status == "skipped"} - {
        "survey",
        "approval",
    } == skipped


@pytest.mark.django_db
def test_where_nothing_is_built_there_is_no_construction_either():
    water = orders_of(planned_case(("water",), outside=False))["water"]
    give(water, steps={})

    confirm_plan(Plan.objects.get(), version=1, by=APPLICANT)

    assert stages(water)["construction"] == "skipped"


def test_of_two_answers_the_second_is_refused(presented):
    confirm_plan(presented, version=1, by=APPLICANT)

    with pytest.raises(WrongStatus):
        confirm_plan(presented, version=1, by=APPLICANT)
    with pytest.raises(WrongStatus):
        return_plan(presented, version=1, reason="太贵", by=APPLICANT)


def test_what_has_changed_since_it_was_read_is_not_confirmed(presented, water):
    give(water, along(metres=50))

    with pytest.raises(WrongStatus):
        confirm_plan(presented, version=1, by=APPLICANT)


def test_sent_back_the_ball_is_with_the_provider_it_concerns(case, presented, water, power):
    return_plan(presented, version=1, reason="请改走幸福道", orders=[water], by=APPLICANT)

    assert (clock_of(water), clock_of(power)) == (PROVIDERS, OTHERS)
    assert Plan.objects.get().status == "returned"
    assert PlanPart.objects.get(order=water).return_reason == "请改走幸福道"
    assert not case.papers.valid().filter(kind="plan").exists()


def test_what_was_sent_back_is_put_forward_again_once_it_is_given_anew(presented, water, power):
    return_plan(presented, version=1, reason="请改走幸福道", orders=[water], by=APPLICANT)

    give(water, along(road("幸福道")))

    assert (Plan.objects.get().version, clock_of(water), clock_of(power)) == (2, APPLICANTS, APPLICANTS)


def test_a_return_without_a_reason_is_refused(presented):
    with pytest.raises(BadReport):
        return_plan(presented, version=1, reason=" ", by=APPLICANT)


def test_a_part_changed_afterwards_lets_only_its_order_wait(case, confirmed, water, power):
    give(water, along(road("幸福道"), 30))

    assert clock_of(water, "approval") == APPLICANTS
    assert clock_of(power, "approval") == FILING
    assert water.plan_parts.confirmed().get().version == 1
    check_everything(case, load_calendar(), clock.today())


def test_the_changed_part_takes_the_place_of_the_one_before_when_confirmed(confirmed, water, power):
    give(water, along(road("幸福道"), 30, method="jacking"))

    confirm_plan(confirmed, version=2, by=APPLICANT)

    assert [part.status for part in water.plan_parts.all()] == ["replaced", "confirmed"]
    assert clock_of(water, "approval") == FILING
    assert (stages(water)["excavation"], stages(power)["excavation"]) == ("skipped", "pending")


def test_what_was_passed_over_is_needed_again_where_the_changed_part_digs(db):
    case = planned_case(("water",))
    water = orders_of(case)["water"]
    give(water, along(method="jacking"))
    plan = Plan.objects.get()
    confirm_plan(plan, version=1, by=APPLICANT)
    give(water, along())

    confirm_plan(plan, version=2, by=APPLICANT)

    assert (stages(water)["excavation"], stages(water)["backfill"]) == ("pending", "pending")


def test_a_change_sent_back_leaves_the_part_before_in_force(confirmed, water):
    give(water, along(road("幸福道"), 30))

    return_plan(confirmed, version=2, reason="维持原方案", by=APPLICANT)

    assert [part.status for part in water.plan_parts.all()] == ["confirmed", "returned"]
    assert clock_of(water, "approval") == FILING


def test_while_a_changed_part_lies_before_him_its_order_stays_where_it_is(db, at):
    case = dug_case()
    water, power = orders_of(case).values()
    give(power, along(), along(road("幸福道"), 30, method="jacking"))
    opened(case)
    settle_others(by=SYSTEM)
    assert (stages(water)["excavation"], clock_of(power, "excavation")) == ("reached", APPLICANTS)

    at("2026-11-30 10:00")
    return_plan(case.plans.get(), version=2, reason="维持原方案", by=APPLICANT)

    # The days until his answer were his: construction begins with it.
    assert power.milestones.get(stage="excavation").reached_at == clock.now()
    give(power, along(), along(road("幸福道"), 40, method="jacking"))
    with pytest.raises(WrongStatus, match="等待申请人确认，答复后才能上报施工"):
        reach(power, Stage.CONSTRUCTION)
    check_everything(case, load_calendar(), clock.today())


def test_the_paper_of_a_plan_in_force_no_longer_names_who_is_out_of_it(case, confirmed, water, power):
    return_order(power, reason=ReturnReason.OTHER, detail="x", by=SYSTEM)

    named = [part["provider"] for part in case.papers.valid().get(kind="plan").content["parts"]]
    assert named == [str(water.provider)]
    withdraw_application(case, reason="不建了", by=APPLICANT)
    assert not case.papers.valid().filter(kind="plan").exists()


def test_the_office_puts_the_plan_forward_without_who_is_late(case, water, power):
    give(water, along())

    put_forward(Plan.objects.get(), reason="供电未按时提交", by=SYSTEM)

    assert (clock_of(water), clock_of(power)) == (APPLICANTS, PROVIDERS)
    give(power, along())
    assert clock_of(power) == APPLICANTS
    assert [plan.is_joint for plan in Plan.objects.all()] == [True, False]


def test_nothing_is_put_forward_where_nobody_is_late(presented):
    with pytest.raises(WrongStatus):
        put_forward(presented, reason="x", by=SYSTEM)


def test_the_others_go_on_when_a_party_gives_its_order_back(case, water, power):
    give(water, along())

    return_order(power, reason=ReturnReason.OTHER, detail="x", by=SYSTEM)

    assert clock_of(water) == APPLICANTS


def test_the_part_of_an_order_given_back_is_out_of_the_plan(presented, water, power):
    return_order(power, reason=ReturnReason.OTHER, detail="x", by=SYSTEM)

    assert power.plan_parts.get().status == "dropped"
    assert (Plan.objects.get().version, clock_of(water)) == (2, APPLICANTS)


def test_leaving_the_joint_step_afterwards_changes_nothing_of_what_is_confirmed(confirmed, water):
    with pytest.raises(WrongStatus):
        split_off(water, Stage.PLAN, by=SYSTEM)

    assert water.plan_parts.confirmed().get().plan == confirmed


def paper(case):
    return case.papers.valid().get(kind="plan").content


@pytest.fixture
def late_came_back(case, water, power):
    """Water's part is in force; power had been left behind, has joined again and lies before the applicant."""
    give(water, along())
    plan = Plan.objects.get()
    put_forward(plan, reason="逾期", by=SYSTEM)
    plan.refresh_from_db()
    confirm_plan(plan, version=plan.version, by=APPLICANT)
    rejoin(power, Stage.PLAN, by=SYSTEM)
    give(power, along())
    assert len(paper(case)["parts"]) == 2


@pytest.mark.parametrize(
    "leave",
    [
        lambda case, power: split_off(power, Stage.PLAN, reason="另行设计", by=SYSTEM),
        lambda case, power: change_wishes(case, wants_joint_works=False, by=SYSTEM),
    ],
    ids=["the provider", "the wish"],
)
def test_who_leaves_with_a_part_before_the_applicant_takes_it_along(
    case, water, power, late_came_back, leave, at
):
    leave(case, power)

    own = Plan.objects.get(parts__order=power)
    assert (own.status, own.parts.get().status) == ("presented", "presented")
    names = {
        paper.content["is_confirmed"]: paper.content["parts"]
        for paper in case.papers.valid().filter(kind="plan")
    }
    assert {is_confirmed: [part["provider"] for part in parts] for is_confirmed, parts in names.items()} == {
        True: [str(water.provider)],
        False: [str(power.provider)],
    }
    at("2026-12-04 10:00")
    remind_of_plans()
    confirm_plan(own, version=own.version, by=APPLICANT)
    check_everything(case, load_calendar(), clock.today())


def test_the_paper_says_what_is_in_force_once_a_change_was_sent_back(case, confirmed, water):
    give(water, along(), text="换一条路走")
    confirmed.refresh_from_db()
    return_plan(confirmed, version=confirmed.version, reason="不行", by=APPLICANT)

    assert paper(case)["is_confirmed"]
    assert "换一条路走" not in [part["text"] for part in paper(case)["parts"]]


def test_the_paper_does_not_name_who_withdrew_with_a_change_before_the_applicant(
    case, confirmed, water, power
):
    give(water, along(), text="换一条路走")
    withdraw_request(water.request, reason="不再需要", by=APPLICANT)

    assert paper(case)["is_confirmed"]
    assert [part["provider"] for part in paper(case)["parts"]] == [str(power.provider)]
