"""An order with several trenches: its stages follow the last of them."""

import pytest

from accounts.actors import APPLICANT, SYSTEM
from common import clock
from common.status import TooEarly
from milestones.models import Outcome
from milestones.stages import Stage
from works.models import Dig, DigParty
from works.services.alone import leave_trench
from works.services.confirming import confirm_plan, return_plan
from works.services.dig_reports import report_digging
from works.services.digging import NotTheLead, open_dig
from works.services.parts import BadPart
from works.services.trenches import backfill_dig, report_in_dig
from works.tasks import settle_trenches

from .cases import along, give, orders_of, road
from .trench import dug_case, get_through, stage

pytestmark = pytest.mark.usefixtures("db")


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
    settle_trenches()
    assert stage(water, "excavation").status == "reached"


def test_what_is_open_stays_in_the_plan():
    case = dug_case(along(road()), along(road("晨曦路")))
    water = orders_of(case)["water"]
    first, second = Dig.objects.of_application(case).order_by("pk").distinct()
    open_dig(first, order=water, by=SYSTEM)

    with pytest.raises(BadPart, match="已经开挖"):
        give(water, along(second.section))


def test_what_he_leaves_comes_to_what_he_has_to_open_there_anyway():
    first, second = road(), road("幸福道")
    case = dug_case(along(first, 60), along(second))
    water, power = (orders_of(case)[service] for service in ("water", "power"))
    open_dig(Dig.objects.get(section=first), order=water, by=SYSTEM)
    give(power, along(first, 80), along(second))
    confirm_plan(case.plans.get(), version=2, by=APPLICANT)

    leave_trench(power, reason="工期不合", by=SYSTEM)

    own = power.dig_parties.living().get(dig__section=first)
    assert (own.dig.status, own.metres, own.stretches) == ("planned", 80, [["0.0", "80.0"]])
    give(power, along(first, 70), along(second))
    confirm_plan(case.plans.get(), version=3, by=APPLICANT)
    assert power.dig_parties.living().get(dig__section=first).metres == 70


def test_what_a_changed_part_no_longer_digs_is_not_opened_before_his_word():
    first, second = road(), road("幸福道")
    case = dug_case(along(first), along(second))
    water, power = (orders_of(case)[service] for service in ("water", "power"))
    give(water, along(first))
    dig = Dig.objects.get(section=second)
    with pytest.raises(TooEarly, match="变更后的方案不再开挖幸福道"):
        open_dig(dig, order=water, by=SYSTEM)
    open_dig(dig, order=power, by=SYSTEM)
    assert [party.order for party in dig.parties.living()] == [power]

    return_plan(case.plans.get(), version=2, reason="维持原方案", by=APPLICANT)

    assert {party.order for party in dig.parties.living()} == {water, power}
