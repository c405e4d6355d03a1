import pytest

from applications.models import RequestStatus
from common.status import WrongStatus
from outbox.models import Message
from utilities.models import OrderStatus, ReturnReason, WorkOrder
from utilities.selectors import unrouted_requests
from utilities.services import declare_unavailable, return_order

from .factories import WorkOrderFactory

pytestmark = pytest.mark.django_db
ENDED = [status for status in OrderStatus if status not in {OrderStatus.PENDING, OrderStatus.OPEN}]


def test_a_returned_order_goes_to_the_queue_of_the_office_which_is_told(order, clerk):
    return_order(order, reason=ReturnReason.WRONG_AREA, detail="在滨海新区", by=clerk)

    order.refresh_from_db()
    assert (order.status, order.return_reason, order.return_detail) == (
        "returned",
        "wrong_area",
        "在滨海新区",
    )
    assert list(unrouted_requests()) == [order.request]
    assert Message.objects.filter(kind="order.returned", about=order.number).exists()


@pytest.mark.parametrize("status", ENDED)
def test_what_has_ended_is_not_returned(status, clerk):
    order = WorkOrderFactory(status=status)

    with pytest.raises(WrongStatus):
        return_order(order, reason=ReturnReason.OTHER, detail="", by=clerk)


def test_no_network_yet_ends_order_and_request(order, clerk):
    declare_unavailable(order, reason="暂无管网", detail="2028 年建设", alternative="可使用瓶装气", by=clerk)

    order = WorkOrder.objects.get(pk=order.pk)
    assert order.status == OrderStatus.UNAVAILABLE
    assert order.request.status == RequestStatus.UNAVAILABLE


def test_a_provider_is_not_told_what_it_said_itself(order, clerk):
    declare_unavailable(order, reason="暂无管网", detail="", alternative="", by=clerk)

    assert not Message.objects.filter(kind="order.withdrawn").exists()
