import json

import pytest

from applications.models import RequestStatus, Status
from applications.services import accept_application
from applications.tests.factories import ApplicationFactory, ServiceRequestFactory
from milestones.services import open_intake
from milestones.tests.factories import demo_limits
from outbox.models import Message
from utilities.models import ServiceArea, WorkOrder
from utilities.selectors import unrouted_requests

from .factories import MemberFactory, ProviderFactory, ServiceAreaFactory, make_user

pytestmark = pytest.mark.django_db


def suffixes():
    return [
        number.split("-")[1] for number in WorkOrder.objects.order_by("pk").values_list("number", flat=True)
    ]


def test_acceptance_makes_one_order_and_one_message_for_each_provider(full_application, clerk):
    accept_application(full_application, by=clerk)

    assert suffixes() == ["W", "P", "G", "N1", "N2", "N3"]
    assert Message.objects.filter(kind="order.created", channel="webhook").count() == 6


def test_a_message_is_thin_and_its_providers_own(full_application, clerk):
    accept_application(full_application, by=clerk)

    order = WorkOrder.objects.get(number__endswith="-W")
    message = Message.objects.get(kind="order.created", about=order.number)
    event = json.loads(bytes(message.body))
    assert message.endpoint == order.provider.endpoint
    assert event["type"] == "order.created"
    assert sorted(event["data"]) == ["address", "application", "order", "seq", "service", "url"]
    assert (event["data"]["order"], event["data"]["seq"]) == (order.number, 1)
    assert message.seq == 1


def test_accepting_six_orders_takes_at_most_forty_queries(
    full_application, clerk, django_assert_max_num_queries
):
    demo_limits()
    open_intake(full_application, at=full_application.submitted_at)

    with django_assert_max_num_queries(40):
        accept_application(full_application, by=clerk)


@pytest.mark.parametrize("area", ["none", "no_network", "closed"])
def test_what_has_no_provider_waits_for_the_office_which_is_told(area, clerk):
    if area == "no_network":
        ServiceAreaFactory(provider=None, service="gas", carrier="")
    if area == "closed":
        ServiceAreaFactory(provider=ProviderFactory(service="gas", is_active=False))
    request = ServiceRequestFactory(service="gas")

    accept_application(request.application, by=clerk)

    request.refresh_from_db()
    assert (request.status, request.application.status) == (RequestStatus.OPEN, Status.ACCEPTED)
    assert list(unrouted_requests()) == [request]
    assert Message.objects.filter(kind="request.unrouted").exists()


def test_one_without_provider_does_not_hold_up_the_others(full_application, clerk):
    ServiceArea.objects.filter(service="gas").delete()

    accept_application(full_application, by=clerk)

    assert suffixes() == ["W", "P", "N1", "N2", "N3"]
    assert [request.service for request in unrouted_requests()] == ["gas"]


def test_a_provider_without_a_system_is_told_by_sms_to_handler_a(clerk):
    provider = ProviderFactory(service="water", endpoint=None)
    ServiceAreaFactory(provider=provider)
    MemberFactory(provider=provider, role="A")
    MemberFactory(provider=provider, role="B", user=make_user("13920001111"))
    request = ServiceRequestFactory(service="water")

    accept_application(request.application, by=clerk)

    message = Message.objects.get(kind="order.created")
    assert (message.channel, message.recipient) == ("sms", "13920005678")


def test_two_cases_never_share_an_order_number(clerk):
    ServiceAreaFactory(provider=ProviderFactory(service="water"))
    for _ in range(2):
        application = ApplicationFactory()
        ServiceRequestFactory(application=application, service="water")
        accept_application(application, by=clerk)

    assert WorkOrder.objects.values("number").distinct().count() == 2
