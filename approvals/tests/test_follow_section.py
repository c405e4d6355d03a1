"""A road is otherwise than was thought: every case whose confirmed plan runs along it needs what it needs now."""

import pytest

from accounts.actors import APPLICANT, SYSTEM
from accounts.tests.factories import UserFactory
from approvals.models import PermitType
from approvals.services import decide_permit, file_permits, sign_entrustment
from common import clock
from district.services import load_calendar
from milestones.tests.recount import check_everything
from utilities.tests.factories import ProviderFactory
from works.models import RoadSection
from works.services.sections import correct_section, follow_changes
from works.strictest import RULES
from works.tests.cases import along, clock_of, give, orders_of, planned_case, road

from .conftest import approval, codes, outcome_of, permits, say_yes

pytestmark = pytest.mark.django_db


def correct(**facts):
    section = RoadSection.objects.latest("pk")
    stands = {name: getattr(section, name) for name in RULES}
    correct_section(section, stands | facts, by=UserFactory())
    follow_changes(by=SYSTEM)


def test_a_river_another_provider_names_later_needs_its_permit(application):
    assert "river" not in dict(codes(application))

    road(said_by=ProviderFactory(service="gas"), is_river=True)
    follow_changes(by=SYSTEM)

    assert "river" in dict(codes(application))
    assert application.events.filter(verb="plan.section_changed").count() == 1
    assert RoadSection.objects.get().changed_at is None
    check_everything(application, load_calendar(), clock.today())


def test_more_green_land_than_was_granted_is_asked_for_anew(at):
    at("2026-11-23 09:00")
    application = planned_case(("water",), entrusts_permits=True)
    give(orders_of(application)["water"], along(road("绿园道", green_m2=20)))
    say_yes(application)
    sign_entrustment(application, signed_on=clock.today(), by=APPLICANT)
    provider = orders_of(application)["water"].provider
    file_permits(application, by=APPLICANT, provider=provider)
    for permit in permits(application):
        decide_permit(permit, outcome=outcome_of(permit), by=APPLICANT)

    correct(green_m2=15)
    assert permits(application, status="planned") == []
    correct(green_m2=30)

    assert [permit.reason[:12] for permit in permits(application, status="planned")] == [
        "施工占用绿地 30 平方"
    ]


def test_what_the_office_corrects_away_is_dropped_and_the_step_passed_over(at):
    at("2026-11-23 09:00")
    application = planned_case(("water",), entrusts_permits=True)
    water = orders_of(application)["water"]
    give(water, along(road("绿园道", is_inside_plot=True, green_m2=20), method="open_cut"))
    say_yes(application)

    PermitType.objects.filter(code="planning").update(is_needed=False)
    correct(green_m2=0)

    assert permits(application, status="planned") == []
    assert approval(water).status == "skipped"
    assert clock_of(water, "excavation")[0] == "provider"


def test_after_approval_the_works_wait_for_what_is_needed_more(application, at):
    sign_and_grant(application)
    water = orders_of(application)["water"]

    correct(is_river=True)

    assert approval(water).status == "reached"
    assert [permit.type.code for permit in permits(application, status="planned")] == ["river"]
    assert clock_of(water, "excavation") == ("provider", "", True)  # it files, its days run
    check_everything(application, load_calendar(), clock.today())


def test_what_decides_nothing_stirs_no_case(application):
    correct(dig_cost=300, metres=120)

    assert not application.events.filter(verb="plan.section_changed").exists()


def sign_and_grant(application):
    entrustment = sign_entrustment(application, signed_on=clock.today(), by=APPLICANT)
    file_permits(application, by=APPLICANT, provider=entrustment.provider)
    for permit in permits(application, status="filed"):
        decide_permit(permit, outcome=outcome_of(permit), by=APPLICANT)
