from datetime import datetime

import pytest

from applications.models import Status
from applications.services import BadMoment, record_contact_attempt
from common.clock import LOCAL
from common.status import WrongStatus

from .factories import ApplicationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(at):
    application = ApplicationFactory(submitted_at=at("2026-11-23 09:30"))
    at("2026-11-25 16:00")
    return application


def record(case, clerk, moment, **facts):
    at = datetime.fromisoformat(moment).replace(tzinfo=LOCAL)
    return record_contact_attempt(
        case, **{"way": "phone", "at": at, "is_reached": False, "note": "无人接听", "by": clerk} | facts
    )


def test_a_try_keeps_when_it_was_and_who_noted_it(case, clerk):
    attempt = record(case, clerk, "2026-11-24 10:00")

    assert (attempt.at.day, attempt.recorded_at.day, attempt.actor_name) == (24, 25, "王窗口")
    assert case.events.get().text == "电话，未联系上，无人接听"


def test_the_minute_the_case_came_in_is_good(case, clerk):
    record(case, clerk, "2026-11-23 09:30")

    assert case.contact_attempts.count() == 1


@pytest.mark.parametrize(
    "moment", ["2026-11-25 16:01", "2026-11-23 09:29"], ids=["to come", "before the case"]
)
def test_a_try_at_no_possible_moment_is_refused(case, clerk, moment):
    with pytest.raises(BadMoment):
        record(case, clerk, moment)


@pytest.mark.parametrize("status", [Status.FINISHED, Status.REFUSED, Status.WITHDRAWN, Status.TERMINATED])
def test_nobody_is_tried_for_a_case_that_has_ended(status, case, clerk):
    type(case).objects.filter(pk=case.pk).update(status=status)

    with pytest.raises(WrongStatus):
        record(case, clerk, "2026-11-24 10:00")
