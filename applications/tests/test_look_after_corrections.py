"""The term of a correction: reminded of, over, moved by a new calendar."""

import pytest

from accounts.actors import APPLICANT
from applications.models import Correction
from applications.reminders import look_after_corrections
from applications.services import return_application, submit_application
from district.models import CalendarDay, HolidayNotice
from district.services import announce_calendar_change
from outbox.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def correction(at, application, clerk):
    """Told on Monday 23 November; the term of 15 working days ends on Monday 14 December."""
    application.submitted_at = at("2026-11-23 09:00")
    application.save()
    return return_application(application, items=["权属证明"], by=clerk)


def told(kind="correction.due_soon"):
    return Message.objects.filter(kind=kind, channel="sms").count()


def look(at, *moments):
    for moment in moments:
        at(moment)
        look_after_corrections()


def rest_on(*days, by):
    year = int(days[0][:4])
    notice, _made = HolidayNotice.objects.get_or_create(year=year, defaults={"title": "通知"})
    for day in days:
        CalendarDay.objects.create(notice=notice, day=day, kind="rest")
    announce_calendar_change([year], by=by)


@pytest.mark.parametrize(
    ("moments", "times"),
    [
        (["2026-12-04 17:00"], 0),
        (["2026-12-07 09:00", "2026-12-07 09:05", "2026-12-10 09:00"], 1),
        (["2026-12-07 09:00", "2026-12-11 09:00", "2026-12-12 09:00", "2026-12-14 23:59"], 2),
        (["2026-12-14 09:00", "2026-12-14 10:00"], 1),
    ],
    ids=["six days before", "five days before", "five and one", "the beat came late"],
)
def test_reminders_come_five_and_one_working_days_before_the_end_once_each(correction, at, moments, times):
    look(at, *moments)

    assert told() == times


def test_a_reminder_of_the_night_waits_for_the_office_to_open(correction, at):
    look(at, "2026-12-07 00:02")

    message = Message.objects.get(kind="correction.due_soon")
    assert message.not_before == at("2026-12-07 09:00")
    assert "2026-12-14" in bytes(message.body).decode()


def test_what_was_answered_is_not_reminded_of(correction, at):
    submit_application(correction.application, receivers=[], by=APPLICANT)

    look(at, "2026-12-14 09:00", "2026-12-15 09:00")

    assert (told(), told("correction.expired")) == (0, 0)


def test_after_the_term_the_office_has_it_once(correction, at):
    look(at, "2026-12-15 00:05", "2026-12-15 00:10")

    correction.refresh_from_db()
    assert correction.expired_at.isoformat() == "2026-12-14T16:05:00+00:00"
    assert told("correction.expired") == 1
    assert Message.objects.filter(kind="correction.expired", channel="email").count() == 1


def test_a_new_day_of_rest_lengthens_the_term_and_the_applicant_is_told(correction, clerk):
    rest_on("2026-12-08", by=clerk)

    correction.refresh_from_db()
    assert correction.due_on.isoformat() == "2026-12-15"
    assert told("correction.redated") == 1
    assert correction.application.events.get(verb="correction.redated").detail["to"] == "2026-12-15"


def test_a_term_that_was_over_runs_again_when_the_calendar_lengthens_it(correction, clerk, at):
    look(at, "2026-12-15 09:00")

    rest_on("2026-12-08", by=clerk)

    assert Correction.objects.under_way().get() == correction


def test_a_term_told_as_certain_is_never_cut_short(correction, clerk):
    notice = HolidayNotice.objects.get(year=2026)
    CalendarDay.objects.create(notice=notice, day="2026-12-05", kind="work")
    announce_calendar_change([2026], by=clerk)

    correction.refresh_from_db()
    assert correction.due_on.isoformat() == "2026-12-14"


def test_a_term_in_a_year_not_announced_is_marked_and_then_made_certain(at, application, clerk):
    at("2026-12-21 09:00")
    correction = return_application(application, items=["权属证明"], by=clerk)
    before = correction.due_text

    rest_on("2027-01-01", "2027-01-04", by=clerk)

    correction.refresh_from_db()
    assert (before, correction.due_text) == ("2027-01-12（暂估）", "2027-01-13")
