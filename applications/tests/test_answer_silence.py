from datetime import datetime

import pytest

from applications.models import Status
from applications.silence import answer_silence
from common import clock

from .factories import ApplicationFactory

pytestmark = pytest.mark.django_db


def local(*parts):
    return datetime(*parts, tzinfo=clock.LOCAL)


def look_at(application, moment):
    with clock.moved_to(moment):
        answer_silence()
    application.refresh_from_db()


@pytest.mark.parametrize(
    ("submitted", "last_silent", "deemed"),
    [
        (local(2026, 11, 23, 9), local(2026, 11, 30, 23, 59), local(2026, 12, 1, 0, 0)),
        (local(2026, 11, 20, 23, 59), local(2026, 11, 27, 23, 59), local(2026, 11, 28, 0, 0)),
        (local(2026, 9, 30, 9), local(2026, 10, 13, 23, 59), local(2026, 10, 14, 0, 0)),
    ],
    ids=["a plain week", "Friday before midnight", "over National Day"],
)
def test_five_full_working_days_of_silence_are_acceptance(submitted, last_silent, deemed):
    application = ApplicationFactory(submitted_at=submitted)

    look_at(application, last_silent)
    before = application.status
    look_at(application, deemed)

    assert (before, application.status) == (Status.SUBMITTED, Status.ACCEPTED)
    assert (application.accepted_at, application.deemed_at) == (submitted, deemed)


def test_clerks_are_warned_once_from_the_third_day():
    application = ApplicationFactory(submitted_at=local(2026, 11, 23, 9))

    look_at(application, local(2026, 11, 25, 23, 59))
    before = application.events.count()
    look_at(application, local(2026, 11, 26, 0, 0))
    look_at(application, local(2026, 11, 27, 9))

    assert before == 0
    assert [event.verb for event in application.events.all()] == ["application.silence_warned"]


def test_a_clerk_who_answered_is_not_overruled():
    application = ApplicationFactory(status=Status.REFUSED, submitted_at=local(2026, 11, 23, 9))

    look_at(application, local(2026, 12, 10, 9))

    assert application.status == Status.REFUSED


def test_a_paper_is_silent_since_it_was_received_not_since_it_was_typed():
    received, typed = local(2026, 11, 23, 9), local(2026, 12, 1, 9)
    application = ApplicationFactory(received_at=received, submitted_at=typed)

    look_at(application, typed)

    assert (application.status, application.accepted_at) == (Status.ACCEPTED, received)
    assert application.deemed_at == typed
