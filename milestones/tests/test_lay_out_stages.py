from datetime import date, datetime, timedelta

import pytest

from applications.services import accept_application
from applications.tests.factories import ApplicationFactory, ServiceRequestFactory
from common import clock
from milestones.models import Milestone, MilestoneStatus
from milestones.stages import Holder, Stage
from utilities.models import Provider, ReturnReason
from utilities.services import assign_request, return_order
from utilities.tests.factories import ProviderFactory

from .conftest import MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def whole_of(request):
    return Milestone.objects.get(request=request, stage=Stage.WHOLE)


def test_the_first_stage_runs_from_routing_and_the_rest_wait(accept):
    order = accept("water")["water"]

    first, *rest = order.milestones.all()
    assert (first.stage, first.status, first.opened_at) == (
        Stage.ACKNOWLEDGE,
        MilestoneStatus.RUNNING,
        MONDAY,
    )
    assert first.due_on == date(2026, 11, 24)
    assert {milestone.status for milestone in rest} == {MilestoneStatus.PENDING}


def test_the_limit_is_frozen_on_the_row(accept, limits):
    first = accept("water")["water"].milestones.first()

    assert (first.limit_days, first.limit_unit, first.limit_source) == (1, "workday", "示例")
    assert first.limit_is_confirmed is False


def test_a_late_december_acceptance_is_due_on_an_estimated_day(accept):
    late = datetime(2026, 12, 31, 9, tzinfo=clock.LOCAL)

    first = accept("water", at=late)["water"].milestones.first()

    assert (first.due_on, first.is_estimated) == (date(2027, 1, 4), True)


def test_an_unrouted_request_is_watched_from_acceptance_and_held_by_the_office(limits, clerk):
    application = ApplicationFactory()
    request = ServiceRequestFactory(application=application, service="gas")

    accept_application(application, by=clerk)

    whole = whole_of(request)
    assert not request.orders.exists()
    assert (whole.status, whole.holder, whole.is_counting) == (MilestoneStatus.RUNNING, Holder.OFFICE, True)


def test_a_returned_order_is_cancelled_and_the_whole_goes_on_with_the_office(accept, clerk):
    order = accept("water")["water"]

    with clock.moved_to(MONDAY + HOUR):
        return_order(order, reason=ReturnReason.WRONG_AREA, detail="", by=clerk)

    whole = whole_of(order.request)
    assert set(order.milestones.values_list("status", flat=True)) == {MilestoneStatus.CANCELLED}
    assert (whole.status, whole.holder) == (MilestoneStatus.RUNNING, Holder.OFFICE)
    assert [span.holder for span in whole.spans.all()] == [Holder.PROVIDER, Holder.OFFICE]


def test_routing_again_makes_a_new_path_and_keeps_the_whole(accept, clerk):
    order = accept("water")["water"]
    with clock.moved_to(MONDAY + HOUR):
        return_order(order, reason=ReturnReason.WRONG_AREA, detail="", by=clerk)

    with clock.moved_to(MONDAY + 2 * HOUR):
        again = assign_request(order.request, ProviderFactory(service="water"), by=clerk)

    assert again.number == f"{order.number}.2"
    assert again.milestones.first().opened_at == MONDAY + 2 * HOUR
    whole = whole_of(order.request)
    assert whole.opened_at == MONDAY
    assert [span.holder for span in whole.spans.all()] == [Holder.PROVIDER, Holder.OFFICE, Holder.PROVIDER]


def test_no_case_lacks_a_milestone(accept):
    orders = accept("water", "power", "gas")

    assert {order.milestones.count() for order in orders.values()} == {9}
    assert Milestone.objects.filter(stage=Stage.WHOLE).count() == 3
    assert Provider.objects.count() == 3


def test_a_machine_whose_clock_is_behind_may_acknowledge_and_return(accept, acknowledge, clerk):
    order = accept("water")["water"]
    behind = MONDAY - timedelta(seconds=1)

    acknowledge(order, at=behind)
    with clock.moved_to(behind):
        return_order(order, reason=ReturnReason.WRONG_AREA, detail="", by=clerk)

    first = order.milestones.get(stage=Stage.ACKNOWLEDGE).spans.get()
    assert (first.starts_at, first.ends_at) == (MONDAY, MONDAY)
    assert whole_of(order.request).holder == Holder.OFFICE
