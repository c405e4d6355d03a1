import pytest

from common.status import WrongStatus
from utilities.models import OrderStatus, WorkOrder
from utilities.services import BadAcknowledgement, acknowledge_order

from .factories import WorkOrderFactory

pytestmark = pytest.mark.django_db


def acknowledge(order, by, **changes):
    said = {"handler_name": "刘工", "needs_survey": True, "has_outside_works": None}
    acknowledge_order(order, by=by, **said | changes)


def test_acknowledge_takes_the_order_in_hand(order, clerk):
    acknowledge(order, clerk, handler_phone="13920005678")

    order.refresh_from_db()
    assert (order.status, order.handler_name, order.handler_phone) == (
        OrderStatus.OPEN,
        "刘工",
        "13920005678",
    )
    assert order.acknowledged_at == order.read_at


def test_acknowledge_is_recorded(order, clerk):
    acknowledge(order, clerk, handler_phone="13920005678")

    event = order.application.events.get(verb="order.acknowledged")
    assert event.text == f"{order.provider} 刘工 13920005678"


@pytest.mark.parametrize(
    ("service", "said", "sentence"),
    [
        ("water", {"handler_name": " "}, "请填写经办人。"),
        ("power", {}, "用电工单须选择供电方式。"),
        ("power", {"variant": "middling"}, "用电工单须选择供电方式。"),
        ("gas", {"variant": "low"}, "只有用电工单才有供电方式。"),
        ("water", {"needs_survey": False}, "不需要踏勘时，须说明是否有外线工程。"),
    ],
    ids=["no handler", "power without variant", "unknown variant", "variant of gas", "nobody will ever know"],
)
def test_what_lacks_or_contradicts_is_not_taken(service, said, sentence, clerk):
    order = WorkOrderFactory(request__service=service)

    with pytest.raises(BadAcknowledgement, match=sentence):
        acknowledge(order, clerk, **said)

    assert WorkOrder.objects.get(pk=order.pk).status == OrderStatus.PENDING


def test_an_unknown_demand_needs_a_survey(order, clerk):
    order.request.demand, order.request.is_unknown = None, True

    with pytest.raises(BadAcknowledgement, match="须现场踏勘核定"):
        acknowledge(order, clerk, needs_survey=False, has_outside_works=False)

    acknowledge(order, clerk, needs_survey=True)
    assert order.status == OrderStatus.OPEN


def test_what_a_former_provider_has_assessed_needs_no_second_survey(order, clerk):
    order.request.demand, order.request.is_unknown, order.request.assessed_demand = None, True, 12

    acknowledge(order, clerk, needs_survey=False, has_outside_works=False)

    assert order.status == OrderStatus.OPEN


def test_acknowledge_succeeds_once_of_two_members(order, clerk):
    stale = WorkOrder.objects.get(pk=order.pk)
    acknowledge(order, clerk)

    with pytest.raises(WrongStatus):
        acknowledge(stale, clerk)
