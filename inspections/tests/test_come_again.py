"""After what failed was mended one comes again: all that failed together on one day, who failed alone alone."""

from datetime import timedelta

import pytest

from accounts.actors import APPLICANT
from common import clock
from inspections.models import Visit
from inspections.services import confirm_visit, fix_visit
from milestones.services import BadReport, rejoin, split_off
from outbox.models import Message

from .conftest import FRIDAY, MONDAY, TUESDAY, WEDNESDAY, on, sound, stage, visit_of

pytestmark = pytest.mark.django_db
NEXT_MONDAY = MONDAY.date() + timedelta(days=7)


@pytest.fixture
def fail(find):
    def fail(order, *, at=None, **said):
        return find(order, at=at or on(TUESDAY, 10), outcome="failed", note="进不去", **said)

    return fail


@pytest.mark.parametrize("days", [(FRIDAY, NEXT_MONDAY), (NEXT_MONDAY, FRIDAY)], ids=["later", "earlier"])
def test_two_that_fail_together_come_again_together_on_the_later_day(days, two, come, fail):
    come(*two)
    fail(two[0], again_on=days[0])
    between = visit_of(two[0]).status
    fail(two[1], again_on=days[1])

    again = Visit.objects.open().get()
    assert (between, again.status, again.on) == ("proposed", "fixed", NEXT_MONDAY)
    assert {one.order for one in again.attendances.all()} == set(two)
    told = Message.objects.filter(kind="visit.fixed", recipient=again.application.contact_phone)
    assert ["2026-11-30" in bytes(one.body).decode() for one in told.order_by("pk")] == [False, True]
    sound(two[0], on(WEDNESDAY))


def test_one_fails_and_the_other_does_not(two, come, fail, find):
    come(*two)
    fail(two[0], again_on=FRIDAY)
    find(two[1], at=on(TUESDAY, 11))

    again = Visit.objects.open().get()
    assert (again.status, again.on, [one.order for one in again.attendances.all()]) == (
        "fixed",
        FRIDAY,
        [two[0]],
    )


def test_a_rest_day_is_refused(two, come, fail):
    come(*two)

    with pytest.raises(BadReport, match="2026-11-28 是休息日"):
        fail(two[0], again_on=FRIDAY + timedelta(days=1))


def test_who_failed_alone_comes_again_alone(two, come, fail, office):
    with clock.moved_to(MONDAY):
        split_off(two[0], "survey", by=office, reason="x")
    come(two[1])

    fail(two[0], again_on=FRIDAY)
    fail(two[1], again_on=FRIDAY)

    own = [order.attendances.open().get().visit for order in two]
    assert [(visit.is_joint, visit.status, visit.on) for visit in own] == [
        (False, "fixed", FRIDAY),
        (True, "fixed", FRIDAY),
    ]
    sound(two[0], on(WEDNESDAY))


def test_who_fails_on_another_day_joins_the_fixed_one_and_the_applicant_hears_of_it(
    accept, acknowledge, come, fail, find, office
):
    orders = accept("water", "power")
    water, power = orders["water"], orders["power"]
    acknowledge(water)
    split_off_until_later(power, office)
    come(water)
    fail(water, again_on=NEXT_MONDAY)
    again = Visit.objects.open().get(is_joint=True)
    with clock.moved_to(on(TUESDAY, 12)):
        confirm_visit(again, by=APPLICANT)

    join_late(power, acknowledge, office)

    again.refresh_from_db()
    assert (again.confirmed_at, again.confirmed_by) == (None, "")
    assert {one.order for one in again.attendances.all()} == {water, power}
    told = Message.objects.get(kind="visit.joined", channel="sms")
    assert f"{power.provider}也将到场" in bytes(told.body).decode()
    assert stage(power).status == "running"


def split_off_until_later(order, office):
    with clock.moved_to(MONDAY):
        split_off(order, "survey", by=office, reason="x")


def join_late(order, acknowledge, office):
    with clock.moved_to(on(WEDNESDAY, 9)):
        rejoin(order, "survey", by=office)
    acknowledge(order, at=on(WEDNESDAY, 10))


def test_who_presses_failed_twice_has_failed_once(accepting, find):
    water = accepting("water", wishes=())["water"]
    said = {"stage": "acceptance", "outcome": "failed", "note": "漏水", "to_mend": ["更换阀门"]}

    reports = [find(water, at=on(WEDNESDAY), **said) for _press in range(2)]

    visits = Visit.objects.filter(application=water.application, kind="acceptance").order_by("pk")
    assert reports[0] == reports[1]
    assert [visit.status for visit in visits] == ["done", "fixed"]
    assert water.application.papers.filter(kind="acceptance").count() == 1


def test_the_results_of_two_visits_are_told_apart_by_their_titles(accepting, find):
    water = accepting("water", wishes=())["water"]
    find(water, at=on(WEDNESDAY), stage="acceptance", outcome="failed", to_mend=["更换阀门"], again_on=FRIDAY)
    find(water, at=on(FRIDAY), stage="acceptance")

    papers = water.application.papers.filter(kind="acceptance").with_titles().order_by("pk")

    assert [paper.title for paper in papers] == ["验收结果（未通过）", "验收结果（通过）"]


def test_who_failed_at_a_visit_that_goes_on_does_not_come_to_it_again(two, come, fail, office):
    water, _power = two
    come(*two)
    fail(water, again_on=FRIDAY)
    first, second = Visit.objects.open().order_by("pk")
    with clock.moved_to(on(TUESDAY, 11)):
        fix_visit(first, on=NEXT_MONDAY + timedelta(days=3), half="morning", by=office)
        fix_visit(second, on=WEDNESDAY, half="morning", by=office)
    fail(water, at=on(WEDNESDAY, 10), again_on=NEXT_MONDAY)

    own = water.attendances.open().get()
    assert own.visit not in (first, second)
    assert own.visit.on == NEXT_MONDAY
    sound(water, on(FRIDAY))


def test_what_passed_has_nothing_to_mend(accepting, find):
    water = accepting("water", wishes=())["water"]

    with pytest.raises(BadReport, match="请选择“未通过”"):
        find(water, at=on(WEDNESDAY), stage="acceptance", to_mend=["更换阀门"])
