import json

import pytest

from applications.services import amend_application, withdraw_request
from outbox.models import Message
from utilities.models import OrderStatus, WorkOrder

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
