"""A provider gives its part; what is complete is put before the applicant."""

from datetime import date

import pytest

from accounts.actors import SYSTEM
from common.status import WrongStatus
from district.services import load_calendar
from milestones.services import pause_milestone, rejoin, split_off
from milestones.stages import PauseReason, Stage
from milestones.tests.recount import check_everything
from outbox.models import Message
from works.models import Plan, PlanPart, RoadSection
from works.services.parts import BadPart, add_route, give_part, remove_route

from .cases import COMPLETE, DAYS, along, clock_of, give, give_all, orders_of, planned_case, road

APPLICANTS = ("applicant", "plan_confirmation", False)
OTHERS = ("joint", "other_parts", False)
PROVIDERS = ("provider", "", True)


def statuses(application):
    return [part.status for part in PlanPart.objects.of_application(application).order_by("pk")]


def test_the_first_part_waits_for_the_others_and_its_clock_stands_still(case, water, power):
    give(water, along())

    assert (clock_of(water), clock_of(power)) == (OTHERS, PROVIDERS)
    assert Plan.objects.get().status == "draft"


def test_the_last_part_puts_the_plan_before_the_applicant(case, water, power, at):
    give(water, along())
    at("2026-12-01 10:00")

    give(power, along(metres=60))

    plan = Plan.objects.get()
    assert (plan.status, plan.version, plan.is_joint) == ("presented", 1, True)
    assert (clock_of(water), clock_of(power)) == (APPLICANTS, APPLICANTS)
    assert case.papers.filter(kind="plan").count() == 1
    assert Message.objects.filter(kind="plan.presented").count() == 1
    check_everything(case, load_calendar(), date(2026, 12, 1))


def test_without_the_wish_for_joint_works_each_order_has_a_plan_of_its_own(db):
    plans = give_all(planned_case(joint=False))

    assert [(plan.status, plan.is_joint, plan.group) for plan in plans] == [
        ("presented", False, 1),
        ("presented", False, 2),
    ]


def test_who_has_no_works_outside_is_not_waited_for(db):
    case = planned_case(("water", "power"))
    orders = orders_of(case)
    orders["power"].has_outside_works = False
    orders["power"].save()

    give(orders["water"], along())

    assert clock_of(orders["water"]) == APPLICANTS


def test_a_changed_part_before_the_confirmation_voids_the_plan_and_puts_it_forward_anew(case, water):
    give_all(case)

    give(water, along(metres=50))

    plan = Plan.objects.get()
    assert (plan.status, plan.version) == ("presented", 2)
    assert statuses(case) == ["replaced", "presented", "presented"]
    assert [paper.voided_at is None for paper in case.papers.filter(kind="plan")] == [False, True]


def test_who_presses_twice_has_given_one_part(case, water, power, at):
    give(power, along())
    first = give(water, along())

    assert give(water, along()) == first
    assert (Plan.objects.get().version, case.events.filter(verb="plan.presented").count()) == (1, 1)
    assert give(water, along(metres=60)).version > first.version


def test_two_providers_that_name_the_same_stretch_share_its_row(case, water, power):
    give(water, along(road("光明路", "幸福道路口", "团结道路口")))
    give(power, along(road("光明 路", "团结道", "幸福道口", metres=90)))

    assert RoadSection.objects.count() == 1


def test_a_part_drawn_up_route_by_route_counts_once_it_is_given(case, water):
    one = add_route(water, along(), by=SYSTEM)
    add_route(water, along(road("幸福道"), 20, method="jacking"), by=SYSTEM)
    remove_route(water, one, by=SYSTEM)

    part = give_part(
        water,
        facts=COMPLETE | {"text": "顶管接入"},
        steps={"construction": DAYS["construction"]},
        by=SYSTEM,
    )

    assert [route.method for route in part.routes.all()] == ["jacking"]


def test_a_new_version_begins_with_what_the_last_one_said(case, water):
    give(water, along(), text="原方案", boundary="水表井")

    add_route(water, along(road("幸福道"), 20), by=SYSTEM)

    draft = PlanPart.objects.get(status="draft")
    assert (draft.version, draft.text, draft.boundary, draft.routes.count()) == (2, "原方案", "水表井", 2)
    assert clock_of(water) == OTHERS


def test_whoever_gives_its_part_ends_its_own_pause(case, water):
    pause_milestone(
        water.milestones.get(stage="plan"),
        reason=PauseReason.APPLICANT_MATERIALS,
        basis="缺总平面图",
        evidence="a.jpg",
        by=SYSTEM,
    )

    give(water, along())

    assert clock_of(water) == OTHERS


@pytest.mark.parametrize(
    ("routes", "said", "sentence"),
    [
        ([(80, 0)], {"text": " "}, "请写明接入方案。"),
        ([], {}, "请先添加路由。"),
        ([(101, 0)], {}, "长 100 米，路由不能超出。"),
        ([(80, 30)], {}, "长 100 米，路由不能超出。"),
        ([(80, 0)], {"days": None, "boundary": ""}, "还缺：工期、产权分界点。"),
        ([None], {"safety": ""}, "还缺：安全距离要求。"),
        ([(80, 0)], {"steps": {}}, "请填写开挖、施工、回填的计划日期。"),
        ([None], {"steps": DAYS}, "没有开挖敷设的路由，不需要填写开挖、回填的日期。"),
        (
            [(80, 0)],
            {"steps": DAYS | {"construction": (date(2026, 12, 9), date(2026, 12, 8))}},
            "施工的结束日期不能早于开始日期。",
        ),
    ],
    ids=[
        "no text",
        "no route",
        "too long",
        "beyond the end",
        "incomplete",
        "incomplete, without digging",
        "no dates",
        "dates for nothing",
        "ends before it starts",
    ],
)
def test_a_part_that_cannot_be_is_refused(case, water, routes, said, sentence):
    with pytest.raises(BadPart) as refusal:
        give(
            water,
            *[along(metres=one[0], start=one[1]) if one else along(method="jacking") for one in routes],
            **said,
        )

    assert str(refusal.value).endswith(sentence)


def test_without_works_outside_no_route_lies_outside(db):
    water = orders_of(planned_case(("water",), outside=False))["water"]

    with pytest.raises(BadPart):
        give(water, along())

    give(water, along(road("院内", is_inside_plot=True)))


def test_a_part_is_refused_before_the_turn_of_the_plan(case, water):
    water.milestones.filter(stage="plan").update(status="pending")

    with pytest.raises(WrongStatus):
        give(water, along())


def test_who_leaves_the_joint_plan_takes_his_part_along(case, water, power):
    give_all(case)

    split_off(water, Stage.PLAN, by=SYSTEM)

    joint, single = Plan.objects.order_by("group")
    assert (joint.status, [part.order for part in joint.parts.present()]) == ("presented", [power])
    assert (single.status, [part.order for part in single.parts.present()]) == ("presented", [water])


def test_who_joins_again_brings_his_part_back(case, water, power):
    split_off(water, Stage.PLAN, by=SYSTEM)
    give(water, along())

    rejoin(water, Stage.PLAN, by=SYSTEM)

    assert clock_of(water) == OTHERS
    give(power, along())
    assert Plan.objects.get(is_joint=True).parts.presented().count() == 2
