from datetime import date, datetime, timedelta

import pytest

from common import clock
from district.notices import SURE_HOLIDAYS, Kind, NoticeDay
from district.services import import_year
from milestones.models import Alert, AlertLevel, Milestone
from milestones.services import pause_milestone
from milestones.stages import PauseReason, Stage

pytestmark = pytest.mark.django_db
LATE = datetime(2026, 12, 31, 9, tzinfo=clock.LOCAL)


@pytest.fixture
def first(accept):
    """ACKNOWLEDGE of a case accepted on the last day of 2026: one working day, 2027 not announced."""
    return accept("water", at=LATE)["water"].milestones.get(stage=Stage.ACKNOWLEDGE)


def import_2027(clerk, *, at=LATE + timedelta(hours=1)):
    days = [NoticeDay(date(2027, 1, day), Kind.REST) for day in (1, 2, 3, 4)]
    days += [NoticeDay(date(2027, *day), Kind.REST) for day in SURE_HOLIDAYS[1:]]
    days.append(NoticeDay(date(2027, 1, 9), Kind.WORK))
    with clock.moved_to(at):
        import_year(2027, days, title="2027 年放假安排", by=clerk)


def test_a_new_calendar_redates_what_runs_and_makes_it_certain(first, clerk):
    before = (first.due_on, first.is_estimated)

    import_2027(clerk)

    first.refresh_from_db()
    assert before == (date(2027, 1, 4), True)
    assert (first.due_on, first.is_estimated) == (date(2027, 1, 5), False)


def test_the_case_says_that_it_was_redated(first, clerk):
    import_2027(clerk)

    events = first.application.events.filter(verb="milestone.redated")
    event = next(event for event in events if event.detail["stage"] == Stage.ACKNOWLEDGE)
    assert (event.detail["from"], event.detail["to"]) == ("2027-01-04", "2027-01-05")


def test_alerts_of_the_old_date_are_void(first, clerk):
    stale = Alert.objects.create(milestone=first, level=AlertLevel.DUE_SOON, due_on=first.due_on)

    import_2027(clerk)

    stale.refresh_from_db()
    assert stale.voided_at is not None


def test_what_is_closed_keeps_its_date(first, clerk):
    Milestone.objects.filter(pk=first.pk).update(status="reached")

    import_2027(clerk)

    first.refresh_from_db()
    assert first.due_on == date(2027, 1, 4)


def test_systems_that_read_by_change_see_the_new_date(first, clerk):
    before = first.order.changed_at

    import_2027(clerk)

    first.order.refresh_from_db()
    assert (before, first.order.changed_at) == (LATE, LATE + timedelta(hours=1))


def test_the_days_left_of_a_clock_that_stands_still_are_counted_again(first, acknowledge, clerk):
    acknowledge(first.order, at=LATE)
    survey = first.order.milestones.get(stage=Stage.SURVEY)
    with clock.moved_to(datetime(2027, 1, 5, 9, tzinfo=clock.LOCAL)):
        pause_milestone(
            survey, reason=PauseReason.APPLICANT_SITE, basis="现场未腾空", evidence="evidence/a.jpg", by=clerk
        )
    before = survey.days_left

    import_2027(clerk, at=datetime(2027, 1, 6, 9, tzinfo=clock.LOCAL))

    survey.refresh_from_db()
    assert (before, survey.days_left, survey.due_on) == (1, 2, None)
