import pytest

from applications.models import RequestStatus
from common.status import WrongStatus
from outbox.models import Message
from utilities.models import ReturnReason
from utilities.services import assign_request, return_order

from .factories import ProviderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def returned(order, clerk):
    return_order(order, reason=ReturnReason.WRONG_AREA, detail="", by=clerk)
    return order


def test_a_returned_request_gets_a_second_order_and_the_new_provider_is_told(returned, clerk):
    provider = ProviderFactory(service="water")

    again = assign_request(returned.request, provider, by=clerk)

    assert (again.number, again.provider) == (f"{returned.number}.2", provider)
    assert Message.objects.get(about=again.number, kind="order.created").endpoint == provider.endpoint


def test_a_third_order_is_numbered_on(returned, clerk):
    again = assign_request(returned.request, ProviderFactory(service="water"), by=clerk)
    return_order(again, reason=ReturnReason.OTHER, detail="", by=clerk)

    third = assign_request(returned.request, ProviderFactory(service="water"), by=clerk)

    assert third.number == f"{returned.number}.3"


def test_what_is_in_hand_is_not_given_away(order, clerk):
    with pytest.raises(WrongStatus):
        assign_request(order.request, ProviderFactory(service="water"), by=clerk)


def test_water_is_not_given_to_the_power_company(returned, clerk):
    with pytest.raises(WrongStatus):
        assign_request(returned.request, ProviderFactory(service="power"), by=clerk)


def test_what_has_ended_is_not_routed_again(returned, clerk):
    returned.request.status = RequestStatus.WITHDRAWN
    returned.request.save()

    with pytest.raises(WrongStatus):
        assign_request(returned.request, ProviderFactory(service="water"), by=clerk)
