"""What was found: refused before the day, one paper for all, again after mending, and nothing on without contract."""

import json
from datetime import timedelta

import pytest

from accounts.actors import APPLICANT
from applications.models import Paper
from common import clock
from common.status import WrongStatus
from inspections.checklists import checklist_for
from inspections.models import Visit
from inspections.services import fix_visit, lines_to_mend, list_to_mend, record_finding, report_mended
from milestones.services import BadReport, split_off
from outbox.models import Endpoint, Message
from outbox.services import send_message
from utilities.contracts import BadContract, sign_supply_contract
from utilities.models import Regulator

from .conftest import (
    FRIDAY,
    LATER,
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    holders,
    on,
    sound,
    stage,
    visit_of,
    walk_to,
)

pytestmark = pytest.mark.django_db


def test_before_a_day_is_agreed_a_finding_is_refused(two, find):
    with pytest.raises(WrongStatus, match="还没有约定"):
        find(two[0], at=on(MONDAY.date(), 15))


def test_before_the_day_itself_too_but_not_for_who_goes_alone(two, come, find, office):
    come(*two)
    with pytest.raises(WrongStatus, match="2026-11-24"):
        find(two[0], at=on(MONDAY.date(), 15))

    with clock.moved_to(on(MONDAY.date(), 15)):
        split_off(two[0], "survey", by=office, reason="x")
    find(two[0], at=on(MONDAY.date(), 16))

    assert stage(two[0]).status == "reached"


def test_one_record_for_all_when_all_are_in(two, come, find):
    come(*two)
    find(two[0], at=on(TUESDAY, 10), method="直埋", people=["刘工", "张工"])
    between = Paper.objects.filter(kind="survey").count()

    find(two[1], at=on(TUESDAY, 11))

    paper = Paper.objects.get(kind="survey")
    assert (between, visit_of(two[0]).status, paper.request) == (0, "done", None)
    assert [finding["method"] for finding in paper.content["findings"]] == ["直埋", ""]
    assert two[0].attendances.get().report.outcome == "reached"


def test_who_comes_alone_has_a_record_of_his_own(accept, acknowledge, find):
    water = accept("water", wishes=())["water"]
    acknowledge(water)

    find(water, at=on(MONDAY.date(), 15), missing="需清出表井位置")

    paper = Paper.objects.get(kind="survey")
    assert (paper.request, paper.content["findings"][0]["missing"]) == (water.request, "需清出表井位置")


def test_no_survey_needed_after_all_leaves_the_visit(two, office):
    with clock.moved_to(MONDAY):
        record_finding(
            two[0], "survey", outcome="not_needed", occurred_at=MONDAY, by=office, has_outside_works=False
        )

    assert [row.order for row in visit_of(two[1]).attendances.taking_part()] == [two[1]]


def test_a_failed_acceptance_needs_a_list_and_comes_again(accepting, come, find, office):
    orders = accepting("water", "power")
    water, power = orders["water"], orders["power"]
    come(water, power, at=LATER, kind="acceptance")
    find(water, at=on(WEDNESDAY), stage="acceptance")
    with pytest.raises(BadReport, match="整改"):
        find(power, at=on(WEDNESDAY), stage="acceptance", outcome="failed")

    find(power, at=on(WEDNESDAY), stage="acceptance", outcome="failed", to_mend=["接地"], again_on=FRIDAY)

    first, second = Visit.objects.filter(kind="acceptance").order_by("pk")
    assert (first.status, second.status, second.on) == ("done", "fixed", FRIDAY)
    assert (stage(power, "acceptance").status, stage(power, "acceptance").holder) == ("running", "provider")
    find(power, at=on(FRIDAY), stage="acceptance")
    assert stage(power, "acceptance").status == "reached"
    assert Paper.objects.filter(kind="acceptance").count() == 2


def test_what_the_applicant_must_mend_does_not_count(accepting, come, find):
    power = accepting("power")["power"]
    come(power, at=LATER, kind="acceptance")
    find(
        power,
        at=on(WEDNESDAY),
        stage="acceptance",
        outcome="failed",
        to_mend=["清空配电室"],
        again_on=FRIDAY,
        mender="applicant",
    )

    find(power, at=on(FRIDAY, 10), stage="acceptance")

    assert holders(power, "acceptance")[-2:] == [("applicant", False), ("provider", True)]
    sound(power, on(FRIDAY, 12))


def test_once_the_applicant_has_mended_the_days_count_and_the_provider_knows(accepting, come, find, at):
    power = accepting("power")["power"]
    come(power, at=LATER, kind="acceptance")
    said = {"outcome": "failed", "to_mend": ["清空配电室"], "again_on": FRIDAY, "mender": "applicant"}
    find(power, at=on(WEDNESDAY), stage="acceptance", **said)
    [waiting] = list_to_mend(power.application)
    assert lines_to_mend(waiting) == ["清空配电室"]

    at(on(THURSDAY))
    report_mended(power, "acceptance", by=APPLICANT)

    assert holders(power, "acceptance")[-2:] == [("applicant", False), ("provider", True)]
    assert Visit.objects.open().get(kind="acceptance").on == FRIDAY
    with pytest.raises(WrongStatus, match="没有等待您整改"):
        report_mended(power, "acceptance", by=APPLICANT)
    sound(power, on(THURSDAY, 12))


def test_gas_passes_only_with_its_checklist(accept, acknowledge, find, office):
    gas = accept("gas", wishes=())["gas"]
    gas.request.extras = {"room": "餐厅厨房"}
    gas.request.save()
    acknowledge(gas)
    walk_to(gas, "acceptance", office, at=LATER)
    answers = {item.code: "yes" for item in checklist_for(gas.request)}

    for wrong in ({}, answers | {"alarm": "na"}, answers | {"pressure": "no"}):
        with pytest.raises(BadReport):
            find(gas, at=on(WEDNESDAY), stage="acceptance", checklist=wrong)
    find(gas, at=on(WEDNESDAY), stage="acceptance", checklist=answers)

    assert stage(gas, "acceptance").status == "reached"


def test_the_result_goes_to_the_regulators_of_the_trades_concerned(accepting, find, office):
    endpoint = Endpoint.objects.create(kind="regulator", name="水务局", url="https://water.example.cn/hook")
    Regulator.objects.create(service="water", name="区水务局", endpoint=endpoint)
    office.phone = "13911112222"
    office.save()
    Regulator.objects.create(service="water", name="区住建委").members.add(office)
    Regulator.objects.create(service="gas", name="区城管委").members.add(office)
    water = accepting("water", wishes=())["water"]

    find(water, at=on(WEDNESDAY), stage="acceptance")

    told = Message.objects.filter(kind="acceptance.reported").order_by("channel")
    assert [message.channel for message in told] == ["sms", "webhook"]
    assert water.application.contact_phone not in bytes(told[1].body).decode()
    paper = Visit.objects.get(kind="acceptance").record
    assert (paper.kind, paper.content["contact_phone"]) == ("acceptance", "138****1234")


def test_the_authority_reads_on_which_day_each_was_tested(accepting, come, find, office):
    endpoint = Endpoint.objects.create(kind="regulator", name="住建委", url="https://trades.example.cn/hook")
    for service in ("water", "power"):
        Regulator.objects.create(service=service, name="区住建委", endpoint=endpoint)
    orders = accepting("water", "power")
    come(*orders.values(), at=LATER, kind="acceptance")
    find(orders["water"], at=on(WEDNESDAY), stage="acceptance")
    with clock.moved_to(on(WEDNESDAY, 12)):
        fix_visit(visit_of(orders["water"], "acceptance"), on=FRIDAY, half="morning", by=office)

    find(orders["power"], at=on(FRIDAY), stage="acceptance")

    told = Message.objects.filter(kind="acceptance.reported").order_by("pk")
    days = [json.loads(bytes(message.body))["data"]["tested_on"] for message in told]
    assert days == ["2026-11-25", "2026-11-27"]


@pytest.mark.parametrize("is_known", [False, True], ids=["no authority", "nobody to reach"])
def test_a_result_nobody_can_be_told_stands_among_what_could_not_be_sent(accepting, find, office, is_known):
    office.phone = office.email = ""
    office.save()
    if is_known:
        Regulator.objects.create(service="water", name="区水务局").members.add(office)

    find(accepting("water", wishes=())["water"], at=on(WEDNESDAY), stage="acceptance")

    message = Message.objects.get(kind="acceptance.unreported")
    assert "线下报送" in message.text
    send_message(message)
    message.refresh_from_db()
    assert message.status == "needs_attention"


@pytest.mark.parametrize(("service", "is_refused"), [("water", True), ("network", False)])
def test_nothing_is_switched_on_without_a_contract(service, is_refused, accept, acknowledge, find, office):
    order = accept(service, wishes=())[service]
    acknowledge(order)
    walk_to(order, "connection", office, at=LATER)

    find(
        order, at=on(WEDNESDAY, 8), stage="connection", outcome="failed", note="阀门漏水", mender="applicant"
    )
    assert stage(order, "connection").holder == "applicant"
    if is_refused:
        with pytest.raises(WrongStatus, match="供用合同"):
            find(order, at=on(WEDNESDAY), stage="connection")
        with clock.moved_to(on(WEDNESDAY)):
            with pytest.raises(BadContract):
                sign_supply_contract(order, signed_on=THURSDAY, by=office)
            sign_supply_contract(order, signed_on=TUESDAY, by=office)
    find(order, at=on(WEDNESDAY) + timedelta(hours=1), stage="connection")

    order.refresh_from_db()
    assert order.status == "connected"


@pytest.fixture
def signed_late(accept, acknowledge, office):
    """Its connection runs since Tuesday, its contract was signed on Thursday."""
    water = accept("water", wishes=())["water"]
    acknowledge(water)
    walk_to(water, "connection", office, at=LATER)
    with clock.moved_to(on(THURSDAY)):
        sign_supply_contract(water, signed_on=THURSDAY, by=office)
    return water


def test_nothing_was_switched_on_before_its_contract_was_signed(signed_late, office):
    said = {"outcome": "reached", "by": office}
    with clock.moved_to(on(THURSDAY, 10)):
        with pytest.raises(BadReport, match="2026-11-26 晚于接通日期 2026-11-25"):
            record_finding(signed_late, "connection", occurred_at=on(WEDNESDAY, 10), **said)
        assert stage(signed_late, "connection").status == "running"
        record_finding(signed_late, "connection", occurred_at=on(THURSDAY, 8), **said)  # on the day itself

    signed_late.refresh_from_db()
    assert signed_late.status == "connected"


def test_a_wrong_day_of_a_contract_is_put_right_before_the_supply_is_on_and_not_after(
    signed_late, office, find
):
    with clock.moved_to(on(THURSDAY, 10)):
        sign_supply_contract(signed_late, signed_on=WEDNESDAY, by=office)
    find(signed_late, at=on(WEDNESDAY, 10), stage="connection")

    with clock.moved_to(on(FRIDAY)), pytest.raises(WrongStatus):
        sign_supply_contract(signed_late, signed_on=THURSDAY, by=office)

    signed_late.refresh_from_db()
    assert signed_late.supply_contract_signed_on == WEDNESDAY


def test_a_joint_connection_waits_for_all_who_are_to_come(accept, acknowledge, find, come, office):
    orders = accept("water", "network", wishes=("connection",))
    water, network = orders["water"], orders["network"]
    acknowledge(water, network)
    walk_to(water, "connection", office, at=LATER)
    come(water, at=LATER, kind="connection")
    alone = visit_of(water, "connection").status
    walk_to(network, "connection", office, at=LATER)
    come(network, at=LATER, kind="connection")
    with clock.moved_to(on(WEDNESDAY)):
        sign_supply_contract(water, signed_on=WEDNESDAY, by=office)

    visit = visit_of(water, "connection")
    assert (alone, visit.status, visit.on) == ("proposed", "fixed", WEDNESDAY)


def test_nobody_comes_again_in_half_a_year(accepting, come, find):
    power = accepting("power")["power"]
    come(power, at=LATER, kind="acceptance")
    said = {"outcome": "failed", "to_mend": ["接地"], "stage": "acceptance"}

    with pytest.raises(BadReport, match="120 天"):
        find(power, at=on(WEDNESDAY), again_on=WEDNESDAY + timedelta(days=121), **said)
    find(power, at=on(WEDNESDAY), again_on=WEDNESDAY + timedelta(days=120), **said)


def test_what_failed_once_is_over_when_it_has_passed(accepting, find, office):
    water = accepting("water", wishes=())["water"]
    find(
        water,
        at=on(WEDNESDAY, 10),
        stage="acceptance",
        outcome="failed",
        to_mend=["漏水"],
        people=["刘工", "张工"],
    )

    with clock.moved_to(on(WEDNESDAY, 11)), pytest.raises(BadReport, match="整改后须重新验收"):
        record_finding(water, "acceptance", outcome="not_needed", occurred_at=on(WEDNESDAY, 11), by=office)

    assert stage(water, "acceptance").status == "running"
