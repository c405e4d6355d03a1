"""An order that goes alone has a visit of its own: a day, a paper, a confirmation; and its clock is right."""

import pytest

from accounts.actors import APPLICANT, SYSTEM
from applications.models import Application, Paper
from applications.paper_words import written_day
from common import clock
from common.status import WrongStatus
from inspections.invitation import list_lines
from inspections.links import find_visit, sign
from inspections.models import Visit
from inspections.services import (
    arrange_visit,
    cancel_visit,
    confirm_visit,
    fix_visit,
    record_finding,
    watch_visits,
    wish_day,
)
from inspections.words import when_text
from milestones.models import Apart
from milestones.services import BadReport, rejoin, split_off
from outbox.models import Message
from utilities.models import WorkOrder

from .conftest import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, holders, on, sound, stage

pytestmark = pytest.mark.django_db


def own_visit(order, kind="survey"):
    return order.attendances.open().get(visit__kind=kind).visit


def test_without_the_wish_each_order_has_its_own_visit(accept, acknowledge, come):
    orders = accept("water", "power", wishes=())
    acknowledge(*orders.values())
    come(orders["water"])

    visits = [own_visit(order) for order in orders.values()]

    assert [(visit.is_joint, visit.label, visit.status, visit.on) for visit in visits] == [
        (False, "踏勘", "fixed", TUESDAY),
        (False, "踏勘", "proposed", TUESDAY),
    ]
    paper = Paper.objects.get(kind="arrangement")
    assert (paper.request, paper.content["is_joint"]) == (orders["water"].request, False)
    assert Message.objects.filter(kind="visit.fixed", channel="sms").exists()
    confirm_visit(visits[0], by=APPLICANT)


def test_the_day_the_applicant_wishes_does_not_count_against_who_comes_alone(accept, acknowledge, come, find):
    water = accept("water", wishes=(), survey_on=THURSDAY)["water"]
    acknowledge(water)
    come(water)
    with clock.moved_to(on(THURSDAY)):
        watch_visits()

    find(water, at=on(FRIDAY))

    assert [counts for _holder, counts in holders(water)] == [True, False, False, True]
    assert (stage(water).due_on, stage(water).status) == (FRIDAY, "reached")
    sound(water, on(FRIDAY, 12))


def test_who_comes_alone_may_come_earlier_than_was_agreed(accept, acknowledge, come, find):
    water = accept("water", wishes=())["water"]
    acknowledge(water)
    come(water)
    visit = own_visit(water)

    find(water, at=on(MONDAY.date(), 15))

    visit.refresh_from_db()
    assert (visit.status, visit.on, visit.half) == ("done", MONDAY.date(), "afternoon")


@pytest.mark.parametrize("day", [WEDNESDAY, FRIDAY], ids=["earlier", "later"])
def test_calendar_paper_and_history_follow_who_came_on_another_day_than_was_fixed(
    day, accept, acknowledge, find, office
):
    water = accept("water", wishes=())["water"]
    acknowledge(water)
    visit = own_visit(water)
    with clock.moved_to(MONDAY):
        fix_visit(visit, on=THURSDAY, half="morning", by=office)
        confirm_visit(visit, by=APPLICANT)
    before = calendar_of(visit)

    find(water, at=on(day, 15), method="直埋")

    after = calendar_of(visit)
    assert ("SEQUENCE:0" in before, "SEQUENCE:1" in after) == (True, True)
    assert f"DTSTART:{day:%Y%m%d}T053000Z" in after
    visit.refresh_from_db()
    assert (visit.on, visit.half, visit.confirmed_at) == (day, "afternoon", None)
    arrangement = Paper.objects.get(kind="arrangement")
    record = Paper.objects.get(kind="survey")
    assert (arrangement.voided_at is None, record.voided_at) == (False, None)
    assert record.content["day"] == written_day(day)
    came = water.application.events.get(verb="visit.came")
    assert (came.text, came.detail["stage"]) == (when_text(visit), "survey")
    sound(water, on(FRIDAY, 16))


def test_on_the_day_that_was_fixed_the_arrangement_stands(accept, acknowledge, come, find):
    water = accept("water", wishes=())["water"]
    acknowledge(water)
    come(water)

    find(water, at=on(TUESDAY, 15))

    assert Paper.objects.get(kind="arrangement").voided_at is None
    assert not water.application.events.filter(verb="visit.came").exists()


def calendar_of(visit):
    """What the link in the message to the applicant answers now."""
    found = find_visit(sign(visit))
    said = {"url": "https://x/", "summary": "", "location": "", "description": "", "stamp": clock.now()}
    return list_lines(found, **said)


def test_who_leaves_the_others_keeps_the_day_the_applicant_asked_for(two, come, office):
    water, power = two
    come(*two)
    joint = own_visit(water)
    with clock.moved_to(MONDAY):
        wish_day(joint, on=THURSDAY, half="afternoon", by=APPLICANT)
        joint.refresh_from_db()
    with clock.moved_to(on(MONDAY.date(), 10)):
        fix_visit(joint, on=THURSDAY, half="afternoon", by=office)
        split_off(water, "survey", by=office, reason="x")

    own = own_visit(water)
    assert (own.is_joint, own.on, own.half, own.not_before) == (False, THURSDAY, "afternoon", THURSDAY)
    assert own_visit(power) == joint
    assert not stage(water).is_counting
    sound(water, on(WEDNESDAY))


def test_one_who_joins_again_gives_its_own_day_up(two, office):
    water, power = two
    with clock.moved_to(on(MONDAY.date(), 10)):
        split_off(water, "survey", by=office, reason="x")
        own = own_visit(water)
        rejoin(water, "survey", by=office)

    own.refresh_from_db()
    assert (own.status, own_visit(water)) == ("cancelled", own_visit(power))
    sound(water, on(MONDAY.date(), 12))


def test_after_the_common_day_is_cancelled_each_has_its_own(two, come, office):
    come(*two)
    with clock.moved_to(on(MONDAY.date(), 10)):
        cancel_visit(own_visit(two[0]), reason="暴雪", by=office)

    own = [own_visit(order) for order in two]
    assert [visit.is_joint for visit in own] == [False, False]
    with pytest.raises(WrongStatus):
        cancel_visit(own[0], reason="x", by=office)


def test_an_order_from_before_without_a_visit_comes_to_its_end(accept, acknowledge, find):
    water = accept("water", wishes=())["water"]
    acknowledge(water)
    water.attendances.all().delete()
    Visit.objects.all().delete()

    find(water, at=on(MONDAY.date(), 15))

    assert stage(water).status == "reached"
    sound(water, on(MONDAY.date(), 16))


def test_the_office_makes_nothing_joint_that_the_applicant_did_not_choose(accept, acknowledge, office):
    orders = accept("water", "power", wishes=())
    acknowledge(*orders.values())

    with clock.moved_to(MONDAY), pytest.raises(WrongStatus, match="没有可以一起安排"):
        arrange_visit(orders["water"].application, "survey", by=office)

    assert not Visit.objects.joint().exists()


def test_nobody_parts_from_a_common_day_that_was_given_up(two, come, office):
    come(*two)
    with clock.moved_to(on(MONDAY.date(), 10)):
        cancel_visit(own_visit(two[0]), reason="暴雪", by=office)

        with pytest.raises(WrongStatus, match="没有与其他单位联合办理"):
            split_off(two[0], "survey", reason="x", by=office)

        arrange_visit(two[0].application, "survey", by=office)  # both of them
    assert own_visit(two[0]) == own_visit(two[1])


def test_one_who_has_still_to_come_to_a_joint_step_says_beforehand_that_it_goes_alone(two, office):
    with clock.moved_to(on(MONDAY.date(), 10)):
        with pytest.raises(WrongStatus):  # the applicant chose no joint acceptance
            split_off(two[0], "acceptance", reason="x", by=office)
        Application.objects.update(wants_joint_acceptance=True)
        split_off(WorkOrder.objects.get(pk=two[0].pk), "acceptance", reason="x", by=office)

    assert Apart.objects.get().stage == "acceptance"


def test_what_failed_has_not_passed_before_that(accepting, find):
    water = accepting("water", wishes=())["water"]
    find(water, at=on(WEDNESDAY, 15), stage="acceptance", outcome="failed", note="漏水", to_mend=["漏水"])

    with pytest.raises(BadReport, match="未通过的时间（2026-11-25 15:00）"):
        find_then(water, find, passed_at=on(WEDNESDAY, 9))

    find_then(water, find, passed_at=on(WEDNESDAY, 16))
    assert stage(water, "acceptance").reached_at == on(WEDNESDAY, 16)


def find_then(order, find, *, passed_at):
    """Told on Friday."""
    with clock.moved_to(on(FRIDAY, 10)):
        record_finding(order, "acceptance", outcome="reached", occurred_at=passed_at, by=SYSTEM)
