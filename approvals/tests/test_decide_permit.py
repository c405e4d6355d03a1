from datetime import date, datetime, timedelta

import pytest

from accounts.tests.factories import UserFactory
from approvals.models import Permit, PermitStatus
from approvals.services import (
    BadDecision,
    accept_permit,
    begin_procedure,
    decide_permit,
    end_procedure,
    extend_permit,
    file_permits,
    refile_permit,
)
from common import clock
from common.status import WrongStatus
from district.services import load_calendar
from milestones.services import split_off
from milestones.stages import Stage
from milestones.tests.recount import check_everything
from outbox.models import Message
from utilities.tests.factories import MemberFactory

from .conftest import approval, permits, road_case

pytestmark = pytest.mark.django_db
OUTCOMES = {"planning": "recorded"}


def decide(permit, by, **said):
    return decide_permit(permit, outcome=OUTCOMES.get(permit.type.code, "granted"), by=by, **said)


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=clock.LOCAL)


def test_the_last_decision_reaches_approval_of_every_order_at_its_moment(filed, clerk, at):
    orders = filed("water", "gas")
    first, second, last = permits(road_case(orders))
    at("2026-11-25 10:00")
    decide(first, clerk)
    decide(second, clerk)
    assert {approval(order).status for order in orders.values()} == {"running"}

    at("2026-11-27 09:00")
    decide(last, clerk, decided_at=moment("2026-11-26 15:30"))

    assert {approval(order).status for order in orders.values()} == {"reached"}
    assert {approval(order).reached_at for order in orders.values()} == {moment("2026-11-26 15:30")}
    assert orders["water"].milestones.running().get().stage == Stage.EXCAVATION


def test_decisions_told_in_another_order_reach_it_at_the_latest_of_them(filed, clerk, at):
    orders = filed("water")
    first, second, third = permits(road_case(orders))
    at("2026-11-27 09:00")

    decide(third, clerk, decided_at=moment("2026-11-26 15:30"))
    decide(first, clerk, decided_at=moment("2026-11-24 15:30"))
    decide(second, clerk, decided_at=moment("2026-11-25 15:30"))

    assert approval(orders["water"]).reached_at == moment("2026-11-26 15:30")


def test_it_is_told_to_the_providers_and_once_to_the_applicant(filed, clerk):
    orders = filed("water", "gas")
    application = road_case(orders)

    for permit in permits(application):
        decide(permit, clerk)

    assert Message.objects.filter(kind="permit.decided").count() == 6
    assert Message.objects.filter(kind="permit.all_decided").count() == 1
    assert application.events.filter(verb="permit.granted").count() == 2


@pytest.mark.parametrize(
    ("number", "said", "why"),
    [
        (0, {"outcome": "granted"}, "只需备案"),
        (1, {"outcome": "recorded"}, "须作出许可决定"),
        (1, {"outcome": "refused"}, "理由"),
        (1, {"outcome": "granted", "decided_at": moment("2026-11-24 09:00")}, "晚于现在"),
        (1, {"outcome": "granted", "decided_at": moment("2026-11-20 09:00")}, "早于申报"),
    ],
)
def test_what_cannot_be_is_refused(filed, clerk, number, said, why):
    permit = permits(road_case(filed("water")))[number]

    with pytest.raises(BadDecision, match=why):
        decide_permit(permit, by=clerk, **said)


def test_past_a_protected_road_only_with_the_number_of_the_approval(filed, clerk):
    permit = permits(road_case(filed("water")))[1]
    Permit.objects.filter(pk=permit.pk).update(way_out="government")

    with pytest.raises(BadDecision, match="批准文号"):
        decide(permit, clerk)

    decide(permit, clerk, decision_number="宁河政批〔2026〕8 号")


def test_decided_once(filed, clerk):
    permit = permits(road_case(filed("water")))[1]
    decide(permit, clerk)

    with pytest.raises(WrongStatus):
        decide(permit, clerk)
    with pytest.raises(WrongStatus):
        accept_permit(permit, by=clerk)


def test_a_refused_one_is_filed_again_and_only_then_approval_is_reached(filed, clerk, at):
    orders = filed("water", "gas")
    application = road_case(orders)
    first, second, third = permits(application)
    decide(first, clerk)
    decide_permit(second, outcome="refused", refusal_reason="未附交通组织方案", by=clerk)
    decide(third, clerk)
    assert (approval(orders["gas"]).holder, approval(orders["gas"]).is_counting) == ("provider", True)
    assert Message.objects.filter(kind="permit.refused").count() == 1

    at("2026-11-26 09:00")
    fresh = refile_permit(second, by=clerk)
    assert (fresh.number, fresh.replaced.get()) == (f"{application.number}-S4", second)
    file_permits(application, by=clerk, provider=application.entrustments.living().get().provider)
    assert approval(orders["gas"]).due_on == date(2026, 12, 3)
    decide(fresh, clerk)

    assert {approval(order).status for order in orders.values()} == {"reached"}
    second.refresh_from_db()
    assert second.status == PermitStatus.REPLACED


def test_without_a_system_only_who_must_file_again_is_bothered(filed, clerk):
    orders = filed("water", "gas")
    for order in orders.values():
        order.provider.endpoint = None
        order.provider.save()
        MemberFactory(provider=order.provider, user=UserFactory(phone=f"1390000{order.pk:04}"))
    _planning, digging, _police = permits(road_case(orders))

    decide_permit(digging, outcome="refused", refusal_reason="材料不齐", by=clerk)

    told = Message.objects.filter(channel="sms", kind="permit.decided")
    entrusted = road_case(orders).entrustments.get().provider
    assert [message.about for message in told] == [entrusted.orders.get().number]


def test_only_a_refused_one_is_filed_again(filed, clerk):
    permit = permits(road_case(filed("water")))[1]

    with pytest.raises(WrongStatus):
        refile_permit(permit, by=clerk)


def begin(permit, by, **said):
    facts = {"procedure": "hearing", "expected_days": 3, "notice_number": "宁审听告 1 号"}
    return begin_procedure(permit, by=by, **facts | said)


def test_approval_stands_still_only_when_every_open_permit_does(filed, clerk):
    orders = filed("water")
    first, second, third = permits(road_case(orders))
    decide(first, clerk)

    begin(second, clerk)
    assert approval(orders["water"]).is_counting
    begin(third, clerk)
    assert not approval(orders["water"]).is_counting
    assert approval(orders["water"]).spans.last().reason == "authority_procedure"

    end_procedure(third, by=clerk)
    assert approval(orders["water"]).is_counting


def test_the_days_of_a_procedure_do_not_count(filed, clerk, at):
    orders = filed("water")
    application = road_case(orders)
    for permit in permits(application):
        begin(permit, clerk)
        permit.refresh_from_db()
        assert (permit.due_on, permit.is_counting, permit.days_left) == (None, False, 5)

    at("2026-11-26 10:00")
    for permit in permits(application):
        end_procedure(permit, by=clerk)

    # Monday to Wednesday ended in it: Thursday is the first day that counts.
    assert {permit.due_on for permit in permits(application)} == {date(2026, 12, 2)}
    assert approval(orders["water"]).due_on == date(2026, 12, 2)
    check_everything(application, load_calendar(), clock.today())


def test_one_procedure_at_a_time_with_its_written_notice(filed, clerk):
    permit = permits(road_case(filed("water")))[1]

    with pytest.raises(BadDecision, match="文号"):
        begin(permit, clerk, notice_number=" ")
    begin(permit, clerk)
    with pytest.raises(WrongStatus):
        begin(permit, clerk)
    end_procedure(permit, by=clerk)
    with pytest.raises(WrongStatus):
        end_procedure(permit, by=clerk)


def test_a_decision_ends_the_procedure(filed, clerk, at):
    permit = permits(road_case(filed("water")))[1]
    begin(permit, clerk)
    at("2026-11-25 10:00")

    decide(permit, clerk)

    assert permit.spans.get().ends_at == clock.now()


def extend(permit, by, **said):
    facts = {"days": 10, "approved_by": "李局长", "notice_number": "宁审延 1 号", "text": "需补充勘察"}
    return extend_permit(permit, by=by, **facts | said)


def test_an_extension_adds_its_days_once(filed, clerk):
    orders = filed("water")
    permit = permits(road_case(orders))[1]

    extend(permit, clerk)

    permit.refresh_from_db()
    assert (permit.due_on, permit.legal_due_on) == (date(2026, 12, 14), date(2027, 1, 5))
    assert approval(orders["water"]).due_on == date(2026, 12, 14)
    with pytest.raises(WrongStatus):
        extend(permit, clerk)


@pytest.mark.parametrize("said", [{"days": 11}, {"approved_by": " "}, {"text": ""}, {"notice_number": ""}])
def test_an_extension_lacks_nothing(filed, clerk, said):
    permit = permits(road_case(filed("water")))[1]

    with pytest.raises(BadDecision):
        extend(permit, clerk, **said)


def by_hand(permit, calendar):
    """Its due date day by day: the first days that end outside a procedure."""
    day, used = clock.local_date(permit.filed_at), 0
    while used < permit.limit_days + permit.extra_days:
        day += timedelta(days=1)
        end = clock.midnight(day + timedelta(days=1))
        is_stopped = any(
            span.starts_at < end and (span.ends_at is None or span.ends_at >= end)
            for span in permit.spans.all()
        )
        used += calendar.is_workday(day) and not is_stopped
    return day


@pytest.mark.parametrize(
    "moves",
    [
        [("2026-11-24 23:59", "begin"), ("2026-11-25 00:00", "end")],
        [("2026-11-23 10:00", "begin"), ("2026-11-23 16:00", "end"), ("2026-11-27 10:00", "extend")],
        [("2026-11-27 10:00", "begin"), ("2026-12-05 16:00", "end")],
        [
            ("2026-11-24 10:00", "begin"),
            ("2026-11-26 10:00", "end"),
            ("2026-11-26 11:00", "begin"),
            ("2026-12-01 10:00", "end"),
            ("2026-12-02 10:00", "extend"),
        ],
        [("2026-12-08 10:00", "begin"), ("2026-12-10 10:00", "end")],
    ],
    ids=["over midnight", "within a day", "over a weekend", "twice and longer", "after it was late"],
)
def test_due_dates_are_those_of_a_slow_count(filed, clerk, at, moves):
    orders = filed("water")
    application = road_case(orders)
    permit = permits(application)[1]
    for when, what in moves:
        at(when)
        {"begin": begin, "extend": extend, "end": lambda permit, by: end_procedure(permit, by=by)}[what](
            permit, clerk
        )

    fresh = Permit.objects.get(pk=permit.pk)
    assert fresh.due_on == by_hand(fresh, load_calendar())
    check_everything(application, load_calendar(), clock.today())


def test_who_leaves_has_no_date_of_a_department_any_more(filed, clerk):
    gas = filed("water", "gas")["gas"]
    assert approval(gas).due_on

    split_off(gas, "approval", reason="另行申报", by=clerk)

    left = approval(gas)
    assert (left.due_on, left.agreed_on, left.limit_days, left.limit_source) == (None, None, None, "")
    check_everything(gas.application, load_calendar(), clock.today())
