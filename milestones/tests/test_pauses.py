"""How much of its maximum a pause uses up, by the law of the ledger: the span running at the end of the day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.clock import LOCAL, midnight
from common.workdays import Calendar, add_workdays
from milestones.pauses import days_stopped, latest_return, measure, measure_open

CALENDAR = Calendar(
    days_off=frozenset(date(2026, 10, day) for day in range(1, 8)),
    extra_workdays=frozenset({date(2026, 10, 10)}),
    known_years=frozenset({2026}),
)
OPENED_ON = date(2026, 9, 1)
FAR = date(2026, 12, 31)


@dataclass(frozen=True)
class Pause:
    starts_at: datetime
    ends_at: datetime | None
    reason: str = "site"
    counts: bool = False
    most_days: int | None = 5
    allowed_until: date | None = None
    revoked_at: datetime | None = None
    evidence: str = "photo.jpg"


def at(text):
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=LOCAL)


def stopped(starts, ends, **facts):
    return days_stopped(Pause(at(starts), at(ends) if ends else None, **facts), OPENED_ON, CALENDAR, FAR)


@pytest.mark.parametrize(
    ("starts", "ends", "days"),
    [
        ("09-07 10:00", "09-07 16:00", 0),
        ("09-07 10:00", "09-08 10:00", 1),
        ("09-07 23:59", "09-08 00:01", 1),
        ("09-07 10:00", "09-08 00:00", 1),
        ("09-04 10:00", "09-07 10:00", 1),
        ("09-30 10:00", "10-11 10:00", 4),
        ("09-01 10:00", "09-02 10:00", 0),
    ],
    ids=[
        "over before the night",
        "one night",
        "two minutes around midnight",
        "up to midnight",
        "over a weekend",
        "over National Day, with a made-up Saturday",
        "on day zero of its stage",
    ],
)
def test_a_working_day_is_used_up_by_a_pause_at_its_end(starts, ends, days):
    assert stopped(starts, ends) == days


def test_a_revoked_pause_uses_up_nothing():
    assert stopped("09-07 10:00", "09-11 10:00", counts=True) == 0


def test_pauses_for_one_reason_add_up_and_others_do_not():
    pauses = [
        Pause(at("09-07 10:00"), at("09-09 10:00")),
        Pause(at("09-09 11:00"), at("09-11 10:00"), reason="payment"),
    ]

    found = measure(pauses, "site", 5, OPENED_ON, CALENDAR, date(2026, 9, 14))

    assert (found.used, found.left, found.last_day) == (2, 3, date(2026, 9, 16))
    assert latest_return(found.last_day, CALENDAR) == date(2026, 9, 17)


def test_each_night_of_a_nightly_pause_uses_up_a_day():
    nights = [Pause(at(f"09-{day:02} 23:59"), at(f"09-{day + 1:02} 00:01")) for day in (7, 8, 9, 10)]

    found = measure(nights, "site", 5, OPENED_ON, CALENDAR, date(2026, 9, 11))

    assert (found.used, found.last_day) == (4, date(2026, 9, 11))


def test_what_is_used_up_lets_no_day_pass():
    week = Pause(at("09-07 10:00"), at("09-14 10:00"))

    found = measure([week], "site", 5, OPENED_ON, CALENDAR, date(2026, 9, 15))

    assert (found.left, found.last_day) == (0, date(2026, 9, 14))


def test_what_the_office_allowed_holds_for_the_next_pause_too():
    week = Pause(at("09-07 10:00"), at("09-14 10:00"), allowed_until=date(2026, 9, 30))
    following = Pause(at("09-15 10:00"), None)

    assert measure_open(following, [week, following], OPENED_ON, CALENDAR).last_day == date(2026, 9, 30)


def test_an_allowance_of_a_revoked_pause_is_void():
    week = Pause(
        at("09-07 10:00"), at("09-14 10:00"), counts=True, allowed_until=FAR, revoked_at=at("09-14 11:00")
    )

    found = measure([week], "site", 5, OPENED_ON, CALENDAR, date(2026, 9, 15))

    assert (found.used, found.last_day) == (0, date(2026, 9, 21))


MINUTES = st.integers(0, 60 * 24 * 60).map(lambda minute: midnight(OPENED_ON) + timedelta(minutes=minute))


@given(st.lists(MINUTES, max_size=14, unique=True), st.integers(1, 12))
def test_nobody_stops_more_days_than_the_maximum_however_it_is_cut_up(moments, most):
    """Pauses as the verbs let them be: refused when nothing is left, ended at the midnight of the last day."""
    pauses = []
    for starts_at, ends_at in zip(*[iter(sorted(moments))] * 2, strict=False):
        day = starts_at.date()
        found = measure(pauses, "site", most, OPENED_ON, CALENDAR, day)
        if found.last_day >= day:
            spent_at = midnight(found.last_day + timedelta(days=1))
            pauses.append(Pause(starts_at, min(ends_at, max(spent_at, starts_at))))

    assert sum(days_stopped(pause, OPENED_ON, CALENDAR, FAR) for pause in pauses) <= most


@given(MINUTES, st.integers(1, 30))
def test_a_pause_left_alone_lasts_exactly_its_maximum(starts_at, most):
    last_day = measure([], "site", most, OPENED_ON, CALENDAR, starts_at.date()).last_day
    pause = Pause(starts_at, midnight(last_day + timedelta(days=1)))

    assert days_stopped(pause, OPENED_ON, CALENDAR, FAR) == most
    assert last_day == add_workdays(max(starts_at.date() - timedelta(days=1), OPENED_ON), most, CALENDAR)


@pytest.mark.parametrize("most", [None, 5], ids=["no maximum", "a longer maximum"])
def test_a_pause_without_its_paper_lasts_three_working_days(most):
    pause = Pause(at("09-24 10:00"), None, most_days=most, evidence="")

    assert measure_open(pause, [pause], OPENED_ON, CALENDAR).last_day == date(2026, 9, 29)


def test_a_spent_maximum_ends_a_pause_without_its_paper_sooner():
    pause = Pause(at("09-24 10:00"), None, most_days=2, evidence="")

    assert measure_open(pause, [pause], OPENED_ON, CALENDAR).last_day == date(2026, 9, 25)
