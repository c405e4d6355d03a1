"""A trench of another case on the same section is offered, joined or declined; strangers learn only what they must."""

from datetime import timedelta

import pytest

from accounts.actors import APPLICANT, SYSTEM
from applications.models import Application
from applications.services import change_wishes, withdraw_application
from common import clock
from common.status import WrongStatus
from district.services import load_calendar
from milestones.tests.recount import check_everything
from outbox.models import Message
from utilities.tests.factories import ProviderFactory
from works.dig_windows import days_apart
from works.models import Dig, DigOffer, DigParty, RoadSection
from works.services.alone import enter_trenches
from works.services.confirming import confirm_plan
from works.services.digging import BadDig, open_dig
from works.services.emergencies import bring_papers, look_after_papers, open_emergency_dig
from works.services.joining import decline_dig, join_dig, look_after_offers
from works.services.trenches import NotThrough, backfill_dig, report_in_dig

from .cases import along, give, orders_of, road
from .trench import dug_case, get_through, lead_of, stage

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture(scope="module")
def built(module_at):
    """One section, water of a case that means to dig there, and power of a case that was planned afterwards."""
    module_at("2026-11-27 10:00")
    section = road()
    earlier = dug_case(along(section), services=("water",))
    return section, earlier, dug_case(along(section, 40), services=("power",))


@pytest.fixture
def section(built, db):
    return RoadSection.objects.get(pk=built[0].pk)


@pytest.fixture
def earlier(built, db):
    return Application.objects.get(pk=built[1].pk)


@pytest.fixture
def later(built, db):
    return Application.objects.get(pk=built[2].pk)


@pytest.fixture
def offer(later):
    return DigOffer.objects.get()


def sweep():
    from works.tasks import settle_trenches

    settle_trenches()
    look_after_offers()


def test_it_is_offered_to_the_later_case_once(offer, earlier, later):
    assert offer.order == orders_of(later)["power"]
    assert offer.dig == Dig.objects.of_application(earlier).get()
    assert later.events.filter(verb="dig.offered").count() == 1


def test_a_stranger_learns_section_window_and_provider_only(offer, earlier):
    message = Message.objects.filter(kind="dig.offered").last()

    said = bytes(message.body).decode() if message.body else ""
    assert "光明路" in said
    assert earlier.number not in said
    assert earlier.applicant_name not in said


def test_joined_the_own_trench_is_given_up_and_both_lie_in_one(offer, earlier, later):
    dig = join_dig(offer, by=SYSTEM)

    assert {party.order.application for party in dig.parties.living()} == {earlier, later}
    assert [row.status for row in Dig.objects.order_by("pk")] == ["planned", "cancelled"]
    assert lead_of(dig).request.service == "water"


def test_backfill_waits_for_the_party_of_the_other_case(offer, earlier, later):
    water, power = orders_of(earlier)["water"], orders_of(later)["power"]
    dig = join_dig(offer, by=SYSTEM)
    open_dig(dig, order=water, by=SYSTEM)
    sweep()
    get_through(dig, water)
    with pytest.raises(NotThrough):
        backfill_dig(dig, order=water, by=SYSTEM)

    get_through(dig, power)
    backfill_dig(dig, order=water, by=SYSTEM)
    sweep()

    assert stage(power, "backfill").status == "reached"
    for case in (earlier, later):
        check_everything(case, load_calendar(), clock.today())


def test_declined_each_digs_for_himself(offer):
    decline_dig(offer, by=SYSTEM, reason="工期不合")

    assert Dig.objects.living().count() == 2
    with pytest.raises(WrongStatus):
        join_dig(offer, by=SYSTEM)


def test_not_answered_it_lapses(offer, at):
    at(clock.now() + timedelta(days=6))
    look_after_offers()

    offer.refresh_from_db()
    assert offer.status == "lapsed"


def change_to_digging_alone(case):
    change_wishes(case, wants_joint_works=False, by=APPLICANT)


@pytest.mark.parametrize(
    ("happens", "why_not"),
    [
        (lambda earlier, later, at: change_to_digging_alone(earlier), "对方已改为单独开挖"),
        (lambda earlier, later, at: change_to_digging_alone(later), "本工单已办结或已改为单独开挖"),
        (lambda earlier, later, at: at(clock.now() + timedelta(days=6)), "答复期限已过"),
    ],
    ids=["the other digs alone", "digs alone himself", "too late"],
)
def test_what_is_offered_no_more_cannot_be_joined_even_before_the_sweep(
    happens, why_not, offer, earlier, later, at
):
    happens(earlier, later, at)

    with pytest.raises(WrongStatus, match=why_not):
        join_dig(offer, by=SYSTEM)
    look_after_offers()

    offer.refresh_from_db()
    assert (offer.status, Dig.objects.living().count()) == ("lapsed", 2)


def test_a_trench_whose_side_digs_alone_now_is_not_offered_again(offer, earlier, later):
    change_to_digging_alone(earlier)
    look_after_offers()

    enter_trenches(offer.order, at=clock.now())

    offer.refresh_from_db()
    assert (offer.status, later.events.filter(verb="dig.offered").count()) == ("lapsed", 1)


def test_who_has_come_later_was_through_no_earlier(offer, earlier, later, at):
    water, power = orders_of(earlier)["water"], orders_of(later)["power"]
    open_dig(offer.dig, order=water, by=SYSTEM)
    at(clock.now() + timedelta(hours=2))
    dig = join_dig(offer, by=SYSTEM)

    with pytest.raises(BadDig, match="并入沟槽的时间"):
        report_in_dig(dig, order=power, steps=["surveyed_at"], at=dig.opened_at, by=SYSTEM)


def test_a_trench_opened_on_ones_own_is_not_given_up_any_more(offer, later):
    power = orders_of(later)["power"]
    open_dig(Dig.objects.of_application(later).get(), order=power, by=SYSTEM)

    with pytest.raises(WrongStatus):
        join_dig(offer, by=SYSTEM)


def test_trenches_far_apart_in_time_are_not_offered(earlier, section):
    Dig.objects.update(
        starts_on=clock.today() + timedelta(days=90), ends_on=clock.today() + timedelta(days=99)
    )
    case = dug_case(along(section), services=("power",))

    assert not DigOffer.objects.filter(order=orders_of(case)["power"]).exists()


@pytest.mark.parametrize(
    ("one", "other", "days"),
    [((1, 5), (4, 9), 0), ((1, 5), (8, 9), 3), ((8, 9), (1, 5), 3), ((None, None), (1, 2), 0)],
    ids=["overlapping", "after", "before", "unknown"],
)
def test_days_between_two_windows(one, other, days):
    def window(first, last):
        return tuple(day and clock.today() + timedelta(days=day) for day in (first, last))

    assert days_apart(window(*one), window(*other)) == timedelta(days=days)


def test_an_emergency_is_dug_at_once_and_its_papers_follow(earlier, section, at):
    water = orders_of(earlier)["water"]
    dig = open_emergency_dig(water, section=section, cause="水管爆裂", by=SYSTEM)
    assert (dig.status, dig.papers_due_at) == ("open", clock.now() + timedelta(hours=24))

    at(clock.now() + timedelta(hours=25))
    look_after_papers()
    look_after_papers()
    assert Message.objects.filter(kind="dig.papers_overdue").values("key").distinct().count() >= 1
    bring_papers(dig, order=water, number="津宁挖〔2026〕12号", by=SYSTEM)
    with pytest.raises(WrongStatus):
        bring_papers(dig, order=water, number="2", by=SYSTEM)


def test_an_emergency_keeps_the_backfill_of_its_order_waiting(earlier, section):
    water = orders_of(earlier)["water"]
    planned = Dig.objects.of_application(earlier).get()
    emergency = open_emergency_dig(water, section=section, cause="抢修", by=SYSTEM)
    open_dig(planned, order=water, by=SYSTEM)
    get_through(planned, water)
    backfill_dig(planned, order=water, by=SYSTEM)
    assert stage(water, "backfill").status == "running"

    report_in_dig(emergency, order=water, steps=DigParty.STEPS, by=SYSTEM)
    backfill_dig(emergency, order=water, by=SYSTEM)

    assert stage(water, "backfill").status == "reached"


def test_providers_may_be_strangers(offer):
    assert offer.dig.parties.first().provider != ProviderFactory(service="gas")


def test_when_the_other_case_is_withdrawn_the_clock_of_who_stays_runs_at_once(
    offer, earlier, later, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("outbox.bell.hand_over", lambda task, pks: [task(pk) for pk in pks])
    power = orders_of(later)["power"]
    dig = join_dig(offer, by=SYSTEM)
    with django_capture_on_commit_callbacks(execute=True):
        open_dig(dig, order=lead_of(dig), by=SYSTEM)
    get_through(dig, power)
    assert stage(power, "backfill").spans.last().reason == "other_parties"

    with django_capture_on_commit_callbacks(execute=True):
        withdraw_application(earlier, reason="不办了", by=APPLICANT)

    last = stage(power, "backfill")
    assert (last.holder, last.is_counting, lead_of(dig)) == ("provider", True, power)
    for case in (earlier, later):
        check_everything(case, load_calendar(), clock.today())


def test_a_trench_given_up_is_offered_no_more_even_before_the_sweep(offer, earlier, later):
    assert DigOffer.objects.standing().to(orders_of(later)["power"]).get() == offer

    withdraw_application(earlier, reason="不办了", by=APPLICANT)

    assert DigOffer.objects.open().get() == offer
    assert not DigOffer.objects.standing().exists()


def test_an_offer_is_gone_with_the_road_from_the_plan(offer, later):
    power = orders_of(later)["power"]
    give(power, along(road("别路"), 40))
    plan = later.plans.get()
    confirm_plan(plan, version=plan.version, by=APPLICANT)

    look_after_offers()

    offer.refresh_from_db()
    assert offer.status == "lapsed"
    with pytest.raises(WrongStatus):
        join_dig(offer, by=SYSTEM)
