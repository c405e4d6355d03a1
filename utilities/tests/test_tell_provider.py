import json

import pytest

from applications.services import accept_application, amend_application, withdraw_request
from applications.tests.factories import ServiceRequestFactory
from common import clock
from outbox.models import Message
from utilities.models import OrderStatus, WorkOrder

from .factories import MemberFactory, ProviderFactory, ServiceAreaFactory, make_user

pytestmark = pytest.mark.django_db


def events(order):
    rows = Message.objects.filter(about=order.number, channel="webhook").order_by("seq")
    return [(row.kind, row.seq, json.loads(bytes(row.body))["data"]) for row in rows]


def test_an_amendment_reaches_the_provider_with_the_next_number(order, clerk):
    amend_application(order.application, by=clerk, contact_phone="13920009999")

    kind, seq, data = events(order)[-1]
    assert (kind, seq, data["changes"]) == ("order.amended", 2, ["contact_phone"])


def test_an_amendment_does_not_carry_the_personal_data_itself(order, clerk):
    amend_application(order.application, by=clerk, contact_phone="13920009999")

    assert "13920009999" not in json.dumps(events(order)[-1])


def test_a_partial_withdrawal_reaches_the_provider_and_ends_its_order(order, clerk):
    withdraw_request(order.request, reason="不办了", by=clerk)

    assert events(order)[-1][0] == "order.withdrawn"
    assert WorkOrder.objects.get(pk=order.pk).status == OrderStatus.WITHDRAWN


def test_the_numbers_of_an_order_have_no_gap(order, clerk):
    for phone in ("13920009991", "13920009992", "13920009993"):
        amend_application(order.application, by=clerk, contact_phone=phone)

    assert [seq for _kind, seq, _data in events(order)] == [1, 2, 3, 4]


def route_to(provider, clerk):
    ServiceAreaFactory(provider=provider)
    request = ServiceRequestFactory(service="water")
    accept_application(request.application, by=clerk)
    return request.orders.get()


def withdrawals():
    return [(row.channel, row.recipient) for row in Message.objects.filter(kind="order.withdrawn")]


def test_without_a_system_handler_a_is_told_to_stop(clerk):
    provider = ProviderFactory(service="water", endpoint=None)
    MemberFactory(provider=provider, role="A")
    MemberFactory(provider=provider, role="B", user=make_user("13920001111"))

    withdraw_request(route_to(provider, clerk).request, reason="不办了", by=clerk)

    assert withdrawals() == [("sms", "13920005678")]


def test_to_stop_is_told_at_night_as_well_while_other_news_waits_for_the_morning(clerk, at):
    at("2026-11-27 22:00")
    provider = ProviderFactory(service="water", endpoint=None)
    MemberFactory(provider=provider, role="A")
    order = route_to(provider, clerk)

    amend_application(order.application, by=clerk, contact_phone="13920009999")
    withdraw_request(order.request, reason="不办了", by=clerk)

    told = dict(Message.objects.filter(about=order.number, channel="sms").values_list("kind", "not_before"))
    assert (told["order.amended"], told["order.withdrawn"]) == (at("2026-11-30 09:00"), None)


def test_while_a_is_away_b_is_told_to_stop(clerk):
    provider = ProviderFactory(service="water", endpoint=None)
    MemberFactory(provider=provider, role="A", away_from=clock.today())
    MemberFactory(provider=provider, role="B", user=make_user("13920001111"))

    withdraw_request(route_to(provider, clerk).request, reason="不办了", by=clerk)

    assert withdrawals() == [("sms", "13920001111")]


def test_where_nobody_can_be_told_to_stop_the_office_telephones(clerk, settings):
    settings.OFFICE_EMAIL = "office@example.invalid"
    order = route_to(ProviderFactory(service="water", endpoint=None), clerk)

    withdraw_request(order.request, reason="不办了", by=clerk)

    assert withdrawals() == [("email", "office@example.invalid")]
