"""A trench from its opening to its backfill: nobody closes it before the last party is through."""

from datetime import date, timedelta

import pytest
from django.db.models import F

from accounts.actors import SYSTEM
from common import clock
from common.status import WrongStatus
from district.services import load_calendar
from milestones.models import Milestone, Outcome
from milestones.services import report_stage, split_off
from milestones.stages import Stage
from milestones.tests.recount import check_everything, check_record
from works.models import Dig, DigParty, RoadSection
from works.services.alone import leave_trench, share_again
from works.services.dig_reports import report_digging
from works.services.digging import BadDig, NotTheLead, open_dig
from works.services.emergencies import open_emergency_dig
from works.services.trenches import NotThrough, backfill_dig, report_in_dig

from .cases import clock_of, road
from .trench import get_through, lead_of, opened, reach, stage

pytestmark = pytest.mark.usefixtures("db")
PROVIDER = ("provider", "", True)
WAITING = ("joint", "other_parties", False)


@pytest.fixture
def case(dug):
    return dug


@pytest.fixture
def trench(case):
    """Open since ten o'clock, by water; power is its partner."""
    return opened(case)


def settled(case):
    """Every date of the case counted again."""
    check_everything(case, load_calendar(), clock.today())
    check_record(case, load_calendar(), clock.today())


def settle_all():
    from works.tasks import settle_trenches

    settle_trenches()


def test_the_lead_opens_it_for_all(case, trench, water, power, at):
    assert (stage(water, "excavation").status, stage(power, "excavation").status) == ("reached", "running")

    at("2026-11-27 15:00")
    settle_all()

    assert stage(power, "excavation").reached_at == trench.opened_at
    settled(case)


def test_only_the_lead_opens_it(case, power):
    with pytest.raises(NotTheLead):
        open_dig(Dig.objects.get(), order=power, by=SYSTEM)


@pytest.mark.parametrize("steps", [("finished_at", "hidden_passed_at"), ("surveyed_at",), ()], ids=str)
def test_backfill_is_refused_until_the_last_party_is_through(trench, water, power, steps):
    settle_all()
    get_through(trench, water)
    if steps:
        report_in_dig(trench, order=power, steps=steps, by=SYSTEM)

    with pytest.raises(NotThrough):
        backfill_dig(trench, order=water, by=SYSTEM)

    trench.refresh_from_db()
    assert trench.status == "open"


def test_it_closes_the_section_and_starts_protection_and_warranty(case, trench, water, power, at):
    settle_all()
    get_through(trench, water)
    get_through(trench, power)
    at("2026-11-30 16:00")
    backfill_dig(trench, order=water, by=SYSTEM)
    at("2026-12-01 09:00")
    settle_all()

    trench.refresh_from_db()
    assert (trench.status, trench.section.backfilled_on) == ("closed", date(2026, 11, 30))
    assert (trench.protected_until, trench.warranty_until) == (date(2027, 11, 30), date(2027, 11, 30))
    assert {stage(order, "backfill").reached_at for order in (water, power)} == {trench.closed_at}
    settled(case)


def test_only_the_lead_closes_it(trench, water, power):
    settle_all()
    for order in (water, power):
        get_through(trench, order)

    with pytest.raises(NotTheLead):
        backfill_dig(trench, order=power, by=SYSTEM)


def test_while_another_party_works_backfill_stands_still_and_is_held_jointly(case, trench, water, power, at):
    settle_all()
    get_through(trench, water)
    assert clock_of(water, "backfill") == WAITING

    at("2026-12-01 11:00")
    get_through(trench, power)
    at("2026-12-03 11:00")
    settle_all()

    assert clock_of(water, "backfill") == PROVIDER
    assert stage(water, "backfill").spans.last().starts_at == clock.now() - timedelta(days=2)
    assert clock_of(power, "backfill")[0] == "joint"
    settled(case)


def test_a_trench_closed_before_anybody_looked_ends_the_waiting_when_all_were_through(
    case, trench, water, power, at
):
    settle_all()
    get_through(trench, water)
    at("2026-12-01 11:00")
    get_through(trench, power)
    through_at = clock.now()
    at("2026-12-03 11:00")
    backfill_dig(trench, order=water, by=SYSTEM)

    spans = list(stage(water, "backfill").spans.all())
    assert [(span.reason, span.ends_at) for span in spans if span.reason] == [("other_parties", through_at)]
    settled(case)


def turns(order):
    """Who held BACKFILL for how many days, moments left out."""
    spans = stage(order, "backfill").spans.exclude(ends_at=F("starts_at"))
    return [(span.holder, (span.ends_at - span.starts_at).days) for span in spans]


def test_what_the_lead_has_closed_was_in_his_hand_until_then(case, trench, water, power, at):
    settle_all()
    get_through(trench, water)
    get_through(trench, power)
    at("2026-12-03 10:00")
    backfill_dig(trench, order=water, by=SYSTEM)
    settle_all()

    assert (turns(water), turns(power)) == ([("provider", 6)], [("joint", 6)])
    settled(case)


def test_a_partner_has_it_in_hand_until_he_is_through_himself(case, trench, water, power, at):
    settle_all()
    reach(power, Stage.CONSTRUCTION)
    get_through(trench, water)
    at("2026-11-30 10:00")
    report_in_dig(trench, order=power, steps=DigParty.STEPS, by=SYSTEM)
    at("2026-12-03 10:00")
    backfill_dig(trench, order=water, by=SYSTEM)
    settle_all()

    assert turns(power) == [("provider", 3), ("joint", 3)]
    assert turns(water) == [("joint", 3), ("provider", 3)]
    settled(case)


def test_until_the_lead_opens_the_others_hold_the_stage_jointly_and_their_days_count(case, water, power):
    assert clock_of(water, "excavation") == PROVIDER
    assert clock_of(power, "excavation") == ("joint", "", True)


def test_the_moment_of_a_step_lies_between_opening_and_now(trench, water):
    for moment in (trench.opened_at - timedelta(minutes=1), clock.now() + timedelta(minutes=1)):
        with pytest.raises(BadDig):
            report_in_dig(trench, order=water, steps=["finished_at"], at=moment, by=SYSTEM)


def test_the_first_report_of_a_step_counts(trench, water, at):
    report_in_dig(trench, order=water, steps=["surveyed_at"], by=SYSTEM)
    first = clock.now()
    at("2026-11-27 18:00")
    party = report_in_dig(trench, order=water, steps=["surveyed_at", "finished_at"], by=SYSTEM)

    assert (party.surveyed_at, party.finished_at) == (first, clock.now())


def test_reporting_the_stages_does_what_the_trench_needs(case, water, power):
    dig = Dig.objects.get()
    report_digging(water, Stage.EXCAVATION, outcome=Outcome.REACHED, occurred_at=clock.now(), by=SYSTEM)
    settle_all()
    for order in (water, power):
        get_through(dig, order)
    with pytest.raises(NotTheLead):
        report_digging(power, Stage.BACKFILL, outcome=Outcome.REACHED, occurred_at=clock.now(), by=SYSTEM)

    report = report_digging(
        water, Stage.BACKFILL, outcome=Outcome.REACHED, occurred_at=clock.now(), by=SYSTEM
    )

    assert (report.milestone.stage, report.milestone.status) == ("backfill", "reached")


def test_an_earlier_backfill_reported_late_does_not_shorten_the_protection(case, trench, water, power):
    settle_all()
    for order in (water, power):
        get_through(trench, order)
    tomorrow = clock.today() + timedelta(days=1)
    RoadSection.objects.filter(pk=trench.section_id).update(backfilled_on=tomorrow)

    backfill_dig(trench, order=water, by=SYSTEM)

    trench.section.refresh_from_db()
    assert trench.section.backfilled_on == tomorrow


def test_nobody_is_connected_while_his_trench_is_open(case, trench, water, power):
    settle_all()
    for order in (water, power):
        get_through(trench, order)
    backfill_dig(trench, order=water, by=SYSTEM)
    reach(water, "acceptance")
    emergency = open_emergency_dig(water, section=trench.section, cause="爆管", by=SYSTEM)

    with pytest.raises(WrongStatus, match="尚未回填"):
        reach(water, "connection")

    report_in_dig(emergency, order=water, steps=DigParty.STEPS, by=SYSTEM)
    backfill_dig(emergency, order=water, by=SYSTEM)
    reach(water, "connection")
    water.refresh_from_db()
    assert water.status == "connected"


def test_a_trench_is_not_reported_as_needless(case, water):
    with pytest.raises(WrongStatus):
        report_digging(
            water, Stage.EXCAVATION, outcome=Outcome.NOT_NEEDED, occurred_at=clock.now(), by=SYSTEM
        )


def test_construction_finished_is_finished_in_the_trench(trench, water):
    reach(water, Stage.CONSTRUCTION)

    assert trench.parties.get(order=water).finished_at == clock.now()


def test_the_lead_is_one_of_the_parties(trench):
    assert lead_of(trench).request.service == "water"


def test_who_came_later_was_not_there_when_it_was_opened(case, water, power, at):
    leave_trench(power, reason="另行开挖", by=SYSTEM)
    at("2026-11-30 10:00")
    open_dig(Dig.objects.living().get(parties__order=water, parties__left_at=None), order=water, by=SYSTEM)
    late = at("2026-12-14 10:00")

    share_again(power, by=SYSTEM)
    settle_all()

    excavation = stage(power, "excavation")
    assert (excavation.status, excavation.reached_at) == ("reached", late)
    assert stage(power, "construction").opened_at == late
    settled(case)


def test_it_is_not_closed_on_a_day_when_one_who_was_not_through_still_lay_in_it(trench, water, power, at):
    then = at("2026-11-27 12:00")
    get_through(trench, water)
    left = at("2026-12-02 15:00")
    leave_trench(power, reason="另行开挖", by=SYSTEM)

    with pytest.raises(BadDig):
        backfill_dig(trench, order=water, by=SYSTEM, at=then + timedelta(hours=1))

    assert backfill_dig(trench, order=water, by=SYSTEM, at=left).closed_at == left


def test_one_kept_out_for_want_of_permits_holds_up_no_backfill_told_the_same_evening(case, water, power, at):
    Milestone.objects.filter(order=power, stage="excavation").update(status="pending")
    opened_at, closed_at = at("2026-11-27 12:00"), at("2026-11-27 15:00")
    at("2026-11-27 18:00")
    dig = open_dig(Dig.objects.get(), order=water, by=SYSTEM, at=opened_at)
    reach_at(water, Stage.CONSTRUCTION, closed_at)
    report_in_dig(dig, order=water, steps=DigParty.STEPS, by=SYSTEM, at=closed_at)

    assert backfill_dig(dig, order=water, by=SYSTEM, at=closed_at).closed_at == closed_at


def test_construction_finishes_nothing_in_the_hole_of_an_emergency(case, trench, water, at):
    settle_all()
    built = at("2026-11-27 11:00")
    at("2026-11-27 12:00")
    emergency = open_emergency_dig(water, section=road("沿河路"), cause="抢修", by=SYSTEM)

    reach_at(water, Stage.CONSTRUCTION, built)

    assert emergency.parties.get().finished_at is None
    assert trench.parties.get(order=water).finished_at == built


def test_nothing_is_finished_in_a_trench_before_one_came_into_it(trench, power, at):
    settle_all()
    split_off(power, Stage.BACKFILL, by=SYSTEM, reason="另行施工")
    back = at("2026-11-27 15:00")
    share_again(power, by=SYSTEM)
    at("2026-11-27 16:00")

    with pytest.raises(BadDig, match="施工完成时间不能早于"):
        reach_at(power, Stage.CONSTRUCTION, back - timedelta(hours=1))

    reach_at(power, Stage.CONSTRUCTION, back)
    assert trench.parties.living().get(order=power).finished_at == back


def reach_at(order, name, moment):
    order.refresh_from_db()
    report_stage(order, name, outcome=Outcome.REACHED, occurred_at=moment, by=SYSTEM)
