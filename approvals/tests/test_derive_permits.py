from datetime import date

import pytest

from approvals.models import Department, PermitStatus
from approvals.services import decide_permit, derive_permits
from common import clock
from milestones.services import rejoin, split_off
from milestones.stages import Stage
from outbox.models import Message
from utilities.services import return_order
from works.tests.factories import RoadSectionFactory

from .conftest import approval, codes, permits, road_case

pytestmark = pytest.mark.django_db
ROAD = [("planning", "planning"), ("road_digging", "municipal"), ("road_digging", "police")]


def test_orders_along_one_road_share_one_permit_of_each_department(case, lay, confirm):
    orders = case("water", "gas")
    road = lay(orders["water"])
    lay(orders["gas"], road)

    confirm(*orders.values())

    application = road_case(orders)
    assert codes(application) == ROAD
    assert [set(permit.orders.all()) for permit in permits(application)] == [set(orders.values())] * 3
    assert permits(application)[1].reason == f"开挖城市道路 80 米：{road}"
    assert permits(application)[1].number == f"{application.number}-S2"


def test_small_works_are_only_recorded(case, lay, confirm):
    orders = case("water")
    lay(orders["water"])

    confirm(orders["water"])

    planning, digging, _police = permits(road_case(orders))
    assert (planning.needs_decision, digging.needs_decision) == (False, True)


def test_an_order_that_needs_none_passes_approval_over(case, lay, confirm):
    orders = case("water", "gas")
    lay(orders["water"])
    lay(orders["gas"], method="existing_duct")

    confirm(*orders.values())

    assert approval(orders["water"]).status == "running"
    assert approval(orders["gas"]).status == "skipped"
    assert orders["gas"].milestones.running().get().stage == Stage.EXCAVATION


def test_inside_the_plot_trees_need_a_permit_and_the_road_none(case, lay, confirm):
    orders = case("water")
    lay(orders["water"], RoadSectionFactory(is_inside_plot=True, trees_to_move=2))

    confirm(orders["water"])

    assert codes(road_case(orders)) == [("planning", "planning"), ("trees_moved", "greenery")]


def test_a_highway_is_no_city_road(case, lay, confirm):
    orders = case("water")
    lay(orders["water"], RoadSectionFactory(is_highway=True))

    confirm(orders["water"])

    assert codes(road_case(orders)) == [("planning", "planning"), ("highway", "highway")]


def test_again_nothing_is_listed_twice(case, lay, confirm, clerk):
    orders = case("water")
    lay(orders["water"])
    confirm(orders["water"])

    derive_permits(road_case(orders), by=clerk, at=clock.now())

    assert codes(road_case(orders)) == ROAD


def test_who_comes_later_on_the_same_road_shares_what_is_filed(filed, lay, confirm, case):
    orders = filed("water", "gas")
    application = road_case(orders)
    road = permits(application)[0].sections.get()
    orders["gas"].plan_parts.update(status="replaced")
    derive_permits(application, by=application.clerk, at=clock.now())
    assert [permit.orders.count() for permit in permits(application)] == [1, 1, 1]

    orders["gas"].plan_parts.update(status="confirmed")
    derive_permits(application, by=application.clerk, at=clock.now())

    assert codes(application) == ROAD
    assert [permit.orders.count() for permit in permits(application)] == [2, 2, 2]
    assert permits(application)[1].sections.get() == road


def test_who_comes_to_a_refused_permit_learns_that_it_was_refused(filed, clerk):
    orders = filed("water", "gas")
    application = road_case(orders)
    orders["gas"].plan_parts.update(status="replaced")
    derive_permits(application, by=clerk, at=clock.now())
    refused = decide_permit(permits(application)[1], outcome="refused", refusal_reason="材料不齐", by=clerk)

    orders["gas"].plan_parts.update(status="confirmed")
    for _again in range(2):
        derive_permits(application, by=clerk, at=clock.now())

    told = Message.objects.filter(kind="permit.decided", channel="webhook")
    assert set(refused.orders.all()) == {orders["water"], orders["gas"]}
    assert sorted(told.values_list("about", flat=True)) == sorted(order.number for order in orders.values())


def test_a_new_section_asks_for_a_permit_of_its_own_beside_the_filed_one(filed, lay, clerk):
    orders = filed("water")
    application = road_case(orders)
    other = lay(orders["water"], RoadSectionFactory(street="新华道"))

    derive_permits(application, by=clerk, at=clock.now())

    fresh = permits(application, status=PermitStatus.PLANNED)
    assert [permit.type.code for permit in fresh] == ["planning", "road_digging", "road_digging"]
    assert {permit.sections.get() for permit in fresh} == {other}
    assert (approval(orders["water"]).holder, approval(orders["water"]).is_counting) == ("provider", True)


def test_a_part_changed_to_drilling_drops_the_digging_and_adds_what_drilling_needs(case, lay, confirm, clerk):
    orders = case("water")
    road = lay(orders["water"])
    confirm(orders["water"])
    road.routes.update(method="drilling")

    derive_permits(road_case(orders), by=clerk, at=clock.now(), confirmed=[orders["water"]])

    assert codes(road_case(orders)) == [
        ("planning", "planning"),
        ("road_occupation", "municipal"),
        ("traffic", "police"),
    ]
    assert [permit.status for permit in permits(road_case(orders), type__code="road_digging")] == [
        "withdrawn"
    ] * 2


def test_what_has_grown_large_must_be_decided_after_all(filed, lay, clerk):
    orders = filed("water")
    application = road_case(orders)
    decide_permit(permits(application)[0], outcome="recorded", by=clerk)
    lay(orders["water"], metres=150)

    derive_permits(application, by=clerk, at=clock.now())

    before, after = permits(application, type__code="planning")
    assert (before.status, after.status, after.needs_decision) == ("replaced", "planned", True)
    assert after.sections.count() == 2


def test_a_way_out_by_another_plan_is_gone_once_the_plan_has_changed(case, lay, confirm, clerk):
    orders = case("water")
    lay(orders["water"], RoadSectionFactory(built_on=date(2025, 1, 1)))
    confirm(orders["water"])
    application = road_case(orders)
    application.permits.filter(type__code="road_digging").update(way_out="reroute")

    derive_permits(application, by=clerk, at=clock.now())
    assert "reroute" in {permit.way_out for permit in permits(application)}  # read anew for another cause

    derive_permits(application, by=clerk, at=clock.now(), confirmed=[orders["water"]])
    assert {permit.way_out for permit in permits(application)} == {""}


def test_what_only_a_returned_order_needed_is_dropped(case, lay, confirm, clerk):
    orders = case("water", "gas")
    lay(orders["water"])
    lay(orders["gas"], RoadSectionFactory(green_m2=20))
    confirm(*orders.values())

    return_order(orders["gas"], reason="duplicate", detail="", by=clerk)

    application = road_case(orders)
    assert codes(application) == ROAD
    assert [permit.orders.get() for permit in permits(application)[:3]] == [orders["water"]] * 3


def test_an_order_apart_files_for_itself_and_reports_as_before(case, lay, confirm, clerk):
    orders = case("water", "gas")
    road = lay(orders["water"])
    lay(orders["gas"], road)
    confirm(*orders.values())

    split_off(orders["gas"], Stage.APPROVAL, by=clerk)

    assert [permit.orders.get() for permit in permits(road_case(orders))] == [orders["water"]] * 3
    assert (approval(orders["gas"]).holder, approval(orders["gas"]).is_counting) == ("provider", True)

    rejoin(orders["gas"], Stage.APPROVAL, by=clerk)

    assert [permit.orders.count() for permit in permits(road_case(orders))] == [2, 2, 2]


def test_of_an_order_that_is_apart_from_the_start_nothing_is_derived(case, lay, confirm, clerk):
    orders = case("water")
    lay(orders["water"])
    split_off(orders["water"], Stage.APPROVAL, by=clerk)

    confirm(orders["water"])

    assert codes(road_case(orders)) == []
    assert approval(orders["water"]).status == "running"


def test_a_type_the_district_does_not_ask_for_is_left_out(case, lay, confirm):
    Department.objects.get(code="police").permit_types.update(is_needed=False)
    orders = case("water")
    lay(orders["water"])

    confirm(orders["water"])

    assert codes(road_case(orders)) == [("planning", "planning")]
