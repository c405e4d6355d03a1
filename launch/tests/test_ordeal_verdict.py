"""The judge is judged: rows in which nothing is wrong, and one promise broken at a time."""

import copy

import pytest

from launch.ordeal.figures import shaken, split_times, spread
from launch.ordeal.receiver import Arrival
from launch.ordeal.timeline import Blow, plan, revival
from launch.ordeal.verdict import broken_promises

PATH = ["acknowledge", "survey", "connection"]
ORDERS = {"NH1-W": ("water", 7), "NH1-P": ("power", 8)}


def stage(name, status, order=None, request=None, spans=0):
    return {"case": "NH1", "request": request, "order": order, "stage": name, "status": status} | {
        "open_spans": spans
    }


def right_rows():
    milestones = [stage("intake", "reached")]
    for order, (_provider, request) in ORDERS.items():
        milestones.append(stage("whole", "running", request=request, spans=1))
        milestones.append(stage("acknowledge", "reached", order, request))
        milestones.append(stage("survey", "running", order, request, spans=1))
        milestones.append(stage("connection", "pending", order, request))
    return {
        "path": PATH,
        "cases": [
            {
                "number": "NH1",
                "status": "accepted",
                "requests": 2,
                "papers": ["form", "consent", "receipt", "order", "order"],
            }
        ],
        "orders": [
            {
                "number": number,
                "case": "NH1",
                "provider": provider,
                "status": "open",
                "created_at": 100.0,
                "is_pushed": True,
                "effects": 1,
                "seqs": [2, 1],
            }
            for number, (provider, _request) in ORDERS.items()
        ],
        "milestones": milestones,
        "messages": [{"uid": f"{number}-{seq}", "status": "sent"} for number in ORDERS for seq in (1, 2)],
    }


def right_books():
    return [
        Arrival(provider, f"{number}-{seq}", kind, number, seq, "", at=101.0, times=seq)
        for number, (provider, _request) in ORDERS.items()
        for seq, kind in ((1, "order.created"), (2, "milestone.opened"))
    ]


def breaches(rows, books, told=("NH1",)):
    promises = broken_promises(rows, books, wanted=1, told=list(told))
    return {promise for promise, wrong in promises.items() if wrong}


def test_a_clean_run_breaks_nothing_and_duplicates_are_no_breach():
    assert breaches(right_rows(), right_books()) == set()


@pytest.mark.parametrize(
    ("spoil", "promise"),
    [
        (lambda rows: rows["cases"][0].update(status="submitted"), "每件均已受理"),
        (lambda rows: rows["orders"][0].update(effects=2), "每个工单恰好生效一次"),
        (lambda rows: rows["orders"][0].update(effects=0), "每个工单恰好生效一次"),
        (lambda rows: rows["messages"][0].update(status="waiting"), "没有未完结的消息"),
        (lambda rows: rows["orders"][0].update(is_pushed=False), "已送达均有记录"),
        (lambda rows: rows["orders"][0].update(seqs=[1, 3]), "消息序号不缺不重"),
        (lambda rows: rows["milestones"].pop(), "环节齐全"),
        (lambda rows: rows["milestones"].append(rows["milestones"][-1]), "环节齐全"),
        (lambda rows: rows["milestones"].pop(1), "环节齐全"),
        (lambda rows: rows["milestones"][1].update(request=8), "环节齐全"),
        (lambda rows: rows["milestones"].pop(0), "环节齐全"),
        (lambda rows: rows["milestones"][1].update(open_spans=2), "每个在办环节恰有一个计时段"),
        (lambda rows: rows["milestones"][0].update(open_spans=1), "每个在办环节恰有一个计时段"),
        (lambda rows: rows["cases"][0]["papers"].pop(), "文书齐全"),
        (lambda rows: rows["cases"][0].update(requests=3), "每件的工单齐全"),
    ],
    ids=[
        "not accepted",
        "acknowledged twice",
        "never acknowledged",
        "still waiting",
        "arrival not noted",
        "a number left out",
        "no connection",
        "connection twice",
        "no whole",
        "whole twice for one request",
        "no intake",
        "two holders",
        "a holder of what is done",
        "no receipt",
        "an order too few",
    ],
)
def test_the_portal_caught_breaking_a_promise(spoil, promise):
    rows = copy.deepcopy(right_rows())
    spoil(rows)

    assert promise in breaches(rows, right_books())


def test_an_order_that_never_arrived_is_named():
    assert "每个工单均已送达" in breaches(right_rows(), right_books()[2:])


def test_an_order_at_the_wrong_door_is_named():
    books = right_books()
    books[0].provider = "gas"

    assert breaches(right_rows(), books) == {"没有送错单位"}


def test_an_event_nobody_wrote_is_named():
    books = right_books()
    books[0].uid = "msg_forged"

    assert breaches(right_rows(), books) == {"没有平台未发出的消息"}


def test_a_case_promised_to_an_applicant_and_lost_is_named():
    assert breaches(right_rows(), right_books(), told=["NH1", "NH2"]) == {"已告知受理的办件均在"}


def test_every_blow_falls_within_the_time_and_whoever_falls_rises():
    blows = plan(100, kills=5, losses=2)

    assert [blow.at for blow in blows] == sorted(blow.at for blow in blows)
    assert [blow.target for blow in blows if blow.act == "kill"].count("workers") == 5
    assert [blow.target for blow in blows if blow.act == "kill"].count("broker") == 2
    assert max(blow.at for blow in blows) < 100
    assert revival(Blow(10, "kill", "web", 1), 12.5) == [Blow(13.5, "revive", "web")]
    assert revival(Blow(10, "hang", "gas"), 12.5) == []


@pytest.mark.parametrize(
    ("kills", "losses", "expected"),
    [(5, 2, "wbwwwbw"), (2, 1, "wbw"), (3, 0, "www"), (0, 1, "b")],
    ids=["five and two", "two and one", "no broker", "broker only"],
)
def test_the_broker_is_lost_between_the_kills(kills, losses, expected):
    blows = [blow for blow in plan(70, kills=kills, losses=losses) if blow.target in ("workers", "broker")]

    assert "".join(blow.target[0] for blow in blows) == expected


def test_what_was_made_while_something_was_down_is_counted_apart():
    blows = [
        {"act": "kill", "target": "workers", "began": 10, "ended": 11},
        {"act": "kill", "target": "web", "began": 50, "ended": 51},
        {"act": "revive", "target": "workers", "began": 12, "ended": 12},
    ]

    spans = shaken(blows, opened_at=1000)

    assert spans == [(1010, 1032)]
    assert split_times([(1009, 0.1), (1020, 9.0), (1050, 0.2)], spans) == ([9.0], [0.1, 0.2])


def test_a_spread_names_the_middle_the_slow_and_the_slowest():
    assert spread([float(number) for number in range(1, 101)]) == {
        "count": 100,
        "median": 51.0,
        "p95": 95.0,
        "max": 100.0,
    }
