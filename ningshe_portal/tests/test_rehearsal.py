"""bin/rehearsal's cases and the rows it reads of them; the whole of it is run by hand."""

import pytest

from accounts.tests.factories import UserFactory
from applications.models import Application, Status
from common import clock
from launch.rehearsal.books import CALENDAR, LIMITS, MILESTONES, SPANS
from launch.rehearsal.recount import Calendar, broken_spans, wrong_dates, wrong_limits
from milestones.models import Milestone
from milestones.tests.factories import demo_limits
from ningshe_portal.rehearsal.intake import take_in
from ningshe_portal.rehearsal.scenes import PARTS
from utilities.models import WorkOrder
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory

from .rows import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def numbers(at, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    at("2026-02-12 10:00")
    demo_limits()
    UserFactory(username="clerk")
    for service, carrier in PARTS.values():
        ServiceAreaFactory(
            service=service, carrier=carrier, provider=ProviderFactory(service=service, carrier=carrier)
        )
    return list(take_in(3, seed=1)["ends"])


def test_its_cases_are_accepted_differ_and_lie_with_providers(numbers):
    cases = Application.objects.filter(number__in=numbers)

    assert {case.status for case in cases} == {Status.ACCEPTED}
    assert len({frozenset(case.requests.values_list("service", "carrier")) for case in cases}) == len(numbers)
    assert WorkOrder.objects.filter(request__application__in=cases).count() == sum(
        case.requests.count() for case in cases
    )


def test_the_rows_of_the_portal_stand_the_recount(numbers):
    milestones, spans = read(MILESTONES), read(SPANS)
    calendar = Calendar(read(CALENDAR))

    assert sum(row["due_on"] is not None for row in milestones) > len(numbers)
    assert wrong_dates(milestones, spans, calendar) == []
    assert wrong_limits(milestones, read(LIMITS), calendar) == []
    assert broken_spans(milestones, spans) == []


def test_a_date_that_was_stored_wrong_is_found(numbers):
    first = Milestone.objects.exclude(due_on=None).exclude(order=None).first()
    Milestone.objects.filter(pk=first.pk).update(due_on=clock.today())

    assert wrong_dates(read(MILESTONES), read(SPANS), Calendar(read(CALENDAR))) == [
        f"{first.order.number} {first.stage}: {clock.today()} ≠ {first.due_on}"
    ]
