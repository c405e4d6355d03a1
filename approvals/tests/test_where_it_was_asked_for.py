"""A permit is good for the metres that were asked for, and where they were (城市道路管理条例 36)."""

import pytest

from accounts.actors import APPLICANT
from approvals.services import derive_permits
from common import clock
from district.services import load_calendar
from milestones.tests.recount import check_everything
from works.models import Dig, DigParty
from works.services.dig_stages import settle_others
from works.services.digging import open_dig
from works.services.openers import may_dig
from works.services.trenches import backfill_dig, report_in_dig
from works.tests.cases import along, clock_of, give, orders_of, road

from .conftest import decide_all, file_more, permits, say_yes, sign_and_file

pytestmark = pytest.mark.django_db


def test_more_metres_than_were_granted_are_asked_for_anew_by_who_wants_them(application, at):
    sign_and_file(application)
    decide_all(application)
    water, power = orders_of(application).values()
    section = water.dig_parties.get().dig.section
    give(water, along(section, 95))
    say_yes(application)

    anew = permits(application, status="planned")
    assert [(permit.orders.get(), permit.reason[:8]) for permit in anew[1:]] == [
        (water, "开挖城市道路 9")
    ] * 2
    assert not may_dig(water.dig_parties.get().dig, water)
    assert may_dig(power.dig_parties.get().dig, power)
    file_more(application)
    at("2026-11-26 10:00")
    decide_all(application)
    give(water, along(section, 90))
    say_yes(application)
    assert permits(application, status="planned") == []
    assert may_dig(water.dig_parties.get().dig, water)
    check_everything(application, load_calendar(), clock.today())


def test_where_the_trench_is_closed_more_metres_are_asked_for_anew(application):
    water, power, free = with_a_road_of_its_own(application)
    shared = Dig.objects.of_application(application).exclude(section=free).get()
    dig_and_close(shared, water, power)

    give(water, along(metres=95), along(free, 30))
    say_yes(application)

    anew = permits(application, status="planned", type__code="road_digging")
    assert {permit.orders.get() for permit in anew} == {water}
    assert {permit.sections.get() for permit in anew} == {shared.section}
    assert anew[0].protected_until == Dig.objects.get(pk=shared.pk).protected_until
    assert not may_dig(water.dig_parties.get(dig__status="planned", dig__section=shared.section).dig, water)


def test_what_another_wants_more_on_a_road_shuts_it_to_nobody_else(application):
    sign_and_file(application)
    decide_all(application)
    water, power = orders_of(application).values()
    give(water, along(metres=95))
    give(power, along(), along(road("幸福道"), 30))
    say_yes(application)

    shared, other = sorted(
        (party.dig for party in power.dig_parties.living()), key=lambda dig: dig.section_id
    )

    assert (may_dig(shared, power), may_dig(shared, water), may_dig(other, power)) == (True, False, False)


def test_who_stayed_out_for_want_of_a_permit_is_back_when_it_comes_though_he_had_other_roads(application):
    water, power, free = with_a_road_of_its_own(application)
    give(water, along(metres=95), along(free, 30))
    say_yes(application)
    file_more(application)
    shared = power.dig_parties.get().dig
    open_dig(shared, order=power, by=APPLICANT)
    assert not shared.parties.living().filter(order=water).exists()
    assert clock_of(water, "excavation") == ("provider", "", True)

    decide_all(application)

    assert shared.parties.living().filter(order=water).exists()


def test_more_metres_where_the_trench_is_open_are_a_trench_of_their_own_with_its_permits(application):
    water, power, free = with_a_road_of_its_own(application)
    shared = Dig.objects.of_application(application).exclude(section=free).get()
    open_dig(shared, order=water, by=APPLICANT)
    settle_others(by=APPLICANT)

    give(water, along(metres=95), along(free, 30))
    say_yes(application)

    rest = water.dig_parties.get(dig__status="planned", dig__section=shared.section)
    assert (rest.metres, rest.stretches) == (15, [["80.0", "95.0"]])
    assert not may_dig(rest.dig, water)
    assert power.milestones.get(stage="construction").status == "running"
    file_more(application)
    decide_all(application)

    open_dig(Dig.objects.get(section=free), order=water, by=APPLICANT)
    assert clock_of(water, "excavation") == ("provider", "", True)
    open_dig(rest.dig, order=water, by=APPLICANT)
    assert water.milestones.get(stage="excavation").status == "reached"
    check_everything(application, load_calendar(), clock.today())


def test_a_way_moved_along_the_road_is_asked_for_anew_where_it_was_not(application):
    sign_and_file(application)
    decide_all(application)
    water, power = orders_of(application).values()
    section = water.dig_parties.get().dig.section

    give(water, along(section, start=20))
    say_yes(application)

    anew = permits(application, status="planned", type__code="road_digging")
    assert {permit.orders.get() for permit in anew} == {water}
    assert not may_dig(water.dig_parties.get().dig, water)
    assert may_dig(power.dig_parties.get().dig, power)


def test_a_way_moved_where_the_trench_is_closed_is_dug_where_it_was_not(application):
    water, power, free = with_a_road_of_its_own(application)
    shared = Dig.objects.of_application(application).exclude(section=free).get()
    dig_and_close(shared, water, power)

    give(water, along(start=15), along(free, 30))
    say_yes(application)

    rest = water.dig_parties.get(dig__status="planned", dig__section=shared.section)
    assert rest.metres == 15
    assert permits(application, status="planned", type__code="road_digging")
    assert not may_dig(rest.dig, water)


def test_a_shorter_way_within_what_was_granted_needs_nothing(application):
    sign_and_file(application)
    decide_all(application)
    water = orders_of(application)["water"]

    give(water, along(metres=40, start=20))
    say_yes(application)

    assert permits(application, status="planned") == []
    assert may_dig(water.dig_parties.get().dig, water)


def test_what_another_wants_more_shuts_it_to_nobody_else_however_often_it_is_read_again(grown):
    water, power = orders_of(grown).values()

    derive_permits(grown, by=APPLICANT, at=clock.now())

    shared = power.dig_parties.get().dig
    assert (may_dig(shared, power), may_dig(shared, water)) == (True, False)
    assert {permit.orders.get() for permit in permits(grown, status="filed")} == {water}


@pytest.mark.parametrize("status", ["filed", "refused"])
def test_who_takes_his_growth_back_waits_for_nothing_more(grown, status):
    water, power = orders_of(grown).values()
    grown.permits.filter(status="filed").update(status=status, refusal_reason="不批", decided_at=clock.now())

    give(water, along())
    say_yes(grown)

    assert permits(grown, status=status) == []
    assert may_dig(water.dig_parties.get().dig, water)
    assert clock_of(water, "excavation")[1] == clock_of(power, "excavation")[1] == ""
    check_everything(grown, load_calendar(), clock.today())


@pytest.fixture
def grown(application):
    """All was granted, then water wanted more, and that is filed."""
    sign_and_file(application)
    decide_all(application)
    give(orders_of(application)["water"], along(metres=95))
    say_yes(application)
    file_more(application)
    return application


def with_a_road_of_its_own(application):
    """Both share a road and water has another, all granted: their orders and that road."""
    free = road("幸福道")
    water, power = orders_of(application).values()
    give(water, along(), along(free, 30))
    say_yes(application)
    sign_and_file(application)
    decide_all(application)
    return water, power, free


def dig_and_close(dig, lead, partner):
    open_dig(dig, order=lead, by=APPLICANT)
    for order in (lead, partner):
        report_in_dig(dig, order=order, steps=DigParty.STEPS, by=APPLICANT)
    backfill_dig(dig, order=lead, by=APPLICANT)
