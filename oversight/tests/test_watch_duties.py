"""Duties: answered by the owner, called about, lengthened, closed by somebody else; their clocks."""

from datetime import date, time

import pytest

from accounts.tests.factories import UserFactory
from approvals.models import Department
from common import clock
from common.status import Refusal, WrongStatus
from district.notices import Kind, NoticeDay
from district.services import import_year
from outbox.models import Message
from oversight.models import Duty, DutyStatus, MendingTerm, Rating
from oversight.services import (
    DutyRefused,
    agree_duty,
    answer_duty,
    cancel_meeting,
    close_duty,
    hold_meeting,
    lengthen_duty,
    log_call,
    plan_meeting,
    pursue_overdue,
    record_inspection,
    record_meeting,
    remind_owners,
    send_back_duty,
)
from utilities.tests.factories import MemberFactory, make_user

pytestmark = pytest.mark.django_db


MEND = {"demand": "补设围挡", "due_on": date(2026, 12, 1)}


def told(kind):
    return Message.objects.filter(kind=kind, channel="sms")


def test_the_term_is_five_working_days_and_frozen(duty):
    MendingTerm.objects.update(workdays=1)

    assert (duty.number, duty.due_on, duty.workdays) == (
        f"ZG202611{duty.pk:06d}",
        date(2026, 12, 4),
        5,
    )


def test_the_owner_answers_and_the_office_is_told(duty, office):
    answer_duty(duty, answer="已向用户致歉", by=MemberFactory(provider=duty.provider).user)

    assert (duty.status, duty.answer) == (DutyStatus.ANSWERED, "已向用户致歉")
    assert told("duty.answered").get().recipient == office.phone


def test_of_two_answers_the_first_counts(duty, office):
    stale = Duty.objects.get(pk=duty.pk)
    answer_duty(duty, answer="第一", by=office)

    with pytest.raises(WrongStatus):
        answer_duty(stale, answer="第二", by=office)


def test_what_is_not_done_goes_back_and_keeps_its_day(answered, office):
    send_back_duty(answered, reason="没有说明原因", by=office)

    answered.refresh_from_db()
    assert (answered.status, answered.due_on) == (DutyStatus.OPEN, date(2026, 12, 4))
    assert [step.kind for step in answered.steps.all()] == ["answered", "sent_back"]


def test_without_an_answer_nothing_is_closed(duty, office):
    log_call(duty, is_reached=True, said="盼尽快", by=office)

    with pytest.raises(WrongStatus):
        close_duty(duty, reply="已整改", by=office)


def test_without_a_call_nothing_is_closed(answered, office):
    with pytest.raises(DutyRefused, match="回访"):
        close_duty(answered, reply="已整改", by=office)

    log_call(answered, is_reached=True, said="满意", by=office)
    closed = close_duty(answered, reply="已整改", by=office)

    assert (closed.status, closed.reply) == (DutyStatus.CLOSED, "已整改")
    assert told("rating.replied").count() == 1


def test_after_three_days_of_calls_in_vain_it_may_be_closed_and_a_fourth_is_refused(answered, office, at):
    for day in (27, 28, 29):
        at(f"2026-11-{day} 11:00")
        with pytest.raises(DutyRefused):
            close_duty(answered, reply="已整改", by=office)
        log_call(answered, is_reached=False, said="无人接听", by=office)

    with pytest.raises(DutyRefused, match="3 次"):
        log_call(answered, is_reached=True, said="接了", by=office)
    assert close_duty(answered, reply="已整改", by=office).status == DutyStatus.CLOSED


def test_calls_in_vain_of_one_day_are_one(answered, office):
    for said in ("无人接听", "占线", "关机"):
        log_call(answered, is_reached=False, said=said, by=office)

    with pytest.raises(DutyRefused, match="三个不同日期"):
        close_duty(answered, reply="已整改", by=office)
    assert answered.steps.filter(kind="called").count() == 3


def test_a_call_pressed_twice_is_one(answered, office):
    for _press in range(2):
        log_call(answered, is_reached=True, said="满意", by=office)

    assert answered.steps.filter(kind="called").count() == 1


def test_who_answered_does_not_close(give, office, supervisor):
    give(window=1)
    duty = Duty.objects.get()
    answer_duty(duty, answer="已约谈", by=office)
    log_call(duty, is_reached=True, said="知道了", by=office)

    with pytest.raises(DutyRefused, match="另一位"):
        close_duty(duty, reply="已约谈", by=office)
    assert close_duty(duty, reply="已约谈", by=supervisor).status == DutyStatus.CLOSED


def test_the_rater_may_agree_on_the_telephone_that_the_rated_learns_of_him(duty, office):
    log_call(duty, is_reached=False, said="无人接听", may_name=True, by=office)
    assert not Rating.objects.get().is_named

    log_call(duty, is_reached=True, said="可以告诉他们", may_name=True, by=office)
    assert Rating.objects.get().is_named


def test_a_hard_one_is_lengthened_once_from_the_same_day(duty, office):
    lengthened = lengthen_duty(duty, reason="需要换表", by=office)

    assert (lengthened.due_on, lengthened.is_lengthened) == (date(2026, 12, 18), True)
    with pytest.raises(DutyRefused):
        lengthen_duty(duty, reason="再延", by=office)


def test_a_new_calendar_moves_what_counts_working_days_and_not_what_was_agreed(give, office, finished, at):
    at("2026-12-30 10:00")
    give()
    rectification = Duty.objects.get()
    agreed = meet(office, text="每周碰头", owner="office", due_on=date(2027, 1, 6))
    assert (rectification.due_on, rectification.is_estimated) == (date(2027, 1, 7), True)

    rest = [(1, 1), (1, 2), (1, 3), (1, 4), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)]
    import_year(2027, [NoticeDay(date(2027, *day), Kind.REST, "放假") for day in rest], by=UserFactory())

    rectification.refresh_from_db()
    agreed.refresh_from_db()
    assert (rectification.due_on, rectification.is_estimated) == (date(2027, 1, 8), False)
    assert agreed.due_on == date(2027, 1, 6)


def test_what_is_overdue_is_told_once_to_owner_office_and_supervisors(duty, office, supervisor, at):
    member = MemberFactory(provider=duty.provider, user=make_user("13977770000"))
    for moment in ("2026-12-04 23:59", "2026-12-05 00:10", "2026-12-07 09:00"):
        at(moment)
        pursue_overdue()

    assert {row.recipient for row in told("duty.overdue")} == {
        member.user.phone,
        office.phone,
        supervisor.phone,
    }
    assert told("duty.overdue").count() == 3


def test_whoever_has_answered_in_time_is_not_called_overdue(duty, office, supervisor, at):
    member = MemberFactory(provider=duty.provider, user=make_user("13977770000"))
    answer_duty(duty, answer="已补设围挡", by=member.user)
    at("2026-12-07 09:00")
    pursue_overdue()

    assert {row.recipient for row in told("duty.overdue")} == {office.phone, supervisor.phone}
    assert "仍未核实办结" in bytes(told("duty.overdue")[0].body).decode()


def test_the_owner_is_reminded_on_the_last_working_day_before(duty, at):
    member = MemberFactory(provider=duty.provider, user=make_user("13977770000"))
    counts = []
    for moment in ("2026-12-02 10:00", "2026-12-03 10:00", "2026-12-04 10:00"):
        at(moment)
        remind_owners()
        counts.append(told("duty.due_soon").filter(recipient=member.user.phone).count())

    assert counts == [0, 1, 1]


def meet(office, **item):
    meeting = record_meeting(
        held_on=date(2026, 11, 27),
        place="二楼会议室",
        present="水电气网各一人",
        minutes="",
        cases=[],
        by=office,
    )
    return agree_duty(meeting, by=office, **item)


def test_what_a_meeting_agreed_has_an_owner_and_a_day(case, office):
    duty = meet(office, text="统一围挡", owner="department", department="城管委", due_on=date(2026, 12, 1))

    assert (duty.owner_name, duty.number[:10], duty.workdays) == ("城管委", "YD20261127", None)


@pytest.mark.parametrize(
    "item",
    [
        {"owner": "provider", "due_on": date(2026, 12, 1)},
        {"owner": "department", "due_on": date(2026, 12, 1)},
        {"owner": "office", "due_on": date(2026, 11, 26)},
    ],
    ids=["which provider", "which department", "in the past"],
)
def test_an_item_without_owner_or_with_a_past_day_is_refused(case, office, item):
    with pytest.raises(DutyRefused):
        meet(office, text="x", **item)


def test_a_finding_that_must_be_mended_is_a_duty_of_its_provider(case, order, office):
    inspection = record_inspection(
        inspected_on=date(2026, 11, 27),
        provider=order.provider,
        application=case,
        inspectors="林芳、赵振华",
        findings="沟槽未设围挡",
        demand="补设围挡和警示灯",
        due_on=date(2026, 11, 30),
        by=office,
    )

    assert (inspection.duty.kind, inspection.duty.provider, inspection.duty.application) == (
        "mending",
        order.provider,
        case,
    )


@pytest.mark.parametrize("lack", [{"demand": "补设围挡"}, {"due_on": date(2026, 12, 1)}])
def test_a_demand_has_a_day_and_a_day_a_demand(order, office, lack):
    with pytest.raises(Refusal):
        record_inspection(
            inspected_on=date(2026, 11, 27),
            provider=order.provider,
            inspectors="林芳",
            findings="x",
            by=office,
            **lack,
        )


def officer_of(name="区城市管理委员会（测试）"):
    department = Department.objects.create(code="chengguan", name=name)
    department.members.add(officer := make_user("13944440000"))
    return department, officer


@pytest.mark.parametrize("owner", ["office", "window", "department"])
def test_every_owner_is_reminded_in_time_and_when_overdue(case, office, owner, at):
    department, officer = officer_of()
    meet(office, text="统一围挡", owner=owner, department=department.name, due_on=date(2026, 12, 1))
    for moment in ("2026-11-30 10:00", "2026-11-30 11:00"):
        at(moment)
        remind_owners()
    at("2026-12-02 09:00")
    pursue_overdue()

    to_remind = {office.phone, officer.phone} if owner == "department" else {office.phone}
    assert {row.recipient for row in told("duty.due_soon")} == to_remind
    assert told("duty.due_soon").count() == len(to_remind)
    assert told("duty.overdue").filter(recipient=officer.phone).exists() is (owner == "department")


def test_an_authority_hears_at_once_of_what_was_agreed_with_it(case, office):
    department, officer = officer_of()

    meet(office, text="统一围挡", owner="department", department=department.name, due_on=date(2026, 12, 1))

    assert {row.recipient for row in told("duty.opened")} == {office.phone, officer.phone}


@pytest.fixture
def called(case, order, office):
    """For the first of December; water and an authority are invited."""
    MemberFactory(provider=order.provider, user=make_user("13977770000"))
    department, _officer = officer_of()
    return plan_meeting(
        held_on=date(2026, 12, 1),
        starts_at=time(14, 30),
        place="二楼会议室",
        agenda="冬季施工安排",
        providers=[order.provider],
        departments=[department],
        cases=[case],
        by=office,
    )


def test_who_is_invited_to_a_meeting_is_told_and_then_what_came_of_it_is_recorded(called, case, office, at):
    assert {row.recipient for row in told("meeting.planned")} == {"13977770000", "13944440000"}
    assert "2026-12-01 14:30" in told("meeting.planned").first().text
    with pytest.raises(DutyRefused, match="还没有到"):
        hold_meeting(called, present="水司", minutes="", by=office)
    with pytest.raises(DutyRefused, match="还没有召开"):
        agree_duty(called, text="围挡", owner="office", due_on=date(2026, 12, 8), by=office)

    at("2026-12-01 14:00")
    with pytest.raises(DutyRefused, match="还没有到"):
        hold_meeting(called, present="水司", minutes="", by=office)

    at("2026-12-01 16:00")
    hold_meeting(called, present="水司一人", minutes="", by=office)

    agree_duty(called, text="围挡", owner="office", due_on=date(2026, 12, 8), by=office)
    verbs = list(case.events.filter(verb__startswith="meeting.").values_list("verb", flat=True))
    assert sorted(verbs) == ["meeting.held", "meeting.planned"]
    with pytest.raises(WrongStatus):
        cancel_meeting(called, reason="重复", by=office)


def test_what_the_office_keeps_is_kept_once_though_pressed_twice(case, order, office):
    item = {"text": "统一围挡", "owner": "office", "due_on": date(2026, 12, 1)}
    first, second = meet(office, **item), meet(office, **item)
    inspections = [
        record_inspection(
            inspected_on=date(2026, 11, 27), provider=order.provider, inspectors="林芳", by=office, **found
        )
        for found in ({"findings": "x"}, {"findings": "x"}, {"findings": "x", **MEND}, {"findings": "y"})
    ]

    assert first == second
    assert inspections[0] == inspections[1]
    assert len(set(inspections)) == 3
    assert meet(office, **item | {"text": "错峰施工"}).meeting == first.meeting


def test_a_meeting_is_called_once_though_pressed_twice_and_anew_with_more_people(case, order, office):
    MemberFactory(provider=order.provider, user=make_user("13977770000"))
    department, _officer = officer_of()
    said = {"held_on": date(2026, 12, 1), "starts_at": time(9), "place": "x", "agenda": "y", "cases": []}

    first, second, wider = [
        plan_meeting(**said, providers=[order.provider], departments=departments, by=office)
        for departments in ([], [], [department])
    ]

    assert first == second != wider
    assert told("meeting.planned").filter(recipient="13977770000").count() == 2


def test_of_a_meeting_whose_day_is_over_the_office_is_asked_once(called, office, at):
    at("2026-12-01 18:00")
    pursue_overdue()
    assert not told("meeting.unheld").exists()

    at("2026-12-02 09:00")
    pursue_overdue()
    pursue_overdue()

    assert told("meeting.unheld").get().recipient == office.phone


def test_a_meeting_that_does_not_take_place_is_called_off(called, office):
    cancel_meeting(called, reason="改期", by=office)

    assert {row.recipient for row in told("meeting.cancelled")} == {"13977770000", "13944440000"}


@pytest.mark.parametrize(
    ("held_on", "starts_at", "waits"),
    [
        ((2026, 11, 29), time(8, 30), False),
        ((2026, 11, 30), time(10), False),
        ((2026, 12, 1), time(9), True),
    ],
    ids=["at the weekend", "as the office opens", "later"],
)
def test_who_is_invited_hears_of_it_before_it_begins(case, order, office, at, held_on, starts_at, waits):
    MemberFactory(provider=order.provider, user=make_user("13977770000"))
    at("2026-11-28 20:00")  # a Saturday
    said = {"place": "x", "agenda": "y", "providers": [order.provider], "departments": [], "cases": []}

    meeting = plan_meeting(held_on=date(*held_on), starts_at=starts_at, by=office, **said)
    cancel_meeting(meeting, reason="改期", by=office)

    held_back = [told(f"meeting.{what}").get().not_before is not None for what in ("planned", "cancelled")]
    assert held_back == [waits, waits]


def test_a_meeting_is_not_called_for_yesterday_nor_without_anybody(case, order, office):
    said = {"starts_at": time(9), "place": "x", "agenda": "y", "departments": [], "cases": [], "by": office}

    with pytest.raises(DutyRefused):
        plan_meeting(held_on=date(2026, 11, 26), providers=[order.provider], **said)
    with pytest.raises(DutyRefused, match="不能早于现在"):
        plan_meeting(held_on=clock.today(), providers=[order.provider], **said | {"starts_at": time(0)})
    with pytest.raises(DutyRefused):
        plan_meeting(held_on=date(2026, 12, 1), providers=[], **said)
