"""The provider says that a network has come after all: for one order on its page, for many in the list."""

import pytest
from django.urls import reverse

from accounts.actors import APPLICANT
from accounts.tests.factories import UserFactory
from applications.services import wait_for_network
from outbox.models import Message
from utilities.services import declare_unavailable
from utilities.tests.factories import MemberFactory, ProviderFactory

from .conftest import door, page_of

pytestmark = pytest.mark.django_db
LIST = "admin:utilities_workorder_changelist"


@pytest.fixture
def unserved(new_order, member):
    """Two orders without a network; the applicant of the first waits to be told of it."""
    orders = [new_order(), new_order()]
    for order in orders:
        declare_unavailable(order, reason="没有管网", detail="", alternative="自备水井", by=member)
    wait_for_network(orders[0].application, [orders[0].request], by=APPLICANT)
    return orders


def press(crew, orders, *, status="unavailable", **said):
    """In the list of the orders with this status."""
    chosen = {"action": "arrived", "_selected_action": [order.pk for order in orders]}
    address = f"{reverse(LIST)}?status__exact={status}"
    return crew.post(address, chosen | said, follow=True).content.decode()


def told():
    return Message.objects.filter(kind="network.arrived").count()


def test_it_is_said_on_the_page_of_the_order_and_only_once(crew, unserved):
    before = crew.get(page_of(unserved[0])).content.decode()

    page = crew.post(door(unserved[0], "arrived"), {"note": "主管网已到村口"}, follow=True).content.decode()

    assert ("登记管网通达" in before, door(unserved[0], "arrived") in page) == (True, False)
    assert "承办单位：管网已通达，可以重新申请" in page
    assert told() == 1


def test_an_order_in_hand_has_no_such_button(crew, open_order):
    assert door(open_order, "arrived") not in crew.get(page_of(open_order)).content.decode()


def test_it_is_said_for_many_at_once_after_a_look_at_them(crew, unserved):
    asked = press(crew, unserved)
    assert all(order.number in asked for order in unserved)
    assert told() == 0

    done = press(crew, unserved, is_filled="1", note="主管网已到村口")

    assert ("已登记 2 件" in done, told()) == (True, 1)


def test_where_nothing_is_missing_the_list_says_so(crew, open_order):
    assert "所选工单都不是暂不具备条件的" in press(crew, [open_order], status="open")


def test_another_provider_s_orders_are_passed_over(client, unserved):
    user = UserFactory(roles=["provider"], is_staff=True)
    MemberFactory(provider=ProviderFactory(service="power"), user=user)
    client.force_login(user)

    press(client, unserved, is_filled="1")

    assert (client.post(door(unserved[0], "arrived"), {}).status_code, told()) == (404, 0)
