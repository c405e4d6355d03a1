"""From the plan itself: the applicant's yes lists the permits, a changed part changes them."""

from datetime import timedelta

import pytest

from accounts.actors import APPLICANT
from approvals.services import sign_entrustment
from common import clock
from common.status import WrongStatus
from district.services import load_calendar
from milestones.services import pause_milestone, resume_milestone
from milestones.services.expiring import end_spent_pauses
from milestones.tests.recount import check_everything
from ningshe_portal.api.stage_verbs import run_stage_verb
from works.models import Dig, Plan
from works.services.confirming import return_plan
from works.services.dig_stages import settle_others
from works.services.digging import BadDig, open_dig
from works.services.emergencies import open_emergency_dig
from works.services.trenches import report_in_dig
from works.tests.cases import along, clock_of, give, orders_of, planned_case, road

from .conftest import codes, decide_all, file_more, permits, say_yes, sign_and_file

pytestmark = pytest.mark.django_db


def test_the_yes_lists_the_permits_and_approval_opens_with_them(application):
    orders = orders_of(application)

    assert codes(application)[1:] == [("road_digging", "municipal"), ("road_digging", "police")]
    assert [clock_of(order, "approval") for order in orders.values()] == [
        ("applicant", "entrustment", False)
    ] * 2
    check_everything(application, load_calendar(), clock.today())


def test_what_needs_no_permit_goes_straight_on(at):
    at("2026-11-23 09:00")
    application = planned_case(("water",), entrusts_permits=True)
    give(orders_of(application)["water"], along(method="existing_duct"))

    say_yes(application)

    assert permits(application) == []
    assert orders_of(application)["water"].milestones.get(stage="approval").status == "skipped"


def test_while_a_changed_part_lies_before_him_the_stage_is_the_applicants(application):
    sign_and_file(application)
    water, power = orders_of(application).values()

    give(water, along(road("幸福道"), 30))

    assert clock_of(water, "approval") == ("applicant", "plan_confirmation", False)
    assert clock_of(power, "approval") == ("authority", "", True)


def test_his_yes_to_it_brings_new_permits_beside_those_filed(application, at):
    sign_and_file(application)
    water, power = orders_of(application).values()
    give(water, along(road("幸福道"), 30))
    at("2026-11-24 10:00")

    say_yes(application)

    planned = permits(application, status="planned")
    assert [permit.type.code for permit in planned] == ["planning", "road_digging", "road_digging"]
    assert {permit.orders.get() for permit in planned} == {water}
    assert clock_of(water, "approval") == ("provider", "", True)
    assert clock_of(power, "approval") == ("authority", "", True)
    check_everything(application, load_calendar(), clock.today())


def test_a_part_that_no_longer_digs_leaves_the_permits_to_the_other(application):
    sign_and_file(application)
    water, power = orders_of(application).values()

    give(water, along(method="existing_duct"))
    say_yes(application)

    assert water.milestones.get(stage="approval").status == "skipped"
    assert [permit.orders.get() for permit in permits(application)] == [power] * 3


def test_a_road_that_came_with_a_changed_plan_stays_shut_until_it_is_granted_too(dug_elsewhere, at):
    water, new, dig = dug_elsewhere
    application = water.application

    with pytest.raises(WrongStatus, match="办结后才能开挖：由受委托的.*申报"):
        open_dig(dig, order=water, by=APPLICANT)
    file_more(application)
    assert clock_of(water, "excavation") == ("authority", "more_permits", False)
    with pytest.raises(WrongStatus, match="已申报，等待.*决定"):
        open_dig(dig, order=water, by=APPLICANT)

    at("2026-11-26 10:00")
    decide_all(application)
    assert clock_of(water, "excavation") == ("provider", "", True)
    check_everything(application, load_calendar(), clock.today())
    assert open_dig(dig, order=water, by=APPLICANT).status == "open"


def test_it_was_not_opened_before_that(dug_elsewhere, at):
    water, new, dig = dug_elsewhere
    file_more(water.application)
    granted = at("2026-11-26 10:00")
    decide_all(water.application)
    at("2026-11-26 12:00")

    with pytest.raises(WrongStatus, match="于 2026-11-26 10:00 办结，开挖时间不能早于办结时间"):
        open_dig(dig, order=water, at=granted - timedelta(minutes=1), by=APPLICANT)

    assert open_dig(dig, order=water, at=granted, by=APPLICANT).opened_at == granted


def test_the_other_party_digs_its_own_road_meanwhile(dug_elsewhere):
    water, _new, _dig = dug_elsewhere
    power = orders_of(water.application)["power"]
    file_more(water.application)
    settle_others(by=APPLICANT)  # rung for after the commit: it leads its trench now

    own = power.dig_parties.living().get().dig
    assert clock_of(power, "excavation")[0] == "provider"
    assert open_dig(own, order=power, by=APPLICANT).status == "open"


def test_an_emergency_is_dug_without_waiting_for_permits(dug_elsewhere):
    water, new, _dig = dug_elsewhere

    dig = open_emergency_dig(water, section=new, cause="爆管", by=APPLICANT)

    assert dig.status == "open"
    assert dig.papers_due_at - dig.opened_at == timedelta(hours=24)


def test_what_was_granted_while_the_plan_lay_before_him_is_not_waited_for_any_more(dug_elsewhere, at):
    water, new, dig = dug_elsewhere
    file_more(water.application)
    give(water, along(new, 30), text="同一路由，改用球墨铸铁管")
    assert clock_of(water, "excavation") == ("applicant", "plan_confirmation", False)
    at("2026-11-26 10:00")
    decide_all(water.application)

    say_yes(water.application)

    assert clock_of(water, "excavation") == ("provider", "", True)
    assert open_dig(dig, order=water, by=APPLICANT).status == "open"


def test_what_was_decided_while_the_plan_lay_before_him_takes_the_stage_no_further(application, at):
    sign_and_file(application)
    water, power = orders_of(application).values()
    give(water, along(road("幸福道"), 30))
    decide_all(application)
    assert clock_of(water, "approval") == ("applicant", "plan_confirmation", False)
    assert clock_of(power, "excavation") == ("provider", "", True)

    say_yes(application)

    assert clock_of(water, "approval") == ("provider", "", True)
    assert water.milestones.get(stage="excavation").status == "pending"


@pytest.mark.parametrize("end", ["resumed", "spent"])
def test_what_was_filed_in_a_pause_counts_when_it_ends(application, at, end):
    sign_entrustment(application, signed_on=clock.today(), by=APPLICANT)
    water = orders_of(application)["water"]
    pause = water.milestones.get(stage="approval")
    pause_milestone(pause, reason="applicant_materials", basis="等待申请人补图", by=APPLICANT)
    file_more(application)
    assert clock_of(water, "approval") == ("applicant", "applicant_materials", False)

    if end == "resumed":
        resume_milestone(pause, by=APPLICANT)
    else:
        at("2027-01-04 09:00")
        end_spent_pauses()

    assert clock_of(water, "approval") == ("authority", "", True)
    check_everything(application, load_calendar(), clock.today())


def test_a_mandate_signed_while_the_plan_lay_before_him_holds_when_he_sends_it_back(application):
    water = orders_of(application)["water"]
    give(water, along(road("幸福道"), 30))
    sign_entrustment(application, signed_on=clock.today(), by=APPLICANT)

    plan = Plan.objects.get(application=application)
    return_plan(plan, version=plan.version, reason="不同意", by=APPLICANT)

    assert clock_of(water, "approval") == ("provider", "", True)
    check_everything(application, load_calendar(), clock.today())


def test_once_the_last_road_it_may_dig_is_open_the_rest_waits_for_its_permits(application, at):
    sign_and_file(application)
    decide_all(application)
    water = orders_of(application)["water"]
    give(water, along(), along(road("幸福道"), 30))
    say_yes(application)
    file_more(application)
    assert clock_of(water, "excavation") == ("provider", "", True)

    shared = Dig.objects.of_application(application).exclude(section__street="幸福道").get()
    open_dig(shared, order=water, by=APPLICANT)

    assert clock_of(water, "excavation") == ("authority", "more_permits", False)
    check_everything(application, load_calendar(), clock.today())


def test_who_has_dug_by_what_was_recorded_goes_on_by_it_when_another_grows(application):
    sign_and_file(application)
    decide_all(application)
    water, power = orders_of(application).values()
    open_dig(power.dig_parties.get().dig, order=water, by=APPLICANT)
    settle_others(by=APPLICANT)

    give(water, along(), along(road("潮白河", surface="soil", is_river=True), 90, method="drilling"))
    say_yes(application)

    assert {permit.orders.get() for permit in permits(application, status="planned")} == {water}
    assert permits(application, type__code="planning")[0].status == "recorded"
    run_stage_verb(power, "construction", outcome="reached", occurred_at=clock.now(), by=APPLICANT, note="")
    assert power.milestones.get(stage="construction").status == "reached"


@pytest.fixture
def dug_elsewhere(application):
    """All granted; then the water goes along another road: its order, that road and the trench there."""
    sign_and_file(application)
    decide_all(application)
    water, new = orders_of(application)["water"], road("幸福道")
    give(water, along(new, 30))
    say_yes(application)
    return water, new, Dig.objects.get(section=new)


def test_a_partner_has_not_dug_before_his_permits_came(application, at):
    """Water opens on Tuesday, power gets the permit its changed way needs on Thursday, and then the opening is told."""
    sign_and_file(application)
    decide_all(application)
    water, power = orders_of(application).values()
    at("2026-11-24 09:00")
    give(power, along(metres=20, start=80))
    say_yes(application)
    file_more(application)
    opened = at("2026-11-24 15:00")
    granted = at("2026-11-26 10:00")
    decide_all(application)
    told = at("2026-11-26 15:00")

    dig = open_dig(
        Dig.objects.living().of_application(application).get(), order=water, by=APPLICANT, at=opened
    )
    settle_others(by=APPLICANT)

    assert water.milestones.get(stage="excavation").reached_at == opened
    assert granted <= power.milestones.get(stage="excavation").reached_at <= told
    with pytest.raises(BadDig):
        report_in_dig(dig, order=power, steps=["finished_at"], by=APPLICANT, at=opened + timedelta(hours=1))
    check_everything(application, load_calendar(), clock.today())


def test_what_failed_while_a_changed_part_lies_before_him_is_still_the_applicants(dug_elsewhere, at):
    water, _new, _dig = dug_elsewhere
    file_more(water.application)
    decide_all(water.application)
    give(water, along(metres=70))
    at("2026-11-25 10:00")

    run_stage_verb(water, "excavation", outcome="failed", occurred_at=clock.now(), by=APPLICANT, note="下雨")

    assert clock_of(water, "excavation") == ("applicant", "plan_confirmation", False)
    check_everything(water.application, load_calendar(), clock.today())
