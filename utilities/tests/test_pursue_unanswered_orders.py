from datetime import datetime, timedelta

import pytest

from applications.services import accept_application
from applications.tests.factories import ServiceRequestFactory
from common import clock
from outbox.models import Message
from utilities.fallbacks import pursue_unanswered_orders
from utilities.services import mark_read

from .factories import MemberFactory, ProviderFactory, ServiceAreaFactory, make_user

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=clock.LOCAL)
A, B = "13920005678", "13920001111"


def look(after_minutes):
    with clock.moved_to(MONDAY + timedelta(minutes=after_minutes)):
        pursue_unanswered_orders()


def told(order):
    rows = Message.objects.filter(about=order.number).order_by("pk")
    return [row.recipient if row.kind == "order.created" else row.kind for row in rows]


def route_to(provider, clerk):
    ServiceAreaFactory(provider=provider)
    request = ServiceRequestFactory(service="water")
    with clock.moved_to(MONDAY):
        accept_application(request.application, by=clerk)
    return request.orders.get()


@pytest.fixture
def order(clerk):
    provider = ProviderFactory(service="water", endpoint=None)
    MemberFactory(provider=provider, role="A")
    MemberFactory(provider=provider, role="B", user=make_user(B))
    return route_to(provider, clerk)


def test_a_has_thirty_working_minutes(order):
    look(29)

    assert told(order) == [A]


def test_then_b_is_told_once(order):
    look(30)
    look(35)

    assert told(order) == [A, B]


def test_then_the_office_is_asked_once_to_telephone(order):
    look(30)
    look(60)
    look(90)

    assert told(order) == [A, B, "order.to_telephone"]


def test_without_b_the_office_is_asked_after_an_hour(clerk):
    provider = ProviderFactory(service="water", endpoint=None)
    MemberFactory(provider=provider, role="A")
    order = route_to(provider, clerk)

    look(30)
    look(60)

    assert told(order) == [A, "order.to_telephone"]


def test_who_has_opened_the_order_is_left_alone(order):
    mark_read(order)

    look(90)

    assert told(order) == [A]


def test_a_system_that_cannot_be_reached_is_telephoned_after_thirty_minutes(clerk):
    order = route_to(ProviderFactory(service="water"), clerk)

    look(31)

    assert Message.objects.filter(kind="order.to_telephone", about=order.number).count() == 1


def test_minutes_after_office_hours_do_not_count(order):
    with clock.moved_to(datetime(2026, 11, 23, 12, 30, tzinfo=clock.LOCAL)):
        order.created_at = datetime(2026, 11, 23, 11, 50, tzinfo=clock.LOCAL)
        order.save()
        pursue_unanswered_orders()

    assert told(order) == [A]
