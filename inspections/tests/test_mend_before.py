"""The applicant mends until the day first named; whoever moves the visit afterwards, the wait is over then."""

from contextlib import suppress
from datetime import date

import pytest

from accounts.actors import APPLICANT
from common import clock
from common.status import WrongStatus
from inspections.services import (
    answer_visit,
    cancel_visit,
    fix_visit,
    list_to_mend,
    record_finding,
    report_mended,
    watch_visits,
    wish_day,
)
from milestones.services import pause_milestone, rejoin, resume_milestone, split_off

from .conftest import FRIDAY, LATER, THURSDAY, WEDNESDAY, holders, on, sound, stage, visit_of

pytestmark = pytest.mark.django_db
IN_TWO_WEEKS = date(2026, 12, 10)
NEXT_MONDAY = date(2026, 11, 30)


@pytest.fixture
def mending(accepting, come, find):
    """Power failed on Wednesday and comes again on Friday, when the applicant has mended."""
    power = accepting("power")["power"]
    come(power, at=LATER, kind="acceptance")
    fail(power, find)
    return power


def fail(order, find, again_on=FRIDAY):
    said = {"outcome": "failed", "to_mend": ["清空配电室"], "mender": "applicant"}
    find(order, at=on(WEDNESDAY), stage="acceptance", again_on=again_on, **said)


def watch(day, hour=9):
    with clock.moved_to(on(day, hour)):
        watch_visits()


def test_a_provider_that_cannot_come_is_given_no_days(mending, office):
    with clock.moved_to(on(THURSDAY)):
        answer_visit(mending, "acceptance", is_coming=False, by=office)
        refused = holders(mending, "acceptance")[-1]
        listed = len(list_to_mend(mending.application))
        visit = visit_of(mending, "acceptance")
        fix_visit(visit, on=IN_TWO_WEEKS, half="morning", asked_by="provider", by=office)
        moved = holders(mending, "acceptance")[-1]
    watch(NEXT_MONDAY)

    assert (refused, listed, moved) == (("office", False), 1, ("applicant", False))
    last = stage(mending, "acceptance").spans.last()
    assert (last.holder, last.counts, clock.local_date(last.starts_at)) == ("provider", True, FRIDAY)
    assert not list_to_mend(mending.application)
    sound(mending, on(NEXT_MONDAY))


def test_while_others_have_still_to_report_it_ends_on_the_day_named(accepting, come, find):
    orders = accepting("water", "power")
    come(*orders.values(), at=LATER, kind="acceptance")
    fail(orders["power"], find)
    watch(NEXT_MONDAY)

    assert visit_of(orders["power"], "acceptance").status == "proposed"
    last = stage(orders["power"], "acceptance").spans.last()
    assert (last.holder, last.counts, clock.local_date(last.starts_at)) == ("office", True, FRIDAY)
    sound(orders["power"], on(NEXT_MONDAY))


def test_a_visit_that_comes_earlier_ends_it_for_good(mending, office):
    with clock.moved_to(on(WEDNESDAY, 12)):
        visit = visit_of(mending, "acceptance")
        fix_visit(visit, on=THURSDAY, half="morning", asked_by="provider", by=office)
        until = stage(mending, "acceptance").spans.last().expected_until
        fix_visit(visit, on=IN_TWO_WEEKS, half="morning", asked_by="provider", by=office)
    watch(FRIDAY)

    starts = [
        clock.local_date(span.starts_at) for span in stage(mending, "acceptance").spans.filter(counts=True)
    ]
    assert (until, starts[-1]) == (THURSDAY, THURSDAY)
    sound(mending, on(FRIDAY))


def test_the_days_he_asks_for_himself_are_his_after_it(mending, office):
    with clock.moved_to(on(THURSDAY)):
        wish_day(visit_of(mending, "acceptance"), on=NEXT_MONDAY, half="morning", by=APPLICANT)
        asked = holders(mending, "acceptance")[-1]
        fix_visit(visit_of(mending, "acceptance"), on=NEXT_MONDAY, half="morning", by=office)
    watch(FRIDAY)
    between = stage(mending, "acceptance").spans.last()
    watch(NEXT_MONDAY)

    assert asked == ("office", False)
    assert (between.reason, between.expected_until) == ("applicant_day", NEXT_MONDAY)
    assert holders(mending, "acceptance")[-1] == ("provider", True)
    sound(mending, on(NEXT_MONDAY))


def part(order, office):
    split_off(order, "acceptance", reason="x", by=office)


def give_common_day_up(order, office):
    cancel_visit(visit_of(order, "acceptance"), reason="暴雪", by=office)


@pytest.mark.parametrize("go", [part, give_common_day_up])
def test_who_goes_alone_then_waits_for_him_as_well(go, mending, office):
    with clock.moved_to(on(WEDNESDAY, 12)):
        go(mending, office)
        listed = len(list_to_mend(mending.application))
    own = visit_of(mending, "acceptance")

    assert (own.is_joint, own.on, listed) == (False, FRIDAY, 1)
    with clock.moved_to(on(THURSDAY)):
        report_mended(mending, "acceptance", by=APPLICANT)
        rejoin_or_not(mending, office)
    assert holders(mending, "acceptance")[-1] == ("provider", True)
    sound(mending, on(THURSDAY, 12))


def rejoin_or_not(order, office):
    """What he has mended stays mended in whatever company one comes."""
    with suppress(WrongStatus):
        rejoin(order, "acceptance", by=office)


def test_a_provider_that_goes_on_before_that_day_keeps_its_clock(mending, office):
    with clock.moved_to(on(THURSDAY)):
        resume_milestone(stage(mending, "acceptance"), by=office)
    watch(THURSDAY, 10)

    own = mending.attendances.open().get()
    assert (own.mender, own.mends_until) == ("", None)
    assert holders(mending, "acceptance")[-2:] == [("applicant", False), ("provider", True)]
    sound(mending, on(FRIDAY))


@pytest.fixture
def told_in_pause(accepting, come, office):
    """Power failed on Wednesday at nine; that was told at eleven, when its clock had stood still for an hour."""
    power = accepting("power")["power"]
    come(power, at=LATER, kind="acceptance")
    with clock.moved_to(on(WEDNESDAY, 10)):
        pause_milestone(
            stage(power, "acceptance"), reason="applicant_site", basis="门锁着", evidence="a.jpg", by=office
        )
    with clock.moved_to(on(WEDNESDAY, 11)):
        said = {"note": "配电室有杂物", "to_mend": ["清空配电室"], "mender": "applicant"}
        record_finding(
            power,
            "acceptance",
            outcome="failed",
            occurred_at=on(WEDNESDAY),
            again_on=FRIDAY,
            by=office,
            **said,
        )
    return power


def test_what_was_told_during_a_pause_is_his_to_mend_once_that_ends(told_in_pause, office):
    with clock.moved_to(on(THURSDAY)):
        resume_milestone(stage(told_in_pause, "acceptance"), by=office)
        assert [row.order for row in list_to_mend(told_in_pause.application)] == [told_in_pause]
    assert holders(told_in_pause, "acceptance")[-1] == ("applicant", False)

    watch(FRIDAY)
    assert holders(told_in_pause, "acceptance")[-1] == ("provider", True)
    sound(told_in_pause, on(FRIDAY))


def test_where_the_pause_outlasts_his_days_the_provider_goes_on(told_in_pause, office):
    with clock.moved_to(on(NEXT_MONDAY)):
        resume_milestone(stage(told_in_pause, "acceptance"), by=office)

    assert holders(told_in_pause, "acceptance")[-1] == ("provider", True)
    sound(told_in_pause, on(NEXT_MONDAY))
