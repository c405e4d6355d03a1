"""A road somebody else has backfilled is protected: permits filed before are not good for it any more."""

from datetime import timedelta

import pytest

from accounts.actors import APPLICANT, SYSTEM
from approvals.models import Permit, PermitType
from approvals.services import (
    choose_way_out,
    end_road_waits,
    file_permits,
    follow_backfills,
    follow_lapses,
    is_blocked,
    sign_entrustment,
)
from common import clock
from common.status import WrongStatus
from works.models import Dig, DigTerm, RoadSection
from works.services.alone import leave_trench
from works.services.dig_stages import settle_others
from works.services.digging import open_dig
from works.services.emergencies import open_emergency_dig
from works.services.trenches import backfill_dig, report_in_dig
from works.tests.cases import along, clock_of, give, orders_of, planned_case, road
from works.tests.trench import dug_case, get_through

from .conftest import decide_all, say_yes, sign_and_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(at):
    at("2026-11-23 09:00")
    return road()


@pytest.fixture
def ours(section):
    """All permits granted, the trench still to be opened."""
    return dug_case(along(section), services=("power",), joint=False)


@pytest.fixture
def backfilled(ours, section, at):
    """Meanwhile another case has dug and closed the same road."""
    other = dug_case(along(section), services=("water",), joint=False)
    dig_and_close(other, "water")
    at("2026-11-25 09:00")
    return section


def dig_and_close(case, service):
    order, dig = orders_of(case)[service], trench_of(case)
    open_dig(dig, order=order, by=SYSTEM)
    get_through(dig, order)
    backfill_dig(dig, order=order, by=SYSTEM)


def trench_of(case):
    return Dig.objects.living().of_application(case).get()


def open_ours(case):
    return open_dig(trench_of(case), order=orders_of(case)["power"], by=SYSTEM)


def new_permits(case):
    return list(case.permits.planned())


def test_it_is_not_opened_even_before_anybody_has_looked(ours, backfilled):
    with pytest.raises(WrongStatus, match="刚回填修复"):
        open_ours(ours)


def test_the_permits_are_needed_anew_and_the_stage_waits_for_them(ours, backfilled):
    follow_backfills()

    digging = [permit for permit in new_permits(ours) if permit.type.code == "road_digging"]
    assert digging and all(is_blocked(permit) for permit in digging)
    assert len(digging) == len(new_permits(ours))
    assert clock_of(orders_of(ours)["power"], "excavation")[0] in ("applicant", "provider")
    assert ours.events.filter(verb="permit.road_backfilled").count() == 1


def test_read_twice_nothing_more_comes(ours, backfilled):
    follow_backfills()
    before = Permit.objects.count(), ours.events.count()
    follow_backfills()

    assert (Permit.objects.count(), ours.events.count()) == before


def test_while_it_waits_for_them_each_look_leaves_it_with_the_same_one(section, at):
    ours = dug_case(along(section))
    dig_and_close(dug_case(along(section), services=("gas",), joint=False), "gas")
    ours.entrusts_permits = True
    ours.save()
    follow_backfills()
    sign_entrustment(ours, signed_on=clock.today(), by=APPLICANT)
    spans = [order.milestones.get(stage="excavation").spans for order in orders_of(ours).values()]
    before = [list(rows.values_list("pk", "holder", "starts_at")) for rows in spans]

    for minute in (1, 2, 3):
        at(f"2026-11-23 09:0{minute}")
        settle_others(by=SYSTEM)

    assert [list(rows.values_list("pk", "holder", "starts_at")) for rows in spans] == before


def test_the_own_road_once_open_needs_nothing_more(section, at):
    mine = dug_case(along(section), services=("power",), joint=False)
    open_ours(mine)
    order = orders_of(mine)["power"]
    emergency = open_emergency_dig(order, section=section, cause="抢修", by=SYSTEM)
    report_in_dig(emergency, order=order, steps=["finished_at", "hidden_passed_at", "surveyed_at"], by=SYSTEM)
    backfill_dig(emergency, order=order, by=SYSTEM)
    follow_backfills()

    assert new_permits(mine) == []


def test_with_the_governments_approval_it_is_opened(ours, backfilled):
    follow_backfills()
    for permit in new_permits(ours):
        choose_way_out(permit, way_out="government", basis="区政府批准", by=APPLICANT)
    file_as_entrusted(ours)
    Permit.objects.filter(application=ours, status="filed").update(status="granted")
    follow_backfills()

    assert open_ours(ours).status == "open"


def test_who_waits_may_dig_with_the_old_permits_when_the_time_is_over(ours, backfilled, at):
    follow_backfills()
    for permit in new_permits(ours):
        choose_way_out(permit, way_out="wait", by=APPLICANT)
    at(clock.midnight(backfilled_until(backfilled)))
    end_road_waits()

    assert new_permits(ours) == []
    assert clock_of(orders_of(ours)["power"], "excavation") == ("provider", "", True)
    assert open_ours(ours).status == "open"


def test_a_wait_ends_only_with_the_last_protection(ours, backfilled, at):
    follow_backfills()
    for permit in new_permits(ours):
        choose_way_out(permit, way_out="wait", by=APPLICANT)
    over = backfilled_until(backfilled)
    backfilled.backfilled_on = clock.local_date(at("2026-12-20 09:00"))
    backfilled.save()
    at(clock.midnight(over))
    end_road_waits()

    later = backfilled_until(backfilled)
    assert {(permit.way_out, permit.protected_until) for permit in new_permits(ours)} == {("wait", later)}


def backfilled_until(section):
    section.refresh_from_db()
    return section.backfilled_on + timedelta(days=DigTerm.objects.get(kind="protection").days)


def file_as_entrusted(case):
    entrustment = case.entrustments.living().first()
    if entrustment:
        sign_entrustment(case, signed_on=clock.today(), by=APPLICANT)
        return file_permits(case, by=APPLICANT, provider=entrustment.provider)
    return file_permits(case, by=APPLICANT)


@pytest.fixture
def lapsed(ours, at):
    """Granted until the 24th, and the trench is still shut on the 25th."""
    ours.permits.update(valid_until="2026-11-24", filed_at=clock.now(), decided_at=clock.now())
    at("2026-11-25 09:00")
    return ours


def test_what_is_valid_no_longer_opens_no_road(lapsed):
    with pytest.raises(WrongStatus, match="有效期至 2026-11-24，已过期"):
        open_ours(lapsed)

    follow_lapses()

    anew = {permit.type.code for permit in new_permits(lapsed)}
    assert anew == {permit.type.code for permit in lapsed.permits.filter(status="granted")}
    assert lapsed.events.filter(verb="permit.lapsed").count() == 1
    with pytest.raises(WrongStatus, match="还缺"):
        open_ours(lapsed)


def test_a_lapse_is_read_once_and_ends_with_the_new_permit(lapsed):
    follow_lapses()
    before = Permit.objects.count(), lapsed.events.count()
    follow_lapses()
    assert (Permit.objects.count(), lapsed.events.count()) == before

    lapsed.permits.planned().update(
        status="granted", filed_at=clock.now(), decided_at=clock.now(), valid_until="2027-02-28"
    )

    assert open_ours(lapsed).status == "open"


def test_what_was_open_before_the_day_needs_nothing_more(ours, at):
    open_ours(ours)
    ours.permits.update(valid_until="2026-11-24")
    at("2026-11-25 09:00")

    follow_lapses()

    assert new_permits(ours) == []


def test_what_nobody_needs_any_more_may_lapse(ours, at):
    PermitType.objects.filter(code="planning").update(is_needed=False)
    ours.permits.filter(type__code="planning").update(valid_until="2026-11-24")
    at("2026-11-25 09:00")

    assert open_ours(ours).status == "open"


def test_who_has_left_and_has_a_trench_still_to_open_needs_its_permits(section):
    case = dug_case(along(section))
    water, power = orders_of(case).values()
    shared = open_dig(trench_of(case), order=water, by=SYSTEM)
    settle_others(by=SYSTEM)
    get_through(shared, water)
    leave_trench(power, reason="另行施工", by=SYSTEM)
    backfill_dig(shared, order=water, by=SYSTEM)

    follow_backfills()

    assert {permit.orders.get() for permit in new_permits(case)} == {power}


@pytest.fixture
def ready(at):
    """Water along one road, everything granted on Monday: EXCAVATION runs."""
    at("2026-11-23 09:00")
    case = planned_case(("water",), entrusts_permits=True)
    give(orders_of(case)["water"], along())
    say_yes(case)
    sign_and_file(case)
    decide_all(case)
    return orders_of(case)["water"]


def opened_yesterday(order, at, *, meanwhile):
    opened = at("2026-11-24 15:00")
    at("2026-11-25 09:00")
    meanwhile(order)
    return open_dig(order.dig_parties.get().dig, order=order, by=SYSTEM, at=opened).opened_at == opened


def test_what_was_opened_on_the_last_day_of_a_permit_is_told_the_day_after(ready, at):
    ready.permits.filter(type__code="road_digging").update(valid_until="2026-11-24")

    assert opened_yesterday(ready, at, meanwhile=lambda order: follow_lapses())


@pytest.mark.parametrize("follows", [False, True], ids=["nobody has looked", "needed anew"])
def test_what_was_opened_the_day_before_others_backfilled_is_told_after_that(ready, at, follows):
    def backfill(order):
        RoadSection.objects.update(backfilled_on="2026-11-25")
        if follows:
            follow_backfills()

    assert opened_yesterday(ready, at, meanwhile=backfill)


def test_what_was_opened_after_others_backfilled_is_refused_whenever_it_is_told(ready, at):
    with pytest.raises(WrongStatus, match="刚回填"):
        opened_yesterday(
            ready, at, meanwhile=lambda order: RoadSection.objects.update(backfilled_on="2026-11-24")
        )
