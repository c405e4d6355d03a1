"""What is built without opening the ground needs its permits too, whenever it came into the plan."""

from datetime import timedelta

import pytest

from accounts.actors import APPLICANT
from approvals.models import PermitType
from approvals.services import file_permits, follow_lapses, follow_section, sign_entrustment
from common import clock
from common.status import WrongStatus
from district.services import load_calendar
from milestones.models import Outcome
from milestones.tests.recount import check_everything
from ningshe_portal.api.stage_verbs import run_stage_verb
from works.models import Plan
from works.services.confirming import confirm_plan
from works.services.sections import correct_section, follow_changes
from works.tests.cases import along, clock_of, give, orders_of, planned_case, road

from .conftest import codes, decide_all, permits, say_yes

pytestmark = pytest.mark.django_db


def file_and_decide(application):
    living = application.entrustments.living().get()
    file_permits(application, by=APPLICANT, provider=living.provider)
    decide_all(application)


def finish(water, outcome=Outcome.REACHED, back=0):
    at = clock.now() - timedelta(hours=back)
    return run_stage_verb(water, "construction", outcome=outcome, occurred_at=at, by=APPLICANT, note="")


@pytest.fixture
def water(at):
    """Drilled below the road, all granted: CONSTRUCTION runs."""
    at("2026-11-23 09:00")
    application = planned_case(("water",), entrusts_permits=True)
    water = orders_of(application)["water"]
    give(water, along(method="drilling"))
    say_yes(application)
    sign_entrustment(application, signed_on=clock.today(), by=APPLICANT)
    file_and_decide(application)
    return water


@pytest.fixture
def below_the_river(water):
    """The way was changed while building: it runs below a river now."""
    give(water, along(road("潮白河", is_river=True, surface="soil"), method="drilling"))
    say_yes(water.application)
    return water


def test_a_way_changed_while_building_is_not_finished_without_its_permits(below_the_river, at):
    water, application = below_the_river, below_the_river.application
    assert ("river", "water") in codes(application)
    assert clock_of(water, "construction") == ("provider", "", True)
    with pytest.raises(WrongStatus, match="还缺.*，办结后才能上报施工完成：由受委托的.*申报"):
        finish(water)

    file_permits(application, by=APPLICANT, provider=water.provider)
    assert clock_of(water, "construction") == ("authority", "more_permits", False)
    at("2026-11-25 10:00")
    decide_all(application)

    assert clock_of(water, "construction") == ("provider", "", True)
    finish(water)
    assert water.milestones.get(stage="construction").status == "reached"
    check_everything(application, load_calendar(), clock.today())


def test_what_failed_meanwhile_waits_for_them_all_the_same(below_the_river, at):
    water, application = below_the_river, below_the_river.application
    file_permits(application, by=APPLICANT, provider=water.provider)

    at("2026-11-24 10:00")
    finish(water, Outcome.FAILED)

    assert clock_of(water, "construction") == ("authority", "more_permits", False)
    check_everything(application, load_calendar(), clock.today())


def test_what_was_finished_on_the_last_day_of_a_permit_is_reported_the_day_after(water, at):
    water.permits.update(valid_until="2026-11-24")
    at("2026-11-25 10:00")
    follow_lapses()
    assert permits(water.application, status="planned")
    with pytest.raises(WrongStatus, match="还缺"):
        finish(water)

    finish(water, back=16)

    assert water.milestones.get(stage="construction").status == "reached"
    assert permits(water.application, status="planned") == []
    check_everything(water.application, load_calendar(), clock.today())


def test_what_the_plan_builds_is_not_passed_over_as_needless(below_the_river):
    with pytest.raises(WrongStatus, match="施工环节不能免除"):
        finish(below_the_river, Outcome.NOT_NEEDED)


def test_of_what_is_built_nothing_more_is_asked(water):
    finish(water)
    section = water.plan_parts.confirmed().get().routes.get().section
    section.is_river = True
    section.save()

    follow_section(water.application, section, by=APPLICANT, at=clock.now())

    assert permits(water.application, status="planned") == []


def test_who_plans_nothing_digs_nothing_and_needs_no_permit(at):
    at("2026-11-23 09:00")
    application = planned_case(("water",), outside=False)
    water = orders_of(application)["water"]
    said = {"outcome": Outcome.NOT_NEEDED, "occurred_at": clock.now(), "by": APPLICANT, "note": ""}

    run_stage_verb(water, "plan", **said)

    passed = water.milestones.filter(status="skipped").values_list("stage", flat=True)
    assert set(passed) >= {"plan", "approval", "excavation", "backfill"}
    assert clock_of(water, "construction") == ("provider", "", True)
    assert run_stage_verb(water, "approval", **said) is None  # known already
    finish(water, Outcome.NOT_NEEDED)
    assert water.milestones.running().first().stage == "acceptance"
    check_everything(application, load_calendar(), clock.today())


@pytest.fixture
def drilling(at):
    """Water and power, drilled where nothing had to be permitted: CONSTRUCTION runs."""
    at("2026-11-23 09:00")
    PermitType.objects.update(is_needed=False)
    application = planned_case(joint=False, entrusts_permits=True)
    for service, metres in (("water", 80), ("power", 30)):
        give(orders_of(application)[service], along(metres=metres, method="drilling"))
    for plan in application.plans.all():
        confirm_plan(plan, version=plan.version, by=APPLICANT)
    return application


def below(order, river):
    """A changed part of an order, confirmed."""
    give(order, along(river, 30, method="drilling"))
    plan = Plan.objects.get(parts__order=order, parts__status="presented")
    confirm_plan(plan, version=plan.version, by=APPLICANT)


def test_who_has_built_without_permits_is_not_entrusted_with_those_of_others(drilling):
    water, power = orders_of(drilling).values()
    finish(water)
    PermitType.objects.update(is_needed=True)

    below(power, road("潮白河", is_river=True, surface="soil"))

    assert drilling.entrustments.living().get().provider == power.provider


def test_who_needs_no_permit_any_more_builds_on(drilling):
    PermitType.objects.filter(code="river").update(is_needed=True)
    water, power = orders_of(drilling).values()
    first, second = (road(name, is_river=True, surface="soil") for name in ("潮白河", "蓟运河"))
    below(water, first)
    below(power, second)
    sign_entrustment(drilling, signed_on=clock.today(), by=APPLICANT)
    living = drilling.entrustments.living().get()
    file_permits(drilling, by=APPLICANT, provider=living.provider)
    assert clock_of(water, "construction") == ("authority", "more_permits", False)

    correct_section(first, {"is_river": False}, by=APPLICANT)
    follow_changes(by=APPLICANT)

    assert clock_of(water, "construction") == ("provider", "", True)
    assert clock_of(power, "construction") == ("authority", "more_permits", False)
    check_everything(drilling, load_calendar(), clock.today())


def test_it_was_not_finished_before_its_permits_came(below_the_river, at):
    water, application = below_the_river, below_the_river.application
    file_permits(application, by=APPLICANT, provider=water.provider)
    at("2026-11-25 10:00")
    decide_all(application)
    at("2026-11-25 12:00")

    with pytest.raises(WrongStatus, match="于 2026-11-25 10:00 办结，施工完成时间不能早于办结时间"):
        finish(water, back=3)

    finish(water, back=1)
    assert water.milestones.get(stage="construction").status == "reached"


def test_what_was_finished_by_an_earlier_permit_is_told_after_the_one_in_its_place_came(water, at):
    water.permits.update(valid_until="2026-11-24")
    at("2026-11-25 09:00")
    follow_lapses()
    file_permits(water.application, by=APPLICANT, provider=water.provider)
    at("2026-11-25 10:00")
    decide_all(water.application)

    with pytest.raises(WrongStatus, match="施工完成时间不能早于办结时间"):
        finish(water, back=2)

    finish(water, back=16)
    assert water.milestones.get(stage="construction").status == "reached"
