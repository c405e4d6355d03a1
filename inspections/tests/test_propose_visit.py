"""A visit is proposed when the first survey opens; who must answer holds the clock."""

import pytest

from accounts.actors import APPLICANT
from common import clock
from common.status import WrongStatus
from inspections.models import Attendance, Visit
from inspections.services import answer_counter, answer_visit, fix_visit, watch_visits
from milestones.services import split_off
from outbox.models import Message

from .conftest import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, holders, on, sound, stage, visit_of

pytestmark = pytest.mark.django_db


def test_the_first_survey_proposes_a_visit_and_the_next_joins_it(two):
    water, power = two

    visit = Visit.objects.get()

    assert (visit.on, visit.half, visit.status, visit.asked_by) == (TUESDAY, "morning", "proposed", "portal")
    assert {row.order for row in visit.attendances.all()} == {water, power}


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (THURSDAY, (THURSDAY, "afternoon", "applicant", THURSDAY)),
        (TUESDAY, (TUESDAY, "afternoon", "applicant", None)),
        (MONDAY.date(), (TUESDAY, "morning", "portal", None)),
        (FRIDAY.replace(day=28), (TUESDAY, "morning", "portal", None)),
    ],
    ids=["later", "the earliest", "today", "a rest day"],
)
def test_the_wish_of_the_applicant_is_proposed_where_it_is_feasible(wish, expected, accept, acknowledge):
    orders = accept("water", survey_on=wish, survey_half="afternoon")

    acknowledge(orders["water"])

    visit = Visit.objects.get()
    assert (visit.on, visit.half, visit.asked_by, visit.not_before) == expected


def test_who_did_not_choose_a_joint_survey_has_no_visit(accept, acknowledge, find):
    water = accept("water", wishes=())["water"]
    acknowledge(water)

    find(water, at=on(MONDAY.date(), 15))

    assert stage(water).status == "reached"
    assert not Visit.objects.joint().exists()


def test_an_order_that_is_apart_is_surveyed_alone(accept, acknowledge, find, office):
    orders = accept("water", "power")
    split_off(orders["water"], "survey", by=office, reason="x")

    acknowledge(*orders.values())
    find(orders["water"], at=on(MONDAY.date(), 15))

    assert [row.order for row in visit_of(orders["power"], "survey").attendances.all()]
    assert stage(orders["water"]).status == "reached"
    assert not Attendance.objects.open().filter(order=orders["water"]).exists()


def test_it_fixes_itself_once_all_have_said_yes_and_all_orders_are_in_hand(accept, acknowledge, come):
    orders = accept("water", "power")
    acknowledge(orders["water"])
    come(orders["water"])
    early = visit_of(orders["water"]).status
    acknowledge(orders["power"])

    come(orders["power"])

    visit = visit_of(orders["water"])
    assert (early, visit.status, visit.on) == ("proposed", "fixed", TUESDAY)
    assert visit.arrangement.kind == "arrangement"


def test_an_order_without_survey_does_not_hold_the_others_up(accept, acknowledge, come):
    orders = accept("water", "power")
    acknowledge(orders["power"], needs_survey=False, has_outside_works=False)
    acknowledge(orders["water"])

    come(orders["water"])

    assert visit_of(orders["water"]).status == "fixed"


def test_the_clock_is_held_by_whom_it_waits_for(two, come, office):
    water, power = two

    come(water)
    with clock.moved_to(on(MONDAY.date(), 11)):
        answer_visit(power, "survey", is_coming=False, by=office)

    assert [holder for holder, _counts in holders(water)] == ["provider", "joint", "office"]
    assert [holder for holder, _counts in holders(power)] == ["provider", "office"]
    sound(water, on(MONDAY.date(), 12))


def test_days_the_applicant_asked_for_do_not_count_and_all_others_do(accept, acknowledge, come, find):
    water = accept("water", survey_on=THURSDAY)["water"]
    acknowledge(water)  # on Monday; two working days where outside works are not known
    waiting = stage(water)
    sound(water, on(TUESDAY))
    come(water, at=on(WEDNESDAY))
    assert (waiting.due_on, waiting.days_left) == (None, 2)

    find(water, at=on(FRIDAY))

    # Thursday is the first day that counts, Friday the second.
    assert (stage(water).due_on, stage(water).status) == (FRIDAY, "reached")
    assert [counts for _holder, counts in holders(water)] == [True, False, False, True]
    sound(water, on(FRIDAY, 12))


def test_without_a_wish_every_day_counts(two, come, find):
    water, power = two
    come(water, power)

    find(water, at=on(TUESDAY))

    assert stage(water).due_on == WEDNESDAY
    assert all(counts for _holder, counts in holders(water))


def test_one_counter_proposal_is_the_applicants_to_take(two, office):
    water, power = two
    with clock.moved_to(on(MONDAY.date(), 10)):
        answer_visit(
            water, "survey", is_coming=False, counter_on=WEDNESDAY, counter_half="afternoon", by=office
        )
    assert stage(power).holder == "applicant"

    with clock.moved_to(on(MONDAY.date(), 11)):
        answer_counter(visit_of(water), accepts=True, by=office)
        answer_visit(power, "survey", is_coming=True, by=office)

    visit = visit_of(water)
    assert (visit.status, visit.on, visit.half, visit.asked_by) == (
        "fixed",
        WEDNESDAY,
        "afternoon",
        "provider",
    )
    assert all(counts for _holder, counts in holders(water))
    sound(water, on(MONDAY.date(), 12))


def test_a_counter_proposal_refused_leaves_the_day_to_the_office(two, office):
    water, power = two
    with clock.moved_to(on(MONDAY.date(), 10)):
        answer_visit(power, "survey", is_coming=True, by=office)
        answer_visit(
            water, "survey", is_coming=False, counter_on=WEDNESDAY, counter_half="morning", by=office
        )
        answer_counter(visit_of(water), accepts=False, by=office)
    assert stage(water).holder == "office"

    with clock.moved_to(on(MONDAY.date(), 12)):
        fix_visit(visit_of(water), on=THURSDAY, half="morning", by=office)

    assert visit_of(water).status == "fixed"
    assert visit_of(water).asked_by == "office"


def test_a_last_yes_on_the_day_itself_leaves_the_day_to_the_office(two, come):
    water, power = two
    come(water)
    come(power, at=on(TUESDAY, 16))

    assert (visit_of(water).status, visit_of(water).on) == ("proposed", TUESDAY)
    assert not Message.objects.filter(kind="visit.fixed").exists()
    assert holders(water)[-1] == ("office", True)


def test_another_day_that_has_come_can_only_be_declined(two, come, office):
    water, power = two
    come(power)
    with clock.moved_to(MONDAY):
        said = {"is_coming": False, "counter_on": WEDNESDAY, "counter_half": "morning"}
        answer_visit(water, "survey", by=office, **said)

    with clock.moved_to(on(WEDNESDAY)):
        visit = visit_of(water)
        watch_visits()
        span = stage(water).spans.last()
        assert (span.holder, span.starts_at) == ("office", on(WEDNESDAY, 0))
        with pytest.raises(WrongStatus, match="已到或已过"):
            answer_counter(visit, accepts=True, by=APPLICANT)
        answer_counter(visit, accepts=False, by=APPLICANT)

    assert (visit_of(water).on, visit_of(water).counter_answer) == (TUESDAY, False)
