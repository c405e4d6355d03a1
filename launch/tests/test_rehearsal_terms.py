"""The recount of permits, complaints, duties, trenches and offers: rows in which nothing is wrong, then one thing."""

import pytest

from launch.rehearsal.recount import Calendar
from launch.rehearsal.terms import (
    wrong_complaints,
    wrong_duties,
    wrong_offers,
    wrong_permits,
    wrong_trenches,
)

# The National Day's week rests; Saturday 2026-10-10 is worked on.
CALENDAR = Calendar(
    [{"day": f"2026-10-0{day}", "kind": "rest"} for day in range(1, 8)]
    + [{"day": "2026-10-10", "kind": "work"}]
)
WEDNESDAY = "2026-09-30 02:00:00"  # the rows are in UTC
TERMS = [{"kind": "offer", "days": 3}, {"kind": "protection", "days": 365}, {"kind": "warranty", "days": 730}]


def permit(**facts):
    usual = {
        "id": 1,
        "number": "NH1-S1",
        "status": "filed",
        "filed_at": WEDNESDAY,
        "limit_days": 5,
        "legal_days": 20,
    }
    return usual | {"due_on": "2026-10-13", "legal_due_on": "2026-11-03"} | facts


def stop(starts_at, ends_at):
    return {"permit_id": 1, "starts_at": starts_at, "ends_at": ends_at}


def extended(approved_on):
    return {"permit_id": 1, "days": 5, "approved_on": approved_on}


@pytest.mark.parametrize(
    ("facts", "stops", "extensions"),
    [
        ({}, [], []),
        ({"filed_at": None, "due_on": None, "legal_due_on": None}, [], []),
        ({"due_on": "2026-10-20", "legal_due_on": "2026-11-10"}, [], [extended("2026-10-13")]),
        ({"legal_due_on": "2026-11-10"}, [], [extended("2026-10-14")]),
        (
            {"due_on": "2026-10-14", "legal_due_on": "2026-11-04"},
            [stop("2026-10-08 02:00:00", "2026-10-09 02:00:00")],
            [],
        ),
        (
            {"due_on": "2026-10-13", "legal_due_on": "2026-11-03"},
            [stop("2026-10-08 02:00:00", "2026-10-08 09:00:00")],
            [],
        ),
        ({"due_on": None, "legal_due_on": None}, [stop("2026-10-08 02:00:00", None)], []),
        ({"legal_due_on": None}, [stop("2026-10-14 02:00:00", None)], []),
    ],
    ids=[
        "plain",
        "not filed",
        "prolonged",
        "prolonged late",
        "stopped a day",
        "within a day",
        "stopped",
        "late before",
    ],
)
def test_a_permit_is_due_by_working_days_without_its_procedures_with_its_extension(facts, stops, extensions):
    assert wrong_permits([permit(**facts)], stops, extensions, CALENDAR) == []
    wrong = permit(**facts) | {"due_on": "2026-10-12"}
    assert len(wrong_permits([wrong], stops, extensions, CALENDAR)) == bool(facts.get("filed_at", True))


@pytest.mark.parametrize(("kind", "due_on"), [("urge", "2026-10-08"), ("complaint", "2026-10-13")])
def test_a_complaint_is_due_by_its_kind(kind, due_on):
    row = {"number": "TS1", "kind": kind, "filed_at": WEDNESDAY, "due_on": due_on}

    assert wrong_complaints([row], CALENDAR) == []
    assert wrong_complaints([row | {"due_on": "2026-10-09"}], CALENDAR) == [f"TS1: 2026-10-09 ≠ {due_on}"]


def test_a_rectification_has_working_days_and_what_was_agreed_its_own_day():
    row = {"number": "ZG1", "opened_at": WEDNESDAY, "workdays": 5, "due_on": "2026-10-13"}

    assert wrong_duties([row, row | {"workdays": None, "due_on": "2026-10-01"}], CALENDAR) == []
    assert wrong_duties([row | {"due_on": "2026-10-12"}], CALENDAR) == ["ZG1: 2026-10-12 ≠ 2026-10-13"]


def trench(**facts):
    usual = {"id": 1, "kind": "planned", "opened_at": WEDNESDAY, "closed_at": "2026-10-09 17:00:00"}
    usual |= {"protected_until": "2027-10-10", "warranty_until": "2028-10-09", "papers_due_at": None}
    return usual | facts


@pytest.mark.parametrize(
    ("facts", "count"),
    [
        ({}, 0),
        ({"closed_at": None, "protected_until": None, "warranty_until": None}, 0),
        ({"protected_until": "2027-10-09"}, 1),
        ({"closed_at": None}, 2),
        ({"kind": "emergency", "papers_due_at": "2026-10-01 02:00:00"}, 0),
        ({"kind": "emergency", "papers_due_at": "2026-10-01 03:00:00"}, 1),
        ({"kind": "emergency"}, 1),
        ({"papers_due_at": "2026-10-01 02:00:00"}, 1),
    ],
)
def test_a_closed_trench_protects_its_road_and_an_emergency_brings_its_papers(facts, count):
    assert len(wrong_trenches([trench(**facts)], TERMS)) == count


def test_an_offer_may_be_answered_so_many_days():
    row = {"id": 1, "offered_at": "2026-09-30 17:00:00", "until": "2026-10-04"}  # already the 1st in Tianjin

    assert wrong_offers([row], TERMS) == []
    assert wrong_offers([row | {"until": "2026-10-03"}], TERMS) == ["并沟 1: 2026-10-03 ≠ 2026-10-04"]
