"""Who has not confirmed the visit of the next working day, or not answered to another day, is asked once more."""

import pytest

from accounts.actors import APPLICANT
from applications.models import Half
from common import clock
from inspections.models import Visit
from inspections.services import (
    answer_counter,
    answer_visit,
    confirm_visit,
    fix_visit,
    remind_of_counters,
    remind_of_visits,
)
from outbox.models import Message

from .conftest import FRIDAY, MONDAY, WEDNESDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(accept, acknowledge, at, office):
    """For Friday, agreed on Monday."""
    at(MONDAY)
    acknowledge(*accept("water", "gas").values())
    return fix_visit(Visit.objects.get(), on=FRIDAY, half=Half.MORNING, by=office)


def reminders(kind="visit.reminded"):
    return Message.objects.filter(kind=kind).count()


def test_once_on_the_working_day_before(visit, at):
    at("2026-11-25 10:00")
    remind_of_visits()
    assert reminders() == 0

    at("2026-11-26 10:00")
    remind_of_visits()
    remind_of_visits()

    assert reminders() == 1
    assert visit.application.events.filter(verb="visit.reminded").count() == 1


def test_another_day_is_reminded_of_anew(visit, at, office):
    at("2026-11-26 10:00")
    remind_of_visits()
    fix_visit(visit, on=FRIDAY.replace(month=12, day=4), half=Half.MORNING, by=office)
    at("2026-12-03 10:00")

    remind_of_visits()

    assert reminders() == 2


def test_who_has_confirmed_is_left_alone(visit, at):
    confirm_visit(visit, by=APPLICANT)
    at("2026-11-26 10:00")

    remind_of_visits()

    assert reminders() == 0


def test_what_was_agreed_today_has_just_been_told(accept, acknowledge, at, office):
    at("2026-11-24 10:00")
    acknowledge(*accept("water", "gas").values())
    fix_visit(Visit.objects.get(), on=WEDNESDAY, half=Half.MORNING, by=office)

    remind_of_visits()

    assert reminders() == 0


@pytest.fixture
def countered(two, at, office):
    """On Monday water offers Friday instead of Tuesday."""
    at(MONDAY)
    offer = {"counter_on": FRIDAY, "counter_half": "morning"}
    answer_visit(two[0], "survey", is_coming=False, by=office, **offer)
    answer_visit(two[1], "survey", is_coming=True, by=office)
    return Visit.objects.get()


def test_another_day_is_asked_about_once_after_a_working_day(countered, at):
    at("2026-11-23 17:00")
    remind_of_counters()
    assert reminders("visit.counter_reminded") == 0

    at("2026-11-24 10:00")
    remind_of_counters()
    remind_of_counters()

    message = Message.objects.get(kind="visit.counter_reminded")
    assert "2026-11-27（周五）上午" in bytes(message.body).decode()
    assert countered.application.events.filter(verb="visit.counter_reminded").count() == 1


def test_who_has_answered_to_another_day_is_left_alone(countered, at, office):
    answer_counter(countered, accepts=False, by=APPLICANT)
    at("2026-11-24 10:00")

    remind_of_counters()

    assert reminders("visit.counter_reminded") == 0


def test_a_day_that_cannot_be_taken_any_more_is_not_asked_about(countered, at):
    at("2026-11-27 10:00")

    remind_of_counters()

    assert reminders("visit.counter_reminded") == 0


@pytest.mark.parametrize(
    ("asked_at", "seen_at", "is_seen"),
    [
        (None, "2026-11-24 10:00", False),
        ("2026-11-24 10:00", "2026-11-24 17:00", False),
        ("2026-11-24 10:00", "2026-11-25 09:00", True),
        (None, "2026-11-27 09:00", True),
    ],
    ids=["waiting", "just reminded", "reminded in vain", "the day is here"],
)
def test_another_day_nobody_answers_to_comes_to_the_office(countered, at, asked_at, seen_at, is_seen):
    if asked_at:
        at(asked_at)
        remind_of_counters()
    at(seen_at)

    assert Visit.objects.awaiting_office(clock.today()).exists() is is_seen
