import pytest

from applications.models import RequestStatus
from common.status import WrongStatus
from utilities.models import OrderStatus
from utilities.services import assign_request, declare_unavailable, return_order

from .factories import ProviderFactory

pytestmark = pytest.mark.django_db


def declare(order, by):
    declare_unavailable(order, reason="尚无管网", detail="", alternative="可先办临时用水", by=by)


def test_unavailable_ends_order_and_request_with_its_words(order, clerk):
    declare(order, clerk)

    order.refresh_from_db()
    assert (order.status, order.request.status) == (OrderStatus.UNAVAILABLE, RequestStatus.UNAVAILABLE)
    assert order.application.events.get(verb="request.unavailable").text == "尚无管网；可先办临时用水"


def test_who_gave_the_order_back_no_longer_speaks_for_the_request(order, clerk):
    return_order(order, reason="other", detail="", by=clerk)
    again = assign_request(order.request, ProviderFactory(service="water"), by=clerk)

    with pytest.raises(WrongStatus):
        declare(order, clerk)

    again.refresh_from_db()
    assert (again.status, again.request.status) == (OrderStatus.PENDING, RequestStatus.OPEN)
