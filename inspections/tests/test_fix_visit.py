"""The office fixes a day, moves and cancels it; the clocks stay right."""

import pytest

from accounts.actors import APPLICANT
from accounts.tests.factories import UserFactory
from applications.models import Paper
from applications.services import TooOften, withdraw_request
from common import clock
from common.status import WrongStatus
from inspections.models import Visit
from inspections.services import (
    BadVisit,
    answer_visit,
    cancel_visit,
    confirm_visit,
    fix_visit,
    record_finding,
    watch_visits,
    wish_day,
)
from milestones.services import pause_milestone, rejoin, resume_milestone, split_off
from ningshe_portal.pages.visit_cards import build_card
from outbox.models import Message
from utilities.models import ReturnReason
from utilities.services import return_order

from .conftest import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, holders, on, sound, stage, visit_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def fixed(two, come):
    """Water and power, both coming on Tuesday morning."""
    come(*two)
    return visit_of(two[0])


def fix(visit, day, by, *, at=MONDAY, half="morning", **options):
    with clock.moved_to(at):
        return fix_visit(Visit.objects.get(pk=visit.pk), on=day, half=half, by=by, **options)


def test_who_has_not_answered_is_taken_as_coming(two, office):
    visit = fix(visit_of(two[0]), WEDNESDAY, office)

    assert (visit.status, visit.on) == ("fixed", WEDNESDAY)
    assert set(visit.attendances.values_list("answer", flat=True)) == {"coming"}


def test_what_was_answered_to_the_day_before_a_move_is_no_answer_to_the_new_one(fixed, two, office):
    fix(fixed, WEDNESDAY, office)

    own = fixed.attendances.get(order=two[0])
    card = build_card(Visit.objects.get(pk=fixed.pk), fixed.application, providers={two[0].provider_id})
    assert (own.answer, own.answered_at) == ("coming", None)
    assert "未另行答复，按到场处理" in str(card)


def test_nobody_who_said_no_is_passed_over(two, office):
    answer = {"is_coming": False, "by": office}
    with clock.moved_to(MONDAY):
        answer_visit(two[0], "survey", **answer)

    with pytest.raises(BadVisit, match="不能到场"):
        fix(visit_of(two[0]), TUESDAY, office)


@pytest.mark.parametrize("day", [MONDAY.date().replace(day=20), MONDAY.date().replace(year=2028)])
def test_a_day_that_cannot_be_is_refused(day, two, office):
    with pytest.raises(BadVisit):
        fix(visit_of(two[0]), day, office)


def test_the_applicant_gets_the_arrangement_and_confirms_once(fixed):
    confirm_visit(fixed, by=APPLICANT)

    with pytest.raises(WrongStatus):
        confirm_visit(fixed, by=APPLICANT)

    assert Visit.objects.get(pk=fixed.pk).confirmed_by == "申请人"
    assert Message.objects.filter(kind="visit.fixed", channel="sms").exists()


def test_a_move_the_applicant_asks_for_does_not_count(fixed, two, office, find):
    water, power = two
    with clock.moved_to(on(MONDAY.date(), 16)):
        wish_day(fixed, on=THURSDAY, half="afternoon", by=APPLICANT)
    assert stage(water).holder == "office"

    visit = fix(fixed, THURSDAY, office, at=on(MONDAY.date(), 17), half="afternoon")
    find(water, at=on(THURSDAY, 15))

    assert (visit.asked_by, visit.not_before, visit.moves, visit.confirmed_at) == (
        "applicant",
        THURSDAY,
        1,
        None,
    )
    assert stage(water).due_on == FRIDAY  # Thursday is the first day that counts
    assert stage(power).holder == "provider"
    sound(power, on(THURSDAY, 16))


def test_a_move_for_other_reasons_counts(fixed, two, office):
    fix(fixed, THURSDAY, office, at=on(MONDAY.date(), 17))

    assert stage(two[0]).due_on == WEDNESDAY
    assert stage(two[0]).holder == "joint"
    sound(two[0], on(WEDNESDAY))


def test_the_applicants_own_days_stay_his_when_others_move_the_day(accept, acknowledge, office):
    water = accept("water", survey_on=WEDNESDAY)["water"]
    acknowledge(water)
    fix(visit_of(water), FRIDAY, office, at=on(TUESDAY))

    with clock.moved_to(on(FRIDAY)):
        watch_visits()

    # Tuesday was his; Wednesday and Thursday count.
    assert stage(water).due_on == THURSDAY
    sound(water, on(FRIDAY))


def test_late_watching_changes_nothing(accept, acknowledge, come):
    water = accept("water", survey_on=WEDNESDAY)["water"]
    acknowledge(water)
    come(water)

    with clock.moved_to(on(FRIDAY, 18)):
        watch_visits()

    starts = [clock.local_date(span.starts_at) for span in stage(water).spans.all()]
    assert starts[-1] == WEDNESDAY
    assert stage(water).due_on == THURSDAY
    sound(water, on(FRIDAY, 18))


def test_the_paper_before_is_void_after_a_move(fixed, office):
    fix(fixed, THURSDAY, office)

    papers = Paper.objects.filter(kind="arrangement").order_by("serial")
    assert [paper.voided_at is None for paper in papers] == [False, True]
    assert papers.last().content["is_moved"]


def test_another_day_is_wished_ten_times_a_day_at_most(fixed):
    with clock.moved_to(MONDAY):
        for half in ("morning", "afternoon") * 5:
            wish_day(fixed, on=THURSDAY, half=half, by=APPLICANT)
        with pytest.raises(TooOften):
            wish_day(fixed, on=FRIDAY, half="morning", by=APPLICANT)
        wish_day(fixed, on=FRIDAY, half="morning", by=UserFactory())


def test_a_wish_may_be_declined_by_keeping_the_day(fixed, two, office):
    with clock.moved_to(MONDAY):
        wish_day(fixed, on=THURSDAY, half="morning", by=APPLICANT)

    visit = fix(fixed, TUESDAY, office)

    assert (visit.wished_on, visit.on, visit.moves) == (None, TUESDAY, 0)
    assert stage(two[0]).holder == "joint"


def test_a_day_that_one_cannot_keep_comes_to_the_office_at_once(fixed, two, office):
    waits_for_office = Visit.objects.awaiting_office(MONDAY.date())
    before = waits_for_office.exists()
    with clock.moved_to(on(MONDAY.date(), 12)):
        answer_visit(two[0], "survey", is_coming=False, by=office)
    refused = waits_for_office.exists()

    fix(fixed, THURSDAY, office, at=on(MONDAY.date(), 13))

    assert (before, refused, waits_for_office.exists()) == (False, True, False)


def test_cancelled_everybody_goes_alone(fixed, two, office, find):
    with clock.moved_to(on(MONDAY.date(), 12)):
        cancel_visit(fixed, reason="暴雪", by=office)

    find(two[0], at=on(MONDAY.date(), 15))

    assert Visit.objects.get(pk=fixed.pk).status == "cancelled"
    assert (stage(two[0]).status, stage(two[1]).holder) == ("reached", "provider")
    assert Message.objects.filter(kind="visit.cancelled").exists()


def test_one_who_leaves_and_joins_again(two, come, office, find):
    water, power = two
    come(power)
    with clock.moved_to(on(MONDAY.date(), 10)):
        split_off(water, "survey", by=office, reason="x")

    after_leaving = power.attendances.open().get().visit.status
    find_alone = stage(water).holder
    with clock.moved_to(on(MONDAY.date(), 11)):
        rejoin(water, "survey", by=office)

    assert (after_leaving, find_alone) == ("fixed", "provider")
    assert power.attendances.open().get().visit.attendances.taking_part().count() == 2
    sound(water, on(MONDAY.date(), 12))


def test_a_returned_order_leaves_and_an_empty_visit_ends(fixed, two, office):
    with clock.moved_to(on(MONDAY.date(), 10)):
        return_order(two[0], reason="other", detail="x", by=office)
        one_left = Visit.objects.get(pk=fixed.pk).status
        return_order(two[1], reason="other", detail="x", by=office)

    assert (one_left, Visit.objects.get(pk=fixed.pk).status) == ("fixed", "cancelled")


def test_a_pause_of_the_provider_goes_before_and_the_wait_goes_on_after_it(accept, acknowledge, come, office):
    water = accept("water", survey_on=THURSDAY)["water"]
    acknowledge(water)
    come(water)
    with clock.moved_to(on(THURSDAY)):
        watch_visits()
        milestone = stage(water)
        pause_milestone(milestone, reason="force_majeure", basis="x", by=office, evidence="a")
        watch_visits()
        assert [counts for _holder, counts in holders(water)][-1] is False

        resume_milestone(milestone, by=office)
        watch_visits()

    assert holders(water)[-1] == ("provider", True)
    sound(water, on(THURSDAY, 12))


def test_of_answer_and_fixing_at_once_the_second_finds_the_first(two, office):
    stale = visit_of(two[0])
    fix(stale, WEDNESDAY, office)

    with clock.moved_to(MONDAY), pytest.raises(WrongStatus):
        answer_visit(
            two[0], "survey", is_coming=False, counter_on=THURSDAY, counter_half="morning", by=office
        )
    with pytest.raises(WrongStatus):
        fix(stale, WEDNESDAY, office)


def test_that_a_provider_no_longer_comes_is_told_and_the_confirmation_stands(fixed, two, office):
    power = two[1]
    with clock.moved_to(MONDAY):
        confirm_visit(fixed, by=APPLICANT)
        return_order(power, reason=ReturnReason.WRONG_AREA, detail="", by=office)

    fixed.refresh_from_db()
    told = Message.objects.get(kind="visit.left", channel="sms")
    assert f"{power.provider}不再到场" in bytes(told.body).decode()
    assert fixed.confirmed_at is not None


def test_of_the_service_he_gave_up_himself_he_is_not_told_that_nobody_comes(fixed, two):
    with clock.moved_to(MONDAY):
        withdraw_request(two[1].request, reason="x", by=APPLICANT)

    kinds = Message.objects.filter(channel="sms").values_list("kind", flat=True)
    assert ("visit.left" in kinds, "request.withdrawn" in kinds) == (False, True)
    assert Paper.objects.filter(kind="arrangement", voided_at=None).count() == 1


def test_who_confirms_the_day_after_all_wishes_no_other(fixed, two, office):
    visit = visit_of(two[0])
    with clock.moved_to(MONDAY):
        fix_visit(visit, on=THURSDAY, half="morning", by=office)
        wish_day(visit, on=FRIDAY, half="morning", by=APPLICANT)
        asked = stage(two[0]).spans.last().holder
        confirm_visit(visit, by=APPLICANT)

    assert visit_of(two[0]).wished_on is None
    assert (asked, stage(two[0]).spans.last().holder) == ("office", "joint")


def test_the_applicant_hears_who_needs_not_come_after_all(fixed, two, office):
    with clock.moved_to(on(MONDAY.date(), 15)):
        report = {"outcome": "not_needed", "occurred_at": on(MONDAY.date(), 15), "has_outside_works": True}
        record_finding(two[0], "survey", by=office, **report)

    told = Message.objects.filter(kind="visit.left", recipient=two[0].application.contact_phone)
    assert told.count() == 1
