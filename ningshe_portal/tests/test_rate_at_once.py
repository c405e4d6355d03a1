"""One link opened on two telephones, one duty closed at two desks, at the same moment, on real PostgreSQL."""

from functools import partial

import pytest

from accounts.actors import APPLICANT
from accounts.models import User
from applications.services import withdraw_application
from common import clock
from oversight.models import Duty, Meeting, Rating
from oversight.services import answer_duty, close_duty, list_subjects, log_call, rate_case, record_meeting
from utilities.tests.factories import ServiceAreaFactory

from .cases import accepted_case
from .test_two_at_once import fresh, together

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case():
    ServiceAreaFactory(provider__service="water")
    case = accepted_case(("water",), by=User.objects.create_user("clerk"))
    withdraw_application(case, reason="不办了", by=APPLICANT)
    return fresh(case)


def rate(case, grade):
    given = [(subject, grade, "") for subject in list_subjects(case)]
    rate_case(case, given, is_named=False, channel="link", by=APPLICANT)


def test_of_two_ratings_by_one_link_one_counts_whole(case):
    outcomes = together(partial(rate, fresh(case), 5), partial(rate, fresh(case), 1))

    assert outcomes == ["done", "refused"]
    assert len({row.grade for row in Rating.objects.all()}) == 1
    assert Rating.objects.count() == len(list_subjects(case))


def test_of_six_calls_at_once_one_is_logged(case):
    rate(case, 1)
    duty, by = Duty.objects.first(), User.objects.get()

    calling = partial(log_call, duty, is_reached=False, said="无人接听", by=by)
    together(*[calling] * 6)

    assert duty.steps.filter(kind="called").count() == 1


def test_a_meeting_pressed_twice_at_once_is_one(case):
    said = {"held_on": clock.today(), "place": "二楼", "present": "水司", "minutes": "", "cases": []}

    together(*[partial(record_meeting, **said, by=User.objects.get())] * 3)

    assert Meeting.objects.count() == 1


def test_of_two_who_close_it_one_does(case):
    rate(case, 1)
    duty, clerk = Duty.objects.first(), User.objects.get()
    answer_duty(duty, answer="已改", by=clerk)
    closers = [User.objects.create_user(name) for name in ("office", "supervisor")]
    log_call(duty, is_reached=True, said="可以", by=clerk)

    outcomes = together(*[partial(close_duty, duty, reply=by.username, by=by) for by in closers])

    assert outcomes == ["done", "refused"]
    assert duty.steps.filter(kind="closed").count() == 1
