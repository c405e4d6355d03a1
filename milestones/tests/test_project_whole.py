"""The spans of WHOLE follow those of the request's stages, without hole or overlap."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.clock import LOCAL, midnight
from milestones.ledger import SpanView, project_whole


def at(text):
    """``"23 09:30"`` in November 2026, Tianjin."""
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=LOCAL)


def span(starts, ends=None, counts=True, holder="provider", reason=""):
    return SpanView(at(starts), at(ends) if ends else None, counts, holder, reason)


def test_before_any_stage_the_office_holds_it_and_it_counts():
    assert project_whole(at("23 09:00"), [], set()) == [span("23 09:00", holder="office")]


def test_it_is_held_by_whoever_holds_the_open_stage_and_rests_where_the_stage_does():
    stages = [
        ("acknowledge", [span("23 09:00", "24 09:00")]),
        ("survey", [span("24 09:00", "25 09:00"), span("25 09:00", "26 09:00", False, "applicant", "site")]),
        ("plan", [span("26 09:00")]),
    ]

    assert project_whole(at("23 09:00"), stages, set()) == [
        span("23 09:00", "25 09:00"),
        span("25 09:00", "26 09:00", False, "applicant", "site"),
        span("26 09:00"),
    ]


def test_an_excluded_stage_does_not_count_and_says_so():
    stages = [
        ("plan", [span("23 09:00", "24 09:00")]),
        (
            "approval",
            [
                span("24 09:00", "25 09:00", holder="authority"),
                span("25 09:00", None, False, "authority", "hearing"),
            ],
        ),
    ]

    assert project_whole(at("23 09:00"), stages, {"approval"}) == [
        span("23 09:00", "24 09:00"),
        span("24 09:00", "25 09:00", False, "authority", "excluded:approval"),
        span("25 09:00", None, False, "authority", "hearing"),
    ]


def test_while_unrouted_the_office_holds_it():
    stages = [("acknowledge", [span("23 09:00", "24 09:00")]), ("acknowledge", [span("25 09:00")])]

    assert project_whole(at("23 09:00"), stages, set()) == [
        span("23 09:00", "24 09:00"),
        span("24 09:00", "25 09:00", holder="office"),
        span("25 09:00"),
    ]


def test_what_was_before_its_opening_is_cut_off():
    stages = [("intake", [span("20 09:00", "22 09:00", holder="window"), span("22 09:00")])]

    assert project_whole(at("23 09:00"), stages, set()) == [span("23 09:00")]


def test_a_closed_one_ends_when_it_was_closed():
    stages = [("survey", [span("23 09:00", "26 09:00")])]

    assert project_whole(at("23 09:00"), stages, set(), closed_at=at("25 09:00")) == [
        span("23 09:00", "25 09:00")
    ]


def test_one_closed_at_its_opening_has_no_spans():
    assert project_whole(at("23 09:00"), [], set(), closed_at=at("23 09:00")) == []


@pytest.mark.parametrize("order", [1, -1], ids=["in order", "backwards"])
def test_of_two_open_stages_the_one_begun_last_holds_it(order):
    stages = [("survey", [span("23 09:00", holder="joint")]), ("plan", [span("24 09:00")])]

    assert project_whole(at("23 09:00"), stages[::order], set())[-1] == span("24 09:00")


@pytest.mark.parametrize("order", [1, -1], ids=["in order", "backwards"])
def test_the_order_of_the_stages_does_not_matter(order):
    stages = [("survey", [span("23 09:00", "24 09:00", holder="joint")]), ("plan", [span("24 09:00")])]

    assert project_whole(at("23 09:00"), stages[::order], set()) == [
        span("23 09:00", "24 09:00", holder="joint"),
        span("24 09:00"),
    ]


INSTANT = timedelta(microseconds=1)
STAGES = ["survey", "plan", "approval"]
MOMENTS = st.builds(
    lambda number, offset: (midnight(date(2026, 11, 1)) + timedelta(days=number) + offset).astimezone(UTC),
    st.integers(0, 20),
    st.sampled_from([timedelta(0), INSTANT, timedelta(hours=16), timedelta(days=1) - INSTANT]),
)


@st.composite
def requests(draw):
    """Stages one after the other, some with gaps between, some of no length; the last may be open."""
    moments = sorted(draw(st.lists(MOMENTS, max_size=10)))
    stages = []
    for starts_at, ends_at in zip(moments, moments[1:], strict=False):
        if draw(st.booleans()):
            view = SpanView(
                starts_at,
                ends_at,
                draw(st.booleans()),
                draw(st.sampled_from("ab")),
                draw(st.sampled_from(["", "r"])),
            )
            stages.append((draw(st.sampled_from(STAGES)), [view]))
    if moments and draw(st.booleans()):
        stages.append(("plan", [SpanView(moments[-1], None, True, "c")]))
    return stages


def expected_at(moment, stages, excluded):
    """Holder and whether it counts, looked up at one moment."""
    for stage, spans in stages:
        for each in spans:
            if each.starts_at <= moment and (each.ends_at is None or moment < each.ends_at):
                return each.holder, each.counts and stage not in excluded
    return "office", True


@given(requests(), MOMENTS, st.none() | MOMENTS, st.sets(st.sampled_from(STAGES)))
def test_any_request_is_covered_without_hole_or_overlap(stages, opened_at, closed_at, excluded):
    whole = project_whole(opened_at, stages, excluded, closed_at=closed_at)

    if closed_at is not None and closed_at <= opened_at:
        assert whole == []
        return
    assert (whole[0].starts_at, whole[-1].ends_at) == (opened_at, closed_at)
    for before, after in zip(whole, whole[1:], strict=False):
        assert before.ends_at == after.starts_at > before.starts_at
        assert (before.holder, before.counts, before.reason) != (after.holder, after.counts, after.reason)
    assert whole[-1].ends_at is None or whole[-1].starts_at < whole[-1].ends_at


@given(requests(), MOMENTS, MOMENTS, st.sets(st.sampled_from(STAGES)))
def test_at_any_moment_the_open_stage_decides(stages, opened_at, moment, excluded):
    whole = project_whole(opened_at, stages, excluded)

    if moment >= opened_at:
        [running] = [
            each
            for each in whole
            if each.starts_at <= moment and (each.ends_at is None or moment < each.ends_at)
        ]
        assert (running.holder, running.counts) == expected_at(moment, stages, excluded)
