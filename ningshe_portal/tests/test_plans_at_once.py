"""Two people at one plan at the same moment, on real PostgreSQL: one order of things comes out, nothing is lost."""

import time

import pytest
from django.db import transaction

from accounts.actors import APPLICANT, SYSTEM
from milestones.models import MilestoneStatus
from milestones.tests.factories import demo_limits
from works.models import Plan, PlanPart, RoadSection
from works.services import sections
from works.services.confirming import confirm_plan, return_plan
from works.services.emergencies import open_emergency_dig
from works.services.forward import put_forward
from works.tests.cases import along, give, give_all, orders_of, planned_case, road

from .test_two_at_once import assert_every_clock_is_held_once, fresh, together

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]
TURNS = range(3)


@pytest.fixture
def case():
    demo_limits()
    return planned_case(("water", "power", "gas"))


@pytest.fixture
def orders(case):
    return orders_of(case)


@pytest.mark.parametrize("turn", TURNS)
def test_the_last_parts_at_once_put_the_plan_forward_once(case, orders, turn):
    acts = [lambda order=order: give(fresh(order), along()) for order in orders.values()]

    assert together(*acts) == ["done"] * 3

    plan = Plan.objects.get()
    assert (plan.status, plan.parts.presented().count()) == ("presented", 3)
    assert case.papers.valid().filter(kind="plan").count() == 1
    assert_every_clock_is_held_once()


@pytest.mark.parametrize("turn", TURNS)
def test_the_last_part_and_a_change_at_once_leave_one_plan_with_both(case, orders, turn):
    give(orders["water"], along())
    give(orders["power"], along())

    together(
        lambda: give(fresh(orders["gas"]), along()),
        lambda: give(fresh(orders["water"]), along(metres=50)),
    )

    plan = Plan.objects.get()
    lengths = {part.order.request.service: part.routes.get().metres for part in plan.parts.presented()}
    assert (plan.status, lengths) == ("presented", {"water": 50, "power": 80, "gas": 80})
    assert case.papers.valid().filter(kind="plan").count() == 1


@pytest.mark.parametrize("turn", TURNS)
def test_yes_and_a_change_at_once_never_put_in_force_what_was_not_read(case, orders, turn):
    (plan,) = give_all(case)

    outcomes = together(
        lambda: confirm_plan(plan, version=1, by=APPLICANT),
        lambda: give(fresh(orders["water"]), along(metres=50)),
    )

    confirmed = PlanPart.objects.confirmed().filter(order=orders["water"]).first()
    if outcomes == ["done", "done"]:  # the yes came first: the change waits for a yes of its own
        assert confirmed.routes.get().metres == 80
        assert PlanPart.objects.presented().get().routes.get().metres == 50
    else:
        assert confirmed is None
        assert Plan.objects.get().version == 2
    assert_every_clock_is_held_once()


@pytest.mark.parametrize("turn", TURNS)
def test_yes_and_no_at_once_come_to_one_of_both(case, orders, turn):
    (plan,) = give_all(case)

    outcomes = together(
        lambda: confirm_plan(plan, version=1, by=APPLICANT),
        lambda: return_plan(plan, version=1, reason="请改走幸福道", by=APPLICANT),
    )

    status = Plan.objects.get().status
    reached = orders["water"].milestones.get(stage="plan").status == MilestoneStatus.REACHED
    assert outcomes == ["done", "refused"]
    assert (status == "confirmed") == reached


@pytest.mark.parametrize("turn", TURNS)
def test_putting_forward_and_the_late_part_at_once_lose_neither(case, orders, turn):
    give(orders["water"], along())
    give(orders["power"], along())
    plan = Plan.objects.get()

    together(
        lambda: put_forward(plan, reason="未按时提交", by=SYSTEM),
        lambda: give(fresh(orders["gas"]), along()),
    )

    assert {part.status for part in PlanPart.objects.present()} == {"presented"}
    assert PlanPart.objects.present().count() == 3


@pytest.mark.parametrize("turn", TURNS)
def test_one_stretch_named_by_two_at_once_is_one_row(case, turn):
    assert together(lambda: road(), lambda: road("光明 路", "团结道路口", "幸福道口")) == ["done", "done"]

    assert RoadSection.objects.count() == 1


@pytest.mark.parametrize("turn", TURNS)
def test_two_emergencies_on_a_road_nobody_has_named_are_on_one_section(turn):
    """Of two cases, which share no lock but that of the road."""
    demo_limits()
    water, gas = (orders_of(planned_case([service]))[service] for service in ("water", "gas"))
    names = {"street": "晨曦路", "from_point": "幸福道", "to_point": "团结道"}

    def dig(order, **facts):
        named = names | {"metres": 6, "surface": "earth"} | facts
        open_emergency_dig(fresh(order), named=named, cause="水管爆裂", by=SYSTEM)

    acts = [
        lambda: dig(water),
        lambda: dig(gas, from_point="团结道路口", to_point="幸福道口", metres=9),
    ]

    assert together(*acts) == ["done", "done"]
    assert RoadSection.objects.get().digs.count() == 2


def test_roads_named_in_another_order_than_they_were_made_are_locked_like_all_others(orders, monkeypatch):
    later, earlier = road("西街"), road("东街")
    lock = sections.lock_section

    def lock_at_leisure(key):
        locked = lock(key)
        time.sleep(0.3)
        return locked

    @transaction.atomic
    def dig():
        sections.lock_sections([later.pk, earlier.pk])

    monkeypatch.setattr(sections, "lock_section", lock_at_leisure)
    ends = {"from_point": later.from_point, "to_point": later.to_point, "metres": 120, "surface": "concrete"}
    named = [{"street": street} | ends for street in ("东街", "西街")]

    done = together(lambda: sections.take_sections(fresh(orders["water"]), named), dig)

    assert done == ["done", "done"]
    assert [section.metres for section in RoadSection.objects.order_by("pk")] == [120, 120]
