"""Fees are listed as agreed and paid; steps as they were really done."""

from datetime import date, timedelta

import pytest

from accounts.actors import SYSTEM
from applications.drawing import read_paper
from common import clock
from common.status import WrongStatus
from milestones.models import Outcome
from milestones.services import BadReport, report_stage
from milestones.stages import Stage
from outbox.models import Message
from utilities.models import ReturnReason
from utilities.services import connect_order, return_order
from works.models import Fee, Plan
from works.progress import Schedule
from works.red_line import warn_of_part
from works.services.confirming import confirm_plan
from works.services.fees import agree_fee, drop_fee, issue_fee_list, pay_fee
from works.services.parts import BadPart
from works.services.steps import record_step
from works.warnings import warn_of_order

from .cases import DAYS, along, give, give_all, road

FEE = {"kind": "works", "amount": 1200, "payee": "宁河供水", "payer": "applicant", "basis": "合同 2026-18"}
TODAY = date(2026, 11, 27)


@pytest.fixture
def part(case, water):
    return give(water, along())


def test_a_fee_within_the_plot_is_told_to_the_applicant_alone(part, water):
    agree_fee(water, by=SYSTEM, **FEE, is_outside=False)

    kinds = set(Message.objects.filter(kind__startswith="fee.").values_list("kind", flat=True))
    assert kinds == {"fee.agreed"}


def test_a_fee_is_not_agreed_tomorrow(part, water):
    with pytest.raises(BadReport, match="商定日期"):
        agree_fee(water, by=SYSTEM, **FEE, is_outside=False, agreed_on=clock.today() + timedelta(days=1))


def test_the_office_is_told_where_he_pays_for_works_outside(part, water):
    fee = agree_fee(water, by=SYSTEM, **FEE, is_outside=True)

    assert fee.is_outside_red_line
    assert Message.objects.filter(kind="fee.outside_red_line").exists()


def test_without_a_part_there_is_no_fee(case, water):
    with pytest.raises(WrongStatus):
        agree_fee(water, by=SYSTEM, **FEE)


def test_a_fee_needs_its_basis(part, water):
    with pytest.raises(BadReport):
        agree_fee(water, by=SYSTEM, **FEE | {"basis": " "})


def test_no_fee_was_paid_before_it_was_agreed(part, water, at):
    at("2026-11-30 10:00")
    today = clock.today()
    agreed = agree_fee(water, by=SYSTEM, **FEE | {"agreed_on": today})

    with pytest.raises(BadReport, match=f"不能早于商定日期 {today}"):
        pay_fee(water, agreed, paid_on=today - timedelta(days=1), by=SYSTEM)

    assert Fee.objects.get(pk=agreed.pk).paid_on is None
    assert pay_fee(water, agreed, paid_on=today, by=SYSTEM).paid_on == today


def test_no_fee_was_agreed_or_paid_before_the_case_was_accepted(part, water):
    undated = agree_fee(water, by=SYSTEM, **FEE | {"agreed_on": None})
    before = TODAY - timedelta(days=1)

    with pytest.raises(BadReport, match="缴纳日期不能早于受理日期"):
        pay_fee(water, undated, paid_on=before, by=SYSTEM)
    with pytest.raises(BadReport, match="商定日期不能早于受理日期"):
        agree_fee(water, by=SYSTEM, **FEE | {"agreed_on": before})

    assert pay_fee(water, undated, paid_on=TODAY, by=SYSTEM).paid_on == TODAY


def test_a_fee_is_paid_once(part, water):
    fee = agree_fee(water, by=SYSTEM, **FEE)
    pay_fee(water, fee, paid_on=TODAY, invoice="12345678", by=SYSTEM)

    with pytest.raises(WrongStatus):
        pay_fee(water, fee, paid_on=TODAY, by=SYSTEM)
    with pytest.raises(WrongStatus):
        drop_fee(water, fee, reason="x", by=SYSTEM)

    assert Fee.objects.get().invoice == "12345678"


def test_another_order_touches_no_fee_that_is_not_its_own(part, water, power):
    fee = agree_fee(water, by=SYSTEM, **FEE)

    with pytest.raises(WrongStatus):
        pay_fee(power, fee, paid_on=TODAY, by=SYSTEM)


def test_the_list_is_a_paper_and_the_one_before_is_void(case, part, water):
    agree_fee(water, by=SYSTEM, **FEE, is_outside=True)
    issue_fee_list(case, by=SYSTEM)

    paper = issue_fee_list(case, by=SYSTEM)

    assert paper.content["totals"] == [["申请人", "1,200.00"], ["专营单位", "0.00"], ["财政", "0.00"]]
    assert case.papers.valid().get(kind="fees") == paper
    assert read_paper(paper).startswith(b"%PDF")


def test_a_list_that_says_the_same_is_printed_once(case, part, water):
    agree_fee(water, by=SYSTEM, **FEE)

    assert issue_fee_list(case, by=SYSTEM) == issue_fee_list(case, by=SYSTEM)
    assert case.events.filter(verb="fee.listed").count() == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda water, fee: agree_fee(water, by=SYSTEM, **FEE | {"amount": 5}),
        lambda water, fee: pay_fee(water, fee, paid_on=TODAY, by=SYSTEM),
        lambda water, fee: drop_fee(water, fee, reason="登记有误", by=SYSTEM),
    ],
    ids=["one more", "paid", "dropped"],
)
def test_a_list_no_longer_holds_once_a_fee_has_changed(case, part, water, change):
    fee = agree_fee(water, by=SYSTEM, **FEE)
    issue_fee_list(case, by=SYSTEM)

    change(water, fee)

    assert not case.papers.valid().filter(kind="fees").exists()


@pytest.mark.parametrize(("payer", "told"), [("applicant", 1), ("provider", 0)])
def test_who_was_to_pay_is_told_that_a_fee_was_taken_back(part, water, payer, told):
    fee = agree_fee(water, by=SYSTEM, **FEE | {"payer": payer})

    drop_fee(water, fee, reason="登记有误", by=SYSTEM)

    assert Message.objects.filter(kind="fee.dropped").count() == told


def test_a_fee_pressed_twice_is_one(part, water):
    twice = [agree_fee(water, by=SYSTEM, **FEE) for _press in range(2)]
    other = agree_fee(water, by=SYSTEM, **FEE | {"kind": "design"})

    assert twice[0] == twice[1] != other
    assert Message.objects.filter(kind="fee.agreed").count() == 2


def test_the_same_fee_a_day_later_is_another(part, water, at):
    first = agree_fee(water, by=SYSTEM, **FEE)
    at("2026-11-28 10:00")

    assert agree_fee(water, by=SYSTEM, **FEE) != first


def test_of_an_order_that_has_ended_only_what_was_paid_stays(case, part, water):
    paid, _owed = agree_fee(water, by=SYSTEM, **FEE), agree_fee(water, by=SYSTEM, **FEE | {"amount": 5})
    pay_fee(water, paid, paid_on=TODAY, by=SYSTEM)
    issue_fee_list(case, by=SYSTEM)

    return_order(water, reason=ReturnReason.OTHER, detail="x", by=SYSTEM)

    assert list(Fee.objects.of_application(case)) == [paid]
    assert "5.00" in case.events.get(verb="fee.dropped").text
    assert Message.objects.filter(kind="fee.dropped").count() == 1
    assert not case.papers.valid().filter(kind="fees").exists()


def test_what_a_connected_order_costs_is_still_owed(case, part, water):
    fee = agree_fee(water, by=SYSTEM, **FEE)
    connect_order(water, by=SYSTEM, at=clock.now())

    assert list(Fee.objects.of_application(case)) == [fee]


def test_there_is_no_list_without_a_fee(case):
    with pytest.raises(WrongStatus):
        issue_fee_list(case, by=SYSTEM)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"started_on": date(2026, 11, 28)},
        {"started_on": TODAY, "finished_on": date(2026, 11, 26)},
    ],
    ids=["no day", "to come", "done before it began"],
)
def test_a_step_that_cannot_be_is_refused(case, water, said):
    with pytest.raises(BadReport):
        record_step(water, "design", by=SYSTEM, **said)


def test_what_was_done_stands_beside_what_was_planned(case, water, power, at):
    give_all(case)
    record_step(water, "design", started_on=TODAY, finished_on=TODAY, by=SYSTEM)

    rows = [(party, row.step, planned, real) for party, row, planned, real in Schedule(case).rows]

    assert rows[0] == ("用水", "design", "未定", "2026-11-27 开始，2026-11-27 完成")
    assert rows[1] == ("用水", "excavation", "2026-12-07 — 2026-12-08", "—")


def test_nothing_was_begun_before_the_case_was_accepted(water):
    with pytest.raises(BadReport, match="受理日期"):
        record_step(water, "design", started_on=date(2026, 11, 26), by=SYSTEM)


def test_nothing_is_built_before_the_plan_and_its_permits(case, water, at):
    with pytest.raises(BadReport, match="方案确认、审批办结以后"):
        record_step(water, "construction", started_on=TODAY, by=SYSTEM)
    at("2026-11-30 10:00")
    give_all(case, along(method="existing_duct"))
    confirm_plan(Plan.objects.get(), version=1, by=SYSTEM)

    with pytest.raises(BadReport, match="2026-11-30 才办妥，开工日期不能更早"):
        record_step(water, "construction", started_on=TODAY, by=SYSTEM)

    assert record_step(water, "construction", started_on=date(2026, 11, 30), by=SYSTEM).pk


def test_construction_does_not_end_before_it_began(case, water, at):
    give_all(case, along(method="existing_duct"))
    confirm_plan(Plan.objects.get(), version=1, by=SYSTEM)
    built = at("2026-11-30 10:00")
    at("2026-12-01 10:00")
    record_step(water, "construction", started_on=date(2026, 12, 1), by=SYSTEM)

    with pytest.raises(BadReport, match="2026-12-01"):
        report_stage(water, Stage.CONSTRUCTION, outcome=Outcome.REACHED, occurred_at=built, by=SYSTEM)

    assert water.milestones.get(stage="construction").status == "running"


def test_a_ground_is_not_to_be_closed_before_it_is_opened(water):
    steps = DAYS | {"backfill": (date(2026, 12, 1), date(2026, 12, 2))}

    with pytest.raises(BadPart, match="不能早于开挖"):
        give(water, along(), steps=steps)


def test_the_report_of_the_stage_ends_construction_on_the_schedule_too(case, water, power):
    give_all(case, along(method="existing_duct"))
    confirm_plan(Plan.objects.get(), version=1, by=SYSTEM)

    report_stage(water, Stage.CONSTRUCTION, outcome=Outcome.REACHED, occurred_at=clock.now(), by=SYSTEM)

    assert water.work_steps.get(step="construction").finished_on == TODAY


@pytest.mark.parametrize(
    ("cost", "inside", "is_warned_of"),
    [(500, False, True), (500, True, False), (0, False, False)],
    ids=["he bears something outside", "only within the plot", "he bears nothing"],
)
def test_the_office_hears_of_a_plan_in_which_he_bears_works_outside(case, water, cost, inside, is_warned_of):
    part = give(water, along(road(is_inside_plot=inside)), applicant_cost=cost)

    assert bool(warn_of_part(part)) is is_warned_of
    assert Message.objects.filter(kind="plan.outside_red_line").exists() is is_warned_of


def test_all_there_is_to_warn_of_is_told_once(case, water):
    give(water, along(), applicant_cost=500, drawing="")
    for amount in (1200, 800):
        agree_fee(water, by=SYSTEM, **FEE | {"amount": amount}, is_outside=True)

    assert len(warn_of_order(water)) == 3


def test_what_costs_nothing_is_no_fee(part, water):
    with pytest.raises(BadReport, match="不收费"):
        agree_fee(water, by=SYSTEM, **FEE | {"amount": 0}, is_outside=False)
