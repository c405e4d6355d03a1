"""Whatever happens to who was to file: somebody at work can, and nothing is reached without its permits."""

from datetime import timedelta

import pytest

from accounts.actors import APPLICANT, SYSTEM
from applications.services import withdraw_request
from approvals.models import Permit
from approvals.services import (
    decide_permit,
    entrust,
    file_oneself,
    file_permits,
    find_filers,
    lacks_permits,
    refile_own,
    refile_permit,
    refile_permits,
    sign_entrustment,
)
from common import clock
from common.status import WrongStatus
from district.services import load_calendar
from milestones.services import split_off
from milestones.tests.recount import check_everything
from outbox.models import Message
from utilities.models import OrderStatus
from works.models import Dig
from works.services.openers import may_dig
from works.tests.cases import along, clock_of, give, give_all, orders_of, planned_case, road

from .conftest import approval, decide_all, file_more, outcome_of, permits, say_yes, sign_and_file

pytestmark = pytest.mark.django_db


def case(at, *, entrusts):
    at("2026-11-23 09:00")
    application = planned_case(entrusts_permits=entrusts)
    give_all(application)
    say_yes(application)
    return application


@pytest.fixture
def entrusted(at):
    """Water files for itself and power; all is filed."""
    application = case(at, entrusts=True)
    entrustment = sign_entrustment(application, signed_on=clock.today(), by=APPLICANT)
    file_permits(application, by=APPLICANT, provider=entrustment.provider)
    return application


@pytest.fixture
def own(at):
    """The applicant has filed himself."""
    application = case(at, entrusts=False)
    file_permits(application, by=APPLICANT)
    return application


def filer_and_other(application):
    filer = application.entrustments.living().get().provider
    return sorted(orders_of(application).values(), key=lambda order: order.provider != filer)


def refuse(permit):
    return decide_permit(permit, outcome="refused", refusal_reason="材料不齐", by=SYSTEM)


def grant_all(application, at):
    at(clock.now() + timedelta(hours=1))
    for permit in permits(application, status="filed"):
        decide_permit(permit, outcome=outcome_of(permit), by=SYSTEM)


def test_who_leaves_the_approval_half_granted_has_not_got_it(entrusted):
    water = orders_of(entrusted)["water"]
    first = permits(entrusted)[0]
    decide_permit(first, outcome=outcome_of(first), by=SYSTEM)

    split_off(water, "approval", by=SYSTEM)

    assert approval(water).status == "running"
    assert clock_of(water, "approval") == ("provider", "", True)
    assert lacks_permits(water)
    check_everything(entrusted, load_calendar(), clock.today())


def test_the_applicant_files_again_himself_what_he_was_refused(own, at):
    refuse(permits(own)[1])
    water = orders_of(own)["water"]
    assert clock_of(water, "approval")[0] == "applicant" or permits(own, status="filed")

    refile_own(own, by=APPLICANT)
    assert Message.objects.filter(kind="permit.to_file").count() == 1
    with pytest.raises(WrongStatus, match="没有未获批准"):
        refile_own(own, by=APPLICANT)
    file_permits(own, by=APPLICANT)
    grant_all(own, at)

    assert approval(water).status == "reached"
    assert Message.objects.filter(kind="permit.refused_own").count() == 1


def test_a_refusal_finds_another_who_files_where_the_entrusted_one_has_gone(entrusted, at):
    gone, other = filer_and_other(entrusted)
    withdraw_request(gone.request, by=APPLICANT, reason="不再需要")

    refused = next(permit for permit in permits(entrusted, status="filed") if permit.needs_decision)
    refuse(refused)

    living = entrusted.entrustments.living().get()
    assert (living.provider, living.status) == (other.provider, "drawn_up")
    sign_entrustment(entrusted, signed_on=clock.today(), by=APPLICANT)
    refile_permit(refused, by=SYSTEM)
    file_permits(entrusted, by=SYSTEM, provider=other.provider)
    grant_all(entrusted, at)
    assert approval(other).status == "reached"


def test_what_is_still_to_be_filed_when_the_entrusted_one_is_connected_goes_to_another(entrusted):
    through, other = filer_and_other(entrusted)
    refuse(permits(entrusted)[1])
    type(through).objects.filter(pk=through.pk).update(status=OrderStatus.CONNECTED)

    find_filers()
    find_filers()

    assert entrusted.entrustments.living().get().provider == other.provider
    assert entrusted.entrustments.count() == 2


def test_without_a_mandate_what_is_filed_anew_is_the_applicants(entrusted):
    first = permits(entrusted)[1]
    Permit.objects.filter(pk=permits(entrusted)[2].pk).update(status="planned", filed_at=None)
    file_oneself(entrusted, by=APPLICANT)

    refuse(first)
    assert Permit.objects.get(pk=first.pk).filed_by == "applicant"
    assert Message.objects.filter(kind="permit.refused_own").count() == 1

    fresh = refile_permit(first, by=SYSTEM)

    assert fresh.filed_by == "applicant"
    assert not may_dig(Dig.objects.of_application(entrusted).first(), orders_of(entrusted)["water"])


def test_what_a_provider_was_refused_the_applicant_takes_over_and_files_again(entrusted, at):
    refused = permits(entrusted)[1]
    refuse(refused)

    file_oneself(entrusted, by=APPLICANT)
    refile_own(entrusted, by=APPLICANT)
    (filed,) = file_permits(entrusted, by=APPLICANT)
    grant_all(entrusted, at)

    assert (filed.replaced.get(), filed.filed_by) == (refused, "applicant")
    assert not entrusted.entrustments.living().exists()
    assert approval(orders_of(entrusted)["water"]).status == "reached"


def test_what_one_provider_was_refused_another_is_entrusted_with(entrusted, at):
    filer, other = filer_and_other(entrusted)
    refused = permits(entrusted)[1]
    refuse(refused)

    mandate = entrust(entrusted, other.provider, by=APPLICANT)
    sign_entrustment(entrusted, signed_on=clock.today(), by=APPLICANT)
    refile_permit(refused, by=SYSTEM)
    file_permits(entrusted, by=SYSTEM, provider=other.provider)
    grant_all(entrusted, at)

    assert [row["name"] for row in mandate.paper.content["permits"]] == [str(refused.type)]
    assert approval(filer).status == "reached"


def test_what_he_was_refused_himself_a_provider_files_once_it_is_entrusted(own):
    refused = permits(own)[1]
    refuse(refused)
    provider = orders_of(own)["water"].provider

    entrust(own, provider, by=APPLICANT)

    refused.refresh_from_db()
    assert refused.filed_by == "provider"
    assert clock_of(orders_of(own)["water"], "approval")[:2] == ("authority", "")


def test_what_is_filed_again_is_what_the_plan_still_needs(application):
    water, power = orders_of(application).values()
    give(power, along(road("乙路"), 40))
    say_yes(application)
    sign_and_file(application)
    refused = permits(application, type__code="road_digging", status="filed")
    for permit in refused:
        decide_permit(permit, outcome="refused", refusal_reason="不许挖", by=SYSTEM)
    give(water, along(road("丙路"), 50, method="existing_duct"))
    say_yes(application)

    fresh = refile_permit(refused[0], by=SYSTEM)

    assert [str(section.street) for section in fresh.sections.all()] == ["乙路"]
    assert "乙路" in fresh.reason and "光明路" not in fresh.reason


def test_what_stands_is_not_filed_again(application):
    sign_and_file(application)
    decide_all(application)
    for permit in permits(application):
        with pytest.raises(WrongStatus):
            refile_permit(permit, by=SYSTEM)


@pytest.fixture
def refused_twice(application):
    """Refused for the first road, and for the one a changed plan has brought since."""
    sign_and_file(application)
    power = orders_of(application)["power"]
    refuse_all(application)
    give(power, along(), along(road("乙路"), 40))
    say_yes(application)
    file_more(application)
    refuse_all(application)
    return application


def refuse_all(application):
    for permit in permits(application, status="filed"):
        decide_permit(permit, outcome="refused", refusal_reason="不许挖", by=SYSTEM)


def test_several_of_a_kind_are_filed_again_as_one(refused_twice):
    kind = {"type__code": "road_digging", "department__code": "municipal"}
    first, second = permits(refused_twice, status="refused", **kind)

    refile_permit(first, by=SYSTEM)
    fresh = refile_permit(second, by=SYSTEM)

    assert permits(refused_twice, status="planned", **kind) == [fresh]
    assert {section.street for section in fresh.sections.all()} == {"光明路", "乙路"}
    assert set(fresh.replaced.all()) == {first, second}


def test_filed_again_at_once_each_is_planned_once(refused_twice):
    refused = permits(refused_twice, status="refused")

    fresh = refile_permits(refused, by=SYSTEM)

    assert fresh == permits(refused_twice, status="planned") and len(fresh) < len(refused)
