import pytest

from applications.models import Status
from applications.services import ToldOnce, return_application, submit_application
from common import clock
from common.status import WrongStatus
from common.workdays import add_workdays
from district.services import load_calendar

from .factories import ApplicationFactory

pytestmark = pytest.mark.django_db


def answer(application, clerk):
    submit_application(application, receivers=[], by=clerk)


def test_return_tells_everything_missing_and_until_when(application, clerk):
    correction = return_application(application, items=["缺总平面图", "缺营业执照"], by=clerk)

    assert application.status == Status.RETURNED
    assert correction.items == ["缺总平面图", "缺营业执照"]
    assert correction.due_on == add_workdays(clock.today(), 15, load_calendar())


def test_a_second_notice_may_repeat_what_is_still_missing(application, clerk):
    return_application(application, items=["缺总平面图", "缺营业执照"], by=clerk)
    answer(application, clerk)

    return_application(application, items=["缺营业执照"], by=clerk)

    assert [correction.items for correction in application.corrections.all()] == [
        ["缺总平面图", "缺营业执照"],
        ["缺营业执照"],
    ]


def test_a_second_notice_with_something_new_is_refused_to_the_clerk(application, clerk):
    return_application(application, items=["缺总平面图"], by=clerk)
    answer(application, clerk)

    with pytest.raises(ToldOnce):
        return_application(application, items=["缺营业执照"], by=clerk)

    application.refresh_from_db()
    assert application.status == Status.SUBMITTED
    assert application.corrections.count() == 1


def test_the_office_may_add_something_new(application, clerk):
    return_application(application, items=["缺总平面图"], by=clerk)
    answer(application, clerk)

    return_application(application, items=["缺营业执照"], by=clerk, may_add=True)

    assert application.status == Status.RETURNED


@pytest.mark.parametrize("status", [s for s in Status if s not in {Status.SUBMITTED, Status.RECEIVED}])
def test_return_is_refused_from_any_other_status(status, clerk):
    application = ApplicationFactory(status=status)

    with pytest.raises(WrongStatus):
        return_application(application, items=["缺总平面图"], by=clerk)

    assert not application.corrections.exists()
