"""The recount is recounted: rows in which nothing is wrong, and one thing wrong at a time."""

import pytest

from launch.rehearsal.recount import Calendar, broken_spans, wrong_dates, wrong_limits, wrong_stages

# Saturday 2026-02-14 is worked on for the New Year's days, which rest from the 15th to the 23rd.
NEW_YEAR = [{"day": "2026-02-14", "kind": "work"}]
NEW_YEAR += [{"day": f"2026-02-{day}", "kind": "rest"} for day in range(15, 24)]
CALENDAR = Calendar(NEW_YEAR)
NOON = "2026-02-12 04:00:00"  # Thursday; the rows are in UTC
LIMITS = [{"stage": "survey", "service": "water", "days": 3, "unit": "workday"}]


def milestone(**facts):
    usual = {
        "id": 1,
        "number": "NH1-W",
        "stage": "survey",
        "service": "water",
        "order_id": 1,
        "status": "reached",
        "opened_at": NOON,
        "counting_from": NOON,
        "limit_days": 3,
        "limit_unit": "workday",
        "agreed_on": None,
        "due_on": "2026-02-24",
    }
    return usual | facts


def span(starts_at=NOON, ends_at="2026-02-13 04:00:00", *, counts=1):
    return {"milestone_id": 1, "starts_at": starts_at, "ends_at": ends_at, "counts": counts}


def test_working_days_follow_the_notice_not_the_week():
    assert wrong_dates([milestone()], [span()], CALENDAR) == []
    assert wrong_dates([milestone()], [span()], Calendar([])) == ["NH1-W survey: 2026-02-24 ≠ 2026-02-17"]


def test_a_year_whose_notice_is_not_out_rests_on_its_fixed_holidays():
    row = milestone(opened_at="2026-12-28 04:00:00", counting_from="2026-12-28 04:00:00", limit_days=5)

    assert wrong_dates([row | {"due_on": "2027-01-05"}], [span("2026-12-28 04:00:00", None)], CALENDAR) == []


@pytest.mark.parametrize("stored", ["2026-02-23", "2026-02-25", None])
def test_a_date_a_day_off_or_missing_is_found(stored):
    assert wrong_dates([milestone(due_on=stored)], [span()], CALENDAR)


def test_a_natural_day_limit_that_ends_on_a_rest_day_moves_on():
    row = milestone(limit_unit="natural", limit_days=5)

    assert wrong_dates([row], [span()], CALENDAR) == []  # the 17th is New Year's Day


def test_a_day_counts_for_whoever_holds_the_clock_at_its_end():
    spans = [
        span(ends_at="2026-02-13 02:00:00"),
        span(
            "2026-02-13 02:00:00", "2026-02-13 16:00:00", counts=0
        ),  # to local midnight: the 13th stands still
        span("2026-02-13 16:00:00", None),
    ]

    assert wrong_dates([milestone()], spans, CALENDAR) == ["NH1-W survey: 2026-02-24 ≠ 2026-02-25"]


def test_a_clock_that_stands_still_has_no_date_unless_its_days_were_used_up_before():
    still = [span(), span("2026-02-13 04:00:00", None, counts=0)]
    late = [span(ends_at="2026-02-25 04:00:00"), span("2026-02-25 04:00:00", None, counts=0)]

    assert wrong_dates([milestone(due_on=None)], still, CALENDAR) == []
    assert wrong_dates([milestone()], late, CALENDAR) == []


@pytest.mark.parametrize(
    ("facts", "is_wrong"),
    [
        ({}, False),
        ({"limit_days": 4}, True),
        ({"service": "gas"}, True),
        ({"service": "gas", "agreed_on": "2026-02-22"}, False),  # a rest day: it moves to the 24th
        ({"limit_days": 4, "agreed_on": "2026-02-25"}, False),
        ({"limit_days": 4, "agreed_on": "2026-02-22"}, True),
        ({"limit_days": 1, "agreed_on": "2026-02-10"}, False),
    ],
)
def test_a_limit_comes_from_the_table_or_from_an_agreed_day(facts, is_wrong):
    assert bool(wrong_limits([milestone(**facts)], LIMITS, CALENDAR)) == is_wrong


def test_each_order_has_nine_stages_that_have_ended():
    nine = [milestone(id=number) for number in range(9)]

    assert wrong_stages(nine) == []
    assert wrong_stages(nine[1:]) == ["NH1-W: 8"]
    assert wrong_stages([milestone(status="running"), *nine[1:]]) == ["NH1-W survey: running"]


@pytest.mark.parametrize(
    "spans",
    [
        [],
        [span(), span("2026-02-13 05:00:00", "2026-02-13 06:00:00")],
        [span(ends_at=None)],
    ],
    ids=["nobody", "a gap", "open after the end"],
)
def test_a_moment_without_a_holder_is_found(spans):
    assert broken_spans([milestone()], [span()]) == []
    assert broken_spans([milestone()], spans)
