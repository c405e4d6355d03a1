"""What a crew does about the trenches of an order."""

import pytest

from ningshe_portal.simulator.conduct import WAIT, before_report

DONE = "2026-11-23T09:00:00+08:00"
ALL_DONE = {"finished_at": DONE, "hidden_passed_at": DONE, "surveyed_at": DONE}


def order(*digs, offers=()):
    return {"digs": list(digs), "dig_offers": list(offers), "permits": [], "filing": None, "visits": []}


def dig(number=1, status="planned", *, may_open=False, is_lead=True, is_over=False, **said):
    facts = {"finished_at": None, "hidden_passed_at": None, "surveyed_at": None}
    parties = [{"is_done": is_over}]
    return facts | {
        "id": number,
        "status": status,
        "may_open": may_open,
        "is_lead": is_lead,
        "parties": parties,
        **said,
    }


def call(order, stage):
    first = before_report(order, stage)
    return first and first[0]


def test_without_trenches_the_stage_is_reported():
    assert before_report(order(), "excavation") is None


@pytest.mark.parametrize(
    ("digs", "first"),
    [
        ([dig(may_open=True)], None),
        ([dig()], ""),
        ([dig(may_open=True), dig(2, may_open=True)], None),
        ([dig(is_lead=False), dig(2, may_open=True)], "digs/2/open"),
        ([dig(status="open"), dig(2, may_open=True)], None),
        ([dig(status="open")], ""),
    ],
    ids=[
        "its own",
        "no permit yet",
        "both",
        "one is led by others",
        "one is open",
        "the rest follows by itself",
    ],
)
def test_what_may_be_opened_is_opened(digs, first):
    assert call(order(*digs), "excavation") == first


@pytest.mark.parametrize(
    ("digs", "first"),
    [
        ([dig(status="open")], "digs/1/steps"),
        ([dig(status="open", **ALL_DONE)], ""),
        ([dig(status="open", is_over=True, **ALL_DONE)], None),
        ([dig(status="open", is_over=True, is_lead=False, **ALL_DONE)], ""),
        ([dig(may_open=True)], "digs/1/open"),
        ([dig(), dig(2, "open", is_over=True, **ALL_DONE)], "digs/2/backfill"),
    ],
    ids=[
        "own work",
        "others are at work",
        "all are through",
        "its lead closes it",
        "dug later",
        "one of two",
    ],
)
def test_what_is_done_is_closed(digs, first):
    assert call(order(*digs), "backfill") == first


@pytest.mark.parametrize(
    ("digs", "first"),
    [
        ([dig(status="open")], None),
        ([dig(status="open"), dig(2, may_open=True)], "digs/2/open"),
        ([dig(2, is_lead=False)], ""),
    ],
    ids=["all are open", "left an open one", "led by others"],
)
def test_nothing_is_built_while_a_trench_is_shut(digs, first):
    assert call(order(*digs) | {"plan": None}, "construction") == first


def test_only_what_is_still_to_be_done_is_reported_of_the_own_work():
    begun = dig(status="open", **(ALL_DONE | {"surveyed_at": None}))

    assert before_report(order(begun), "backfill")[1]["steps"] == ["surveyed"]


@pytest.mark.parametrize(("stage", "answer"), [("excavation", "join"), ("backfill", "decline")])
def test_an_offer_is_taken_as_long_as_the_own_trench_is_shut(stage, answer):
    here = {"section": {"id": 7}}
    offered = order(dig(**here), offers=[{"id": 3} | here])

    assert call(offered, stage) == f"dig-offers/3/{answer}"


def test_nothing_is_called_while_others_act():
    assert before_report(order(dig()), "excavation") == WAIT
