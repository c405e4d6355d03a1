"""The day a joint visit was proposed for has passed and nobody agreed: the office says when."""

from datetime import timedelta

import pytest

from accounts.actors import APPLICANT
from common import clock
from common.status import WrongStatus
from inspections.models import Visit
from inspections.services import answer_counter, answer_visit, fix_visit, watch_visits, wish_day
from milestones.services import rejoin, split_off
from outbox.models import Message

from .conftest import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, holders, on, sound, stage, visit_of

pytestmark = pytest.mark.django_db
NEXT = on(WEDNESDAY)


def watch(at=NEXT):
    with clock.moved_to(at):
        watch_visits()


def told_to_come(order):
    """The days this order's provider was asked about."""
    rows = Message.objects.filter(kind="visit.proposed", about=order.number).order_by("pk")
    return [bytes(row.body).decode() for row in rows]


def test_from_the_next_midnight_the_office_holds_the_clock_of_all(two, come):
    water, power = two
    come(water)

    watch(on(WEDNESDAY, 18))

    assert [(holder, counts) for holder, counts in holders(water)][-1] == ("office", True)
    assert holders(power) == [("provider", True), ("office", True)]
    assert {stage(order).spans.last().starts_at for order in two} == {on(WEDNESDAY, 0)}
    assert Visit.objects.awaiting_office(WEDNESDAY).exists()
    sound(water, on(WEDNESDAY, 19))


def test_on_the_day_itself_the_answer_is_still_the_providers(two):
    watch(on(TUESDAY, 18))

    assert stage(two[0]).holder == "provider"


@pytest.mark.parametrize("is_coming", [True, False])
def test_then_nothing_can_be_answered_any_more(is_coming, two, office):
    with clock.moved_to(NEXT), pytest.raises(Exception, match="已经过去，请等待统筹人员"):
        answer_visit(two[0], "survey", is_coming=is_coming, by=office)


def test_the_office_fixes_the_day_and_who_said_nothing_comes(two, office):
    with clock.moved_to(NEXT):
        visit = fix_visit(visit_of(two[0]), on=THURSDAY, half="morning", by=office)

    assert visit.status == "fixed"
    assert set(visit.attendances.values_list("answer", flat=True)) == {"coming"}
    assert {stage(order).holder for order in two} == {"joint"}
    sound(two[0], on(THURSDAY))


def test_another_day_that_was_offered_is_still_the_applicants_to_take(two, come, office):
    water, power = two
    come(power)
    with clock.moved_to(MONDAY):
        day = {"counter_on": THURSDAY, "counter_half": "morning"}
        answer_visit(water, "survey", is_coming=False, by=office, **day)

    watch()

    assert {stage(order).holder for order in two} == {"applicant"}
    with clock.moved_to(NEXT):
        answer_counter(visit_of(water), accepts=True, by=APPLICANT)
    assert (visit_of(water).on, stage(power).holder) == (THURSDAY, "provider")


def test_who_comes_alone_needs_nobody_to_say_when(accept, acknowledge):
    water = accept("water", wishes=())["water"]
    acknowledge(water)

    watch()

    assert stage(water).holder == "provider"


@pytest.fixture
def late(accept, acknowledge, come):
    """Water has said yes to Tuesday; power is taken in hand when the day has come or passed."""
    orders = accept("water", "power")
    acknowledge(orders["water"])
    come(orders["water"])

    def late(at=NEXT):
        acknowledge(orders["power"], at=at)
        return orders["water"], orders["power"]

    return late


@pytest.mark.parametrize(("at", "day"), [(on(TUESDAY), WEDNESDAY), (NEXT, THURSDAY)], ids=["on it", "after"])
def test_one_who_comes_later_brings_a_new_day_to_all(at, day, late):
    water, power = late(at)

    visit = Visit.objects.get()
    assert (visit.status, visit.on, visit.asked_by, visit.proposed_at) == ("proposed", day, "portal", at)
    assert [one.answer for one in visit.attendances.all()] == ["", ""]
    assert day.isoformat() in told_to_come(water)[-1]
    assert [day.isoformat() in text for text in told_to_come(power)] == [True]
    assert {stage(order).holder for order in (water, power)} == {"provider"}
    sound(water, on(day))


def test_the_days_between_were_the_offices(late):
    water, _power = late()

    assert [holder for holder, _counts in holders(water)] == ["provider", "joint", "office", "provider"]
    assert stage(water).spans.last().starts_at == NEXT


def test_and_the_new_day_is_fixed_once_all_say_yes(late, come):
    water, power = late()

    come(water, power, at=on(WEDNESDAY, 11))

    assert (visit_of(water).status, visit_of(water).on) == ("fixed", THURSDAY)


def test_where_the_office_has_a_wish_to_answer_it_waits_for_that_day(late):
    with clock.moved_to(on(MONDAY.date(), 15)):
        wish_day(Visit.objects.get(), on=FRIDAY, half="morning", by=APPLICANT)

    water, power = late()

    visit = Visit.objects.get()
    assert (visit.on, visit.wished_on, visit.attendances.count()) == (TUESDAY, FRIDAY, 2)
    assert told_to_come(power) == []
    assert {stage(order).holder for order in (water, power)} == {"office"}
    sound(power, on(WEDNESDAY, 12))


def test_where_the_applicant_has_an_offer_to_answer_it_waits_for_his_word(late, office):
    with clock.moved_to(on(MONDAY.date(), 15)):
        order = Visit.objects.get().attendances.get().order
        day = {"counter_on": FRIDAY, "counter_half": "morning"}
        answer_visit(order, "survey", is_coming=False, by=office, **day)

    _water, power = late()
    before = told_to_come(power)
    with clock.moved_to(on(WEDNESDAY, 10)):
        answer_counter(Visit.objects.get(), accepts=True, by=APPLICANT)

    assert before == []
    assert [FRIDAY.isoformat() in text for text in told_to_come(power)] == [True]


def test_who_fails_later_is_not_asked_to_come_again_on_a_day_that_has_passed(accepting, come, find):
    orders = accepting("water", "power")
    water, power = orders["water"], orders["power"]
    come(water, power, at=on(TUESDAY, 10), kind="acceptance")
    failed = {"stage": "acceptance", "outcome": "failed", "to_mend": ["更换阀门"]}
    find(water, at=NEXT, again_on=THURSDAY, **failed)
    again = Visit.objects.open().order_by("pk").last()
    with clock.moved_to(on(WEDNESDAY, 15)):
        wish_day(again, on=MONDAY.date() + timedelta(days=7), half="morning", by=APPLICANT)
    before = [len(told_to_come(order)) for order in (water, power)]

    find(power, at=on(FRIDAY), **failed)

    again.refresh_from_db()
    assert (again.status, again.on, again.attendances.count()) == ("proposed", THURSDAY, 2)
    assert [len(told_to_come(order)) for order in (water, power)] == before
    sound(power, on(FRIDAY, 12))


@pytest.fixture
def parted(two, come, office):
    """Water comes on Tuesday with the others; power has left them."""
    water, power = two
    with clock.moved_to(MONDAY):
        split_off(power, "survey", by=office, reason="x")
    come(water)
    assert water.attendances.open().get().visit.status == "fixed"
    return water, power


@pytest.mark.parametrize("at", [on(TUESDAY), NEXT], ids=["on it", "after"])
def test_from_the_day_of_the_visit_nobody_joins_it_again(at, parted, office, find):
    _water, power = parted

    with clock.moved_to(at), pytest.raises(WrongStatus, match="2026-11-24（周二）上午.*单独上门"):
        rejoin(power, "survey", by=office)

    own = power.attendances.open().get().visit
    assert (own.is_joint, Visit.objects.joint().count()) == (False, 1)
    find(power, at=at)
    assert stage(power).status == "reached"


def test_the_day_before_it_is_in_time(parted, office):
    water, power = parted

    with clock.moved_to(on(MONDAY.date(), 16)):
        rejoin(power, "survey", by=office)

    assert power.attendances.open().get().visit == water.attendances.open().get().visit


def test_with_those_who_come_another_day_it_joins_again(accept, acknowledge, come, office):
    orders = accept("water", "power", "gas")
    water, power = orders["water"], orders["power"]
    acknowledge(water, power)
    with clock.moved_to(MONDAY):
        split_off(power, "survey", by=office, reason="x")
        fix_visit(water.attendances.open().get().visit, on=TUESDAY, half="morning", by=office)

    with clock.moved_to(on(TUESDAY)):
        rejoin(power, "survey", by=office)  # gas is still to come
    acknowledge(orders["gas"], at=on(TUESDAY, 11))

    own = [orders[name].attendances.open().get().visit for name in ("power", "gas")]
    assert own[0] == own[1] and own[0].on == WEDNESDAY
