"""Nobody waits for who no longer comes: neither for his order, nor for an answer to the day he offered."""

import pytest

from accounts.actors import APPLICANT
from applications.models import Paper
from applications.services import withdraw_application, withdraw_request
from common import clock
from common.status import WrongStatus
from inspections.models import Visit
from inspections.services import answer_counter, answer_visit, cancel_visit
from milestones.services import split_off
from outbox.models import Message

from .conftest import FRIDAY, LATER, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, on, sound, stage, visit_of, walk_to

pytestmark = pytest.mark.django_db
NOON = on(MONDAY.date(), 12)


@pytest.fixture
def building(accept, acknowledge, come, office):
    """Water and power say yes to a day of acceptance; gas is still building."""
    orders = accept("water", "power", "gas", wishes=("acceptance",))
    acknowledge(*orders.values())
    for service in ("water", "power"):
        walk_to(orders[service], "acceptance", office, at=LATER)
    come(orders["water"], orders["power"], at=LATER, kind="acceptance")
    assert visit_of(orders["water"], "acceptance").status == "proposed"
    return orders


def withdraw(order, office):
    withdraw_request(order.request, reason="x", by=APPLICANT)


def part(order, office):
    split_off(order, "acceptance", reason="x", by=office)


@pytest.mark.parametrize("go", [withdraw, part])
def test_a_day_is_fixed_once_the_last_one_it_waited_for_no_longer_comes(go, building, office):
    with clock.moved_to(on(LATER.date(), 15)):
        go(building["gas"], office)

    visit = visit_of(building["water"], "acceptance")
    assert (visit.status, visit.on, visit.arrangement is None) == ("fixed", WEDNESDAY, False)
    assert Message.objects.filter(kind="visit.fixed", channel="sms").exists()
    assert stage(building["water"], "acceptance").holder == "joint"
    sound(building["water"], on(LATER.date(), 16))


def test_nor_does_a_survey_wait_for_who_needs_none(accept, acknowledge, come):
    orders = accept("water", "power", "gas")
    acknowledge(orders["water"], orders["power"])
    come(orders["water"], orders["power"])
    before = visit_of(orders["water"]).status

    acknowledge(orders["gas"], at=NOON, needs_survey=False, has_outside_works=False)

    assert (before, visit_of(orders["water"]).status) == ("proposed", "fixed")


def test_of_a_case_that_ends_no_day_is_fixed(two, come):
    water, power = two
    come(power)

    with clock.moved_to(NOON):
        withdraw_application(water.application, reason="x", by=APPLICANT)

    assert visit_of(water).status == "cancelled"
    assert not Message.objects.filter(kind="visit.fixed").exists()


def test_a_case_that_ends_gets_no_more_arrangements(two, come):
    water, power = two
    come(water, power)

    with clock.moved_to(NOON):
        withdraw_application(water.application, reason="x", by=APPLICANT)

    assert [paper.voided_at is None for paper in Paper.objects.filter(kind="arrangement")] == [False]


def give_up(visit, power, office):
    cancel_visit(visit, reason="暴雪", by=office)


def go_alone(visit, power, office):
    split_off(power, "survey", reason="x", by=office)


@pytest.mark.parametrize("go", [give_up, go_alone])
def test_who_comes_again_waits_no_longer_for_a_visit_that_is_over(go, two, come, find, office):
    water, power = two
    come(water, power)
    find(water, at=on(TUESDAY, 10), outcome="failed", note="进不去", again_on=FRIDAY)

    with clock.moved_to(on(TUESDAY, 12)):
        go(Visit.objects.fixed().get(), power, office)

    own = water.attendances.open().get().visit
    assert (own.status, own.on) == ("fixed", FRIDAY)
    sound(water, on(TUESDAY, 15))


def test_nor_does_who_comes_again_alone_wait_for_the_others(two, come, find, office):
    water, power = two
    come(water, power)
    find(water, at=on(TUESDAY, 10), outcome="failed", note="进不去", again_on=FRIDAY)

    with clock.moved_to(on(TUESDAY, 12)):
        split_off(water, "survey", reason="x", by=office)
    come(water, at=on(TUESDAY, 13))

    assert water.attendances.open().get().visit.status == "fixed"
    assert power.attendances.open().get().visit.status == "fixed"


def offer(order, office):
    with clock.moved_to(MONDAY):
        day = {"counter_on": THURSDAY, "counter_half": "morning"}
        answer_visit(order, "survey", is_coming=False, by=office, **day)


def leave(order, office):
    split_off(order, "survey", reason="x", by=office)


def agree(order, office):
    answer_visit(order, "survey", is_coming=True, by=office)


@pytest.mark.parametrize("go", [withdraw, leave, agree])
def test_the_other_day_goes_with_who_offered_it(go, two, come, office):
    water, power = two
    come(water)
    offer(power, office)
    visit = visit_of(water)

    with clock.moved_to(NOON):
        go(power, office)

        with pytest.raises(WrongStatus):
            answer_counter(visit, accepts=True, by=APPLICANT)
    visit.refresh_from_db()
    assert (visit.status, visit.has_open_counter) == ("fixed", False)
    assert stage(water).holder in ("provider", "joint")
    sound(water, on(MONDAY.date(), 16))


def test_and_another_one_may_offer_a_day_then(accept, acknowledge, come, office):
    orders = accept("water", "power", "gas")
    acknowledge(*orders.values())
    offer(orders["power"], office)
    visit = Visit.objects.get(is_joint=True)
    with clock.moved_to(NOON):
        leave(orders["power"], office)
    assert not Visit.objects.countered().exists()

    offer(orders["gas"], office)

    visit.refresh_from_db()
    assert (visit.has_open_counter, visit.counter_by) == (True, orders["gas"])
