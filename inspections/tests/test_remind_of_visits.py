"""On the working day before a visit who has not confirmed it is asked once more."""

import pytest

from accounts.actors import APPLICANT
from applications.models import Half
from inspections.models import Visit
from inspections.services import confirm_visit, fix_visit, remind_of_visits
from outbox.models import Message

from .conftest import FRIDAY, MONDAY, WEDNESDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(accept, acknowledge, at, office):
    """For Friday, agreed on Monday."""
    at(MONDAY)
    acknowledge(*accept("water", "gas").values())
    return fix_visit(Visit.objects.get(), on=FRIDAY, half=Half.MORNING, by=office)


def reminders():
    return Message.objects.filter(kind="visit.reminded").count()


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
