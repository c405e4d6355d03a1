"""A trench from its opening to its backfill: nobody closes it before the last party is through."""

from datetime import date, timedelta

import pytest

from accounts.actors import APPLICANT, SYSTEM
from applications.models import RequestStatus
from applications.services import withdraw_request
from common import clock
from common.status import WrongStatus
from district.services import load_calendar
from milestones.models import Outcome
from milestones.services import split_off
from milestones.stages import Stage
from milestones.tests.recount import check_everything, check_record
from works.models import Dig, DigParty, RoadSection
from works.services.confirming import confirm_plan
from works.services.dig_reports import report_digging
from works.services.digging import BadDig, NotTheLead, open_dig
from works.services.emergencies import open_emergency_dig
from works.services.parts import BadPart
from works.services.trenches import NotThrough, backfill_dig, report_in_dig

from .cases import along, clock_of, give, orders_of, road
from .trench import dug_case, get_through, lead_of, opened, parties, reach, stage

pytestmark = pytest.mark.usefixtures("db")
PROVIDER = ("provider", "", True)
WAITING = ("joint", "other_parties", False)


@pytest.fixture
def case():
    return dug_case()


@pytest.fixture
def water(case):
    return orders_of(case)["water"]


@pytest.fixture
def power(case):
    return orders_of(case)["power"]


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


def test_nobody_digs_before_his_approval(db):
    from works.services.confirming import confirm_plan

    from .cases import give_all, planned_case

    case = planned_case(("water",))
    (plan,) = give_all(case)
    confirm_plan(plan, version=1, by=APPLICANT)

    with pytest.raises(WrongStatus):
        open_dig(Dig.objects.get(), order=orders_of(case)["water"], by=SYSTEM)


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


def test_who_left_is_waited_for_until_he_left_and_not_a_day_longer(case, trench, water, power, at):
    settle_all()
    get_through(trench, water)
    at("2026-12-02 11:00")
    withdraw_request(power.request, by=APPLICANT, reason="不再需要")
    left_at = clock.now()
    at("2026-12-03 09:00")
    settle_all()

    spans = list(stage(water, "backfill").spans.all())
    assert (spans[-2].reason, spans[-2].ends_at, spans[-1].counts) == ("other_parties", left_at, True)
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


def test_until_the_lead_opens_the_others_hold_the_stage_jointly_and_their_days_count(case, water, power):
    assert clock_of(water, "excavation") == PROVIDER
    assert clock_of(power, "excavation") == ("joint", "", True)


def test_who_leads_when_the_lead_has_left_has_had_the_stage_in_hand_since_then(case, water, power, at):
    at("2026-12-02 11:00")
    withdraw_request(water.request, by=APPLICANT, reason="不再需要")
    left_at = clock.now()
    at("2026-12-03 09:00")
    settle_all()

    spans = list(stage(power, "excavation").spans.all())
    assert [span.holder for span in spans if span.starts_at != span.ends_at] == ["joint", "provider"]
    assert (spans[-2].ends_at, spans[-1].starts_at) == (left_at, left_at)
    settled(case)


def test_the_photos_of_every_trench_stand_on_the_report_of_the_stage():
    first, second = road(), road("幸福道")
    case = dug_case(along(first), along(second), services=("water",))
    water = orders_of(case)["water"]
    for section, photo in ((first, "photos/1.jpg"), (second, "photos/2.jpg")):
        open_dig(Dig.objects.get(section=section), order=water, by=SYSTEM, photos=[photo])

    assert stage(water, "excavation").reports.get().photos == ["photos/1.jpg", "photos/2.jpg"]
    assert {tuple(party.photos) for party in water.dig_parties.all()} == {
        ("photos/1.jpg",),
        ("photos/2.jpg",),
    }


def test_the_report_of_the_backfill_has_its_own_photos_only():
    water = orders_of(dug_case(services=["water"]))["water"]
    dig = Dig.objects.get()
    open_dig(dig, order=water, by=SYSTEM, photos=["photos/open.jpg"])
    get_through(dig, water)

    backfill_dig(dig, order=water, by=SYSTEM, photos=["photos/closed.jpg"])

    assert stage(water, "backfill").reports.get().photos == ["photos/closed.jpg"]
    assert water.dig_parties.get().photos == ["photos/open.jpg", "photos/closed.jpg"]


def test_more_metres_where_the_trench_is_closed_are_dug_anew(at):
    first, second = road(), road("幸福道")
    case = dug_case(along(first, 60), along(second), services=("water",))
    water = orders_of(case)["water"]
    trench = Dig.objects.get(section=first)
    open_dig(trench, order=water, by=SYSTEM)
    report_in_dig(trench, order=water, steps=DigParty.STEPS, by=SYSTEM)
    backfill_dig(trench, order=water, by=SYSTEM)

    give(water, along(first, 90), along(second))
    confirm_plan(case.plans.get(), version=2, by=APPLICANT)

    anew = Dig.objects.exclude(pk=trench.pk).get(section=first)
    assert (anew.status, anew.parties.get().metres) == ("planned", 30)
    give(water, along(first, 60), along(second))
    confirm_plan(case.plans.get(), version=3, by=APPLICANT)
    assert Dig.objects.get(pk=anew.pk).status == "cancelled"


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


def test_when_the_lead_leaves_an_open_trench_the_next_one_leads(case, trench, water, power, at):
    split_off(water, Stage.BACKFILL, by=SYSTEM, reason="另行施工")

    trench.refresh_from_db()
    assert parties(trench) == {"power": "lead"}
    assert parties(Dig.objects.exclude(pk=trench.pk).get()) == {"water": "lead"}


def test_who_left_the_trench_closes_his_own_before_his_backfill_is_reached(case, trench, water, power):
    settle_all()
    split_off(water, Stage.BACKFILL, by=SYSTEM)
    own = Dig.objects.exclude(pk=trench.pk).get()
    open_dig(own, order=water, by=SYSTEM)  # once the other is backfilled the road is protected
    reach(water, Stage.CONSTRUCTION)
    get_through(trench, power)
    backfill_dig(trench, order=power, by=SYSTEM)
    settle_all()

    assert (stage(water, "backfill").status, stage(power, "backfill").status) == ("running", "reached")
    report_in_dig(own, order=water, steps=DigParty.STEPS, by=SYSTEM)
    backfill_dig(own, order=water, by=SYSTEM)
    assert stage(water, "backfill").status == "reached"
    settled(case)


def test_a_withdrawn_order_leaves_the_trench_to_the_others(case, trench, water, power):
    settle_all()
    withdraw_request(power.request, by=APPLICANT, reason="不再需要")
    get_through(trench, water)
    backfill_dig(trench, order=water, by=SYSTEM)

    assert stage(water, "backfill").status == "reached"
    settled(case)


def test_the_last_in_an_open_trench_cannot_be_withdrawn(case, trench, water, power):
    withdraw_request(power.request, by=APPLICANT, reason="不再需要")

    with pytest.raises(WrongStatus):
        withdraw_request(water.request, by=APPLICANT, reason="不再需要")

    water.request.refresh_from_db()
    assert water.request.status == RequestStatus.OPEN


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


def test_each_reports_for_the_trenches_it_leads_and_the_stage_follows_the_last(at):
    at("2026-11-27 10:00")
    case = dug_case(along(road()), along(road("晨曦路")))
    water, power = (orders_of(case)[service] for service in ("water", "power"))
    first, second = Dig.objects.of_application(case).order_by("pk")
    second.parties.filter(order=water).update(role="partner")
    second.parties.filter(order=power).update(role="lead", metres=99)
    said = {"outcome": Outcome.REACHED, "occurred_at": clock.now(), "by": SYSTEM}

    assert report_digging(water, Stage.EXCAVATION, **said) is None
    assert [dig.status for dig in Dig.objects.of_application(case).order_by("pk")] == ["open", "planned"]
    with pytest.raises(NotTheLead):
        report_digging(water, Stage.EXCAVATION, **said)
    assert report_digging(power, Stage.EXCAVATION, **said).milestone.order == power
    settle_all()
    assert stage(water, "excavation").status == "reached"


def test_what_is_open_stays_in_the_plan():
    case = dug_case(along(road()), along(road("晨曦路")))
    water = orders_of(case)["water"]
    first, second = Dig.objects.of_application(case).order_by("pk").distinct()
    open_dig(first, order=water, by=SYSTEM)

    with pytest.raises(BadPart, match="已经开挖"):
        give(water, along(second.section))


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
