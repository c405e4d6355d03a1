"""Who is to act now; rows in memory, no database."""

from datetime import date
from types import SimpleNamespace

import pytest

from common.workdays import Calendar
from milestones.models import Milestone
from ningshe_portal.pages.next_acts import list_acts

CALENDAR = Calendar(known_years=frozenset({2026}))
TODAY = date(2026, 11, 24)
REQUESTS = [SimpleNamespace(pk=1, label="用水"), SimpleNamespace(pk=2, label="用电")]
ORDERS = [
    SimpleNamespace(pk=11, provider=SimpleNamespace(name="宁河供水")),
    SimpleNamespace(pk=12, provider=SimpleNamespace(name="宁河供电")),
]


def running(stage, request, order=None, *, holder="provider", due_on=date(2026, 11, 27)):
    return Milestone(
        stage=stage,
        status="running",
        request_id=request,
        order_id=order,
        holder=holder,
        due_on=due_on,
        limit_days=3,
    )


def acts(*milestones, is_applicant=False):
    found = list_acts(milestones, REQUESTS, ORDERS, CALENDAR, TODAY, is_applicant=is_applicant)
    return [(act.who, act.what, act.services) for act in found]


def test_what_is_alike_for_two_services_is_one_act():
    assert acts(running("survey", 1, 11), running("survey", 2, 12)) == [
        ("宁河供水、宁河供电", "踏勘", "用水、用电")
    ]


def test_the_most_urgent_act_comes_first():
    late = running("plan", 2, 12, due_on=date(2026, 11, 20))

    assert [who for who, _what, _services in acts(running("survey", 1, 11), late)] == ["宁河供电", "宁河供水"]


def test_the_whole_is_named_only_where_nobody_has_the_request():
    in_hand = [running("whole", 1), running("survey", 1, 11)]
    unrouted = running("whole", 2, holder="office")

    assert acts(*in_hand, unrouted) == [
        ("宁河供水", "踏勘", "用水"),
        ("统筹办公室", "分派承办单位", "用电"),
    ]


@pytest.mark.parametrize(("is_applicant", "who"), [(True, "您"), (False, "申请人")])
def test_the_applicant_is_addressed(is_applicant, who):
    waiting = running("plan", 1, 11, holder="applicant")

    assert acts(waiting, is_applicant=is_applicant) == [(who, "方案", "用水")]


@pytest.mark.parametrize("status", ["pending", "reached", "skipped", "cancelled"])
def test_only_what_runs_is_to_be_acted_on(status):
    milestone = running("survey", 1, 11)
    milestone.status = status

    assert acts(milestone) == []
