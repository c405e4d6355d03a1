from datetime import date

import pytest

from accounts.actors import APPLICANT
from applications.services import withdraw_request
from approvals.models import Permit, PermitStatus
from approvals.needs import Kind
from approvals.services import (
    BadEntrustment,
    BadFiling,
    choose_way_out,
    end_road_waits,
    entrust,
    file_oneself,
    file_permits,
    note_number,
    sign_entrustment,
)
from common import clock
from common.status import WrongStatus
from outbox.models import Message

from .conftest import PROTECTED, approval, digging, permits, road_case, stands

pytestmark = pytest.mark.django_db


def sign(application, by=APPLICANT):
    return sign_entrustment(application, signed_on=clock.today(), by=by)


def test_who_opens_the_ground_farthest_is_asked_first_and_the_applicant_is_to_sign(listed):
    orders = listed("water", "gas")
    application = road_case(orders)

    entrustment = application.entrustments.get()
    assert entrustment.provider == orders["water"].provider
    assert (entrustment.status, entrustment.paper.kind) == ("drawn_up", "entrustment")
    assert [row["name"] for row in entrustment.paper.content["permits"]][:1] == ["建设工程规划许可（管线）"]
    assert stands(orders["gas"]) == ("applicant", False, "entrustment")
    assert Message.objects.filter(kind="entrustment.drawn_up").count() == 1


def test_nothing_is_filed_before_the_mandate_is_signed(listed, clerk):
    orders = listed("water")

    with pytest.raises(BadFiling, match="还没有签署"):
        file_permits(road_case(orders), by=clerk, provider=orders["water"].provider)


def test_once_it_is_signed_the_provider_is_to_file(listed):
    orders = listed("water", "gas")

    sign(road_case(orders))

    assert stands(orders["water"]) == ("provider", True, "")


def test_only_the_entrusted_provider_files(listed, clerk):
    orders = listed("water", "gas")
    sign(road_case(orders))

    with pytest.raises(BadFiling, match="统一申报"):
        file_permits(road_case(orders), by=clerk, provider=orders["gas"].provider)


def test_all_are_filed_at_once_for_all_orders(listed, clerk):
    orders = listed("water", "gas")
    application = road_case(orders)
    sign(application)

    done = file_permits(
        application, by=clerk, provider=orders["water"].provider, numbers={f"{application.number}-S2": " A1 "}
    )

    assert len(done) == 3
    rows = permits(application)
    assert [row.status for row in rows] == ["filed"] * 3
    assert [row.external_number for row in rows] == ["", "A1", ""]
    assert {(row.limit_days, row.legal_days) for row in rows} == {(5, 20)}
    # Filed on Monday 23 November 2026.
    assert {(row.due_on, row.legal_due_on) for row in rows} == {(date(2026, 11, 30), date(2026, 12, 21))}
    assert [stands(order) for order in orders.values()] == [("authority", True, "")] * 2
    assert {approval(order).due_on for order in orders.values()} == {date(2026, 11, 30)}
    assert application.events.filter(verb="permit.filed").count() == 1


def test_filed_later_approval_is_due_as_the_permits_are(listed, clerk, at):
    orders = listed("water")
    sign(road_case(orders))
    at("2026-11-26 16:00")

    file_permits(road_case(orders), by=clerk, provider=orders["water"].provider)

    assert approval(orders["water"]).due_on == date(2026, 12, 3)


def test_twice_is_refused(listed, clerk):
    orders = listed("water")
    sign(road_case(orders))
    file_permits(road_case(orders), by=clerk, provider=orders["water"].provider)

    with pytest.raises(WrongStatus, match="没有待申报"):
        file_permits(road_case(orders), by=clerk, provider=orders["water"].provider)


def test_without_the_wish_the_applicant_files_and_his_days_do_not_count(listed, at):
    orders = listed("water", entrusts=False)
    application = road_case(orders)
    assert stands(orders["water"]) == ("applicant", False, "applicant_filing")
    assert Message.objects.filter(kind="permit.to_file").count() == 1

    at("2026-11-25 10:00")
    file_permits(application, by=APPLICANT)

    assert stands(orders["water"]) == ("authority", True, "")
    assert {row.filed_by for row in permits(application)} == {"applicant"}


def test_the_applicant_may_take_it_into_his_own_hands(listed):
    orders = listed("water")
    application = road_case(orders)

    file_oneself(application, by=APPLICANT)

    assert stands(orders["water"]) == ("applicant", False, "applicant_filing")
    assert application.entrustments.get().status == "revoked"
    assert application.papers.get(kind="entrustment").voided_at
    with pytest.raises(WrongStatus):
        file_oneself(application, by=APPLICANT)


def test_the_office_entrusts_another_provider_and_the_first_mandate_is_void(listed, office):
    orders = listed("water", "gas")
    application = road_case(orders)
    sign(application)

    entrust(application, orders["gas"].provider, by=office)

    assert [row.status for row in application.entrustments.all()] == ["revoked", "drawn_up"]
    assert stands(orders["gas"]) == ("applicant", False, "entrustment")


def test_a_provider_without_part_in_it_is_not_entrusted(listed, office):
    orders = listed("water")
    stranger = type(orders["water"].provider).objects.create(code="x", name="外单位", service="gas")

    with pytest.raises(BadEntrustment):
        entrust(road_case(orders), stranger, by=office)


def test_a_provider_whose_order_has_ended_is_not_entrusted(listed, office):
    orders = listed("water", "gas")
    Permit.objects.update(
        status="granted", decided_at=clock.now()
    )  # what is decided is kept, also for who has ended
    withdraw_request(orders["gas"].request, by=office, reason="不再需要")

    with pytest.raises(BadEntrustment):
        entrust(road_case(orders), orders["gas"].provider, by=office)


@pytest.mark.parametrize("signed_on", [date(2026, 11, 22), date(2026, 11, 24)])
def test_a_signature_is_from_between_the_paper_and_today(listed, signed_on):
    orders = listed("water")

    with pytest.raises(BadEntrustment):
        sign_entrustment(road_case(orders), signed_on=signed_on, by=APPLICANT)


def test_it_is_signed_once(listed):
    orders = listed("water")
    sign(road_case(orders))

    with pytest.raises(WrongStatus):
        sign(road_case(orders))


def test_trees_are_not_felled_before_somebody_looked_for_old_ones(listed, clerk):
    orders = listed("water", trees_to_fell=2)
    application = road_case(orders)
    sign(application)

    with pytest.raises(BadFiling, match="古树名木一律不得砍伐"):
        file_permits(application, by=clerk, provider=orders["water"].provider)

    file_permits(application, by=clerk, provider=orders["water"].provider, has_no_old_trees=True)

    assert permits(application, type__code=Kind.TREES_FELLED)[0].status == PermitStatus.FILED


def test_a_number_is_noted_after_filing_only(filed, clerk):
    permit = permits(road_case(filed("water")))[1]

    note_number(permit, number="津宁审 2026-118", by=clerk)

    permit.refresh_from_db()
    assert permit.external_number == "津宁审 2026-118"
    with pytest.raises(BadFiling):
        note_number(permit, number=" ", by=clerk)


def test_a_protected_road_is_left_out_until_a_way_out_is_chosen(listed, clerk):
    orders = listed("water", **PROTECTED)
    application = road_case(orders)
    sign(application)

    (done,) = file_permits(application, by=clerk, provider=orders["water"].provider)

    assert done.type.code == Kind.PLANNING
    assert [row.status for row in digging(application)] == ["planned"] * 2
    assert stands(orders["water"]) == ("provider", True, "")
    with pytest.raises(WrongStatus, match="保护期"):
        file_permits(application, by=clerk, provider=orders["water"].provider)


def test_asking_the_government_it_may_be_filed(listed, clerk):
    orders = listed("water", **PROTECTED)
    application = road_case(orders)
    sign(application)
    for permit in digging(application):
        choose_way_out(permit, way_out="government", basis="燃气抢险改造", by=clerk)

    assert len(file_permits(application, by=clerk, provider=orders["water"].provider)) == 3


def test_the_government_is_not_asked_without_a_reason(listed, clerk):
    orders = listed("water", **PROTECTED)

    with pytest.raises(BadFiling):
        choose_way_out(digging(road_case(orders))[0], way_out="government", by=clerk)


def test_a_way_out_is_only_for_a_protected_road(listed, clerk):
    orders = listed("water")

    with pytest.raises(WrongStatus):
        choose_way_out(permits(road_case(orders))[0], way_out="wait", by=clerk)


def test_waiting_does_not_count_and_ends_at_midnight_whenever_anybody_looks(listed, clerk, at):
    orders = listed("water", **PROTECTED)
    application = road_case(orders)
    sign(application)
    file_permits(application, by=clerk, provider=orders["water"].provider)
    application.permits.filter(type__code=Kind.PLANNING).update(status="recorded", decided_at=clock.now())
    for permit in digging(application):
        choose_way_out(permit, way_out="wait", by=clerk)
    assert stands(orders["water"]) == ("authority", False, "road_protection")
    assert approval(orders["water"]).spans.last().expected_until == date(2026, 12, 1)

    at("2026-12-03 11:00")
    end_road_waits()
    end_road_waits()

    assert stands(orders["water"]) == ("provider", True, "")
    assert approval(orders["water"]).spans.last().starts_at == clock.midnight(date(2026, 12, 1))
    assert len(file_permits(application, by=clerk, provider=orders["water"].provider)) == 2
