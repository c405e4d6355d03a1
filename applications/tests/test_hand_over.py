import pytest

from accounts.tests.factories import UserFactory
from applications.models import Audience, HandOver, Status
from applications.services import BadHandOver, hand_over, take_back
from applications.terms import keep_terms
from outbox.models import Message

from .factories import ApplicationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def wang():
    return UserFactory(roles=["clerk"], display_name="王窗口")


@pytest.fixture
def chen():
    return UserFactory(roles=["clerk"], display_name="陈窗口", phone="13900002222")


@pytest.fixture
def office():
    return UserFactory(roles=["office"], display_name="赵统筹")


@pytest.fixture
def case(wang):
    return ApplicationFactory(clerk=wang)


def clerk_of(case):
    case.refresh_from_db()
    return case.clerk


def test_both_names_the_reason_and_the_moment_are_kept(case, wang, chen):
    [row] = hand_over([case], taker=chen, reason="轮岗", by=wang)

    assert (row.giver, row.taker, row.reason, row.until) == (wang, chen, "轮岗", None)
    assert clerk_of(case) == chen
    assert list(case.events.values_list("audience", "text")) == [
        (Audience.ALL, "王窗口 → 陈窗口"),
        (Audience.STAFF, "轮岗"),
    ]


def test_many_are_handed_over_with_one_message(wang, chen):
    cases = ApplicationFactory.create_batch(3, clerk=wang)

    hand_over(cases, taker=chen, reason="休假", by=wang)

    assert [clerk_of(case) for case in cases] == [chen] * 3
    sms = Message.objects.get(recipient="13900002222")
    assert "3 件" in sms.text


def test_one_that_cannot_be_handed_over_stops_all(case, wang, chen):
    over = ApplicationFactory(clerk=wang, status=Status.FINISHED)

    with pytest.raises(BadHandOver):
        hand_over([case, over], taker=chen, reason="休假", by=wang)

    assert clerk_of(case) == wang


def test_a_clerk_passes_on_his_own_cases_only_and_the_office_any(case, chen, office):
    with pytest.raises(BadHandOver, match="不是您负责"):
        hand_over([case], taker=chen, reason="想要", by=chen)

    hand_over([case], taker=chen, reason="王窗口生病", by=office)

    assert clerk_of(case) == chen


@pytest.mark.parametrize("fields", [{"roles": ["provider"]}, {"roles": ["clerk"], "is_active": False}])
def test_only_who_works_at_the_counter_can_take_a_case(case, wang, fields):
    with pytest.raises(BadHandOver, match="不是窗口人员"):
        hand_over([case], taker=UserFactory(**fields), reason="休假", by=wang)


def test_a_day_that_has_passed_is_no_end(case, wang, chen, at):
    today = at("2026-11-23 09:00").date()

    with pytest.raises(BadHandOver, match="已过"):
        hand_over([case], taker=chen, reason="休假", by=wang, until=today.replace(day=22))


def test_after_the_last_day_the_case_goes_back_by_itself(case, wang, chen, at):
    friday = at("2026-11-23 09:00").date().replace(day=27)
    hand_over([case], taker=chen, reason="休假", by=wang, until=friday)

    at("2026-11-27 23:59")
    keep_terms()
    before = clerk_of(case)
    at("2026-11-28 00:05")
    keep_terms()

    assert (before, clerk_of(case)) == (chen, wang)
    assert HandOver.objects.get().ended_at is not None
    assert list(case.events.values_list("verb", "actor_name"))[-1] == ("application.taken_back", "系统")


def test_who_is_back_early_takes_his_cases_back_once(case, wang, chen, at):
    friday = at("2026-11-23 09:00").date().replace(day=27)
    [row] = hand_over([case], taker=chen, reason="休假", by=wang, until=friday)

    take_back(row, by=wang)

    assert clerk_of(case) == wang
    with pytest.raises(BadHandOver, match="已结束"):
        take_back(row, by=wang)


def test_a_stranger_takes_nothing_back(case, wang, chen, at):
    friday = at("2026-11-23 09:00").date().replace(day=27)
    [row] = hand_over([case], taker=chen, reason="休假", by=wang, until=friday)

    with pytest.raises(BadHandOver, match="移交双方"):
        take_back(row, by=UserFactory(roles=["clerk"]))


def test_a_stand_in_who_falls_ill_passes_the_case_on_and_the_first_gets_it_back(case, wang, chen, office, at):
    friday = at("2026-11-23 09:00").date().replace(day=27)
    hand_over([case], taker=chen, reason="休假", by=wang, until=friday)
    at("2026-11-24 09:00")
    hand_over([case], taker=office, reason="陈窗口生病", by=office, until=friday)

    at("2026-11-28 00:05")
    keep_terms()

    assert clerk_of(case) == wang
    assert not HandOver.objects.under_way().exists()


def test_what_the_office_decides_for_good_is_not_taken_back(case, wang, chen, office, at):
    friday = at("2026-11-23 09:00").date().replace(day=27)
    hand_over([case], taker=chen, reason="休假", by=wang, until=friday)
    hand_over([case], taker=office, reason="改由统筹办理", by=office)

    at("2026-11-28 00:05")
    keep_terms()

    assert clerk_of(case) == office
