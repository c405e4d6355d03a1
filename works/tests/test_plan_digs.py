"""Trenches come from the confirmed plan: shared where the orders go together, one each where they do not."""

from datetime import date

import pytest

from accounts.actors import APPLICANT, SYSTEM
from milestones.services import rejoin, split_off
from milestones.stages import Stage
from works.models import Dig
from works.progress import Schedule
from works.services.confirming import confirm_plan
from works.services.dig_stages import settle_others
from works.services.emergencies import open_emergency_dig
from works.services.trenches import backfill_dig

from .cases import along, give, orders_of, planned_case, road
from .trench import dug_case, get_through, opened, parties

pytestmark = pytest.mark.usefixtures("db")


def test_orders_of_a_joint_plan_share_the_trench_of_a_section():
    case = dug_case()

    dig = Dig.objects.get()
    assert parties(dig) == {"water": "lead", "power": "partner"}
    assert (dig.starts_on, dig.ends_on) == (date(2026, 12, 7), date(2026, 12, 11))
    assert case.events.filter(verb="dig.offered").count() == 0


def test_orders_planned_apart_have_a_trench_each():
    dug_case(joint=False)

    assert sorted(tuple(parties(dig).items()) for dig in Dig.objects.all()) == [
        (("power", "lead"),),
        (("water", "lead"),),
    ]


def test_whoever_has_most_to_lay_leads():
    case = planned_case()
    orders, section = orders_of(case), road()
    give(orders["water"], along(section, 30))
    give(orders["power"], along(section, 90))
    plan = case.plans.get()
    confirm_plan(plan, version=plan.version, by=APPLICANT)

    assert parties(Dig.objects.get()) == {"water": "partner", "power": "lead"}


def test_without_open_cut_there_is_no_trench():
    case = planned_case()
    for order in orders_of(case).values():
        give(order, along(method="jacking"))
    plan = case.plans.get()
    confirm_plan(plan, version=plan.version, by=APPLICANT)

    assert not Dig.objects.exists()


def test_a_changed_way_leaves_the_trench_it_no_longer_needs():
    case = planned_case(("water",))
    water, old, new = orders_of(case)["water"], road(), road(street="商业道")
    give(water, along(old))
    confirm_plan(case.plans.get(), version=1, by=APPLICANT)
    give(water, along(new))
    confirm_plan(case.plans.get(), version=2, by=APPLICANT)

    assert {dig.section: dig.status for dig in Dig.objects.all()} == {old: "cancelled", new: "planned"}


@pytest.fixture
def moving():
    """Gas lies on another road; power's new version, not yet confirmed, takes that road too."""
    case = planned_case(("gas", "power"))
    orders, old, new = orders_of(case), road(), road(street="商业道")
    give(orders["gas"], along(new))
    give(orders["power"], along(old))
    confirm_plan(case.plans.get(), version=1, by=APPLICANT)
    give(orders["power"], along(new))
    return case


def test_a_changed_way_into_the_trench_of_a_fellow_is_no_conflict(moving):
    assert Schedule(moving).conflicts == []

    confirm_plan(moving.plans.get(), version=2, by=APPLICANT)

    assert set(parties(Dig.objects.get(status="planned"))) == {"gas", "power"}
    assert Schedule(moving).conflicts == []


def test_an_emergency_beside_the_shared_trench_is_no_conflict():
    case = dug_case()
    open_emergency_dig(orders_of(case)["water"], section=Dig.objects.get().section, cause="爆管", by=SYSTEM)

    assert Schedule(case).conflicts == []


def test_what_is_closed_is_in_nobodys_way():
    case = dug_case()
    water, power = (orders_of(case)[service] for service in ("water", "power"))
    dig = opened(case)
    settle_others(by=SYSTEM)
    split_off(power, Stage.BACKFILL, by=SYSTEM)
    assert len(Schedule(case).conflicts) == 1
    get_through(dig, water)

    backfill_dig(dig, order=water, by=SYSTEM)

    assert Schedule(case).conflicts == []


@pytest.mark.parametrize("service", ["gas", "power"])
def test_it_is_one_where_either_digs_apart(moving, service):
    split_off(orders_of(moving)[service], Stage.EXCAVATION, by=SYSTEM, reason="工期不合")

    assert len(Schedule(moving).conflicts) == 1


def test_who_splits_off_digs_alone_and_the_lead_passes_on():
    case = dug_case()
    split_off(orders_of(case)["water"], Stage.EXCAVATION, by=SYSTEM, reason="工期不合")

    assert [parties(dig) for dig in Dig.objects.order_by("pk")] == [{"power": "lead"}, {"water": "lead"}]


def test_who_joins_again_shares_the_trench_again():
    case = dug_case()
    water = orders_of(case)["water"]
    split_off(water, Stage.EXCAVATION, by=SYSTEM)
    rejoin(water, Stage.EXCAVATION, by=SYSTEM)

    assert [parties(dig) for dig in Dig.objects.living()] == [{"water": "partner", "power": "lead"}]
