from datetime import datetime

import pytest
from django.urls import reverse

from accounts.tests.factories import UserFactory
from common import clock
from ningshe_portal.tests.cases import accepted_case
from utilities.services import acknowledge_order
from utilities.tests.factories import MemberFactory, ProviderFactory, ServiceAreaFactory

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=clock.LOCAL)


@pytest.fixture(autouse=True)
def on_monday(at):
    at(MONDAY)


@pytest.fixture
def provider(db):
    """Serves water in the first town."""
    return ServiceAreaFactory(provider=ProviderFactory(name="宁河自来水公司", endpoint=None)).provider


@pytest.fixture
def member(provider):
    user = UserFactory(roles=["provider"], is_staff=True, display_name="王小水", phone="13900001111")
    MemberFactory(provider=provider, user=user)
    return user


@pytest.fixture
def crew(client, member):
    """The browser of a member of the provider's staff."""
    client.force_login(member)
    return client


@pytest.fixture
def new_order(provider):
    """``new_order()``: an accepted case for water and the order made of it."""

    def new_order(**fields):
        return accepted_case(["water"], **fields).requests.get().orders.get()

    return new_order


@pytest.fixture
def order(new_order):
    return new_order()


@pytest.fixture
def open_order(order, member):
    """In hand, SURVEY running."""
    acknowledge_order(order, by=member, handler_name="王小水", needs_survey=True)
    return order


@pytest.fixture
def enter(client):
    """``enter(order)``: signed in as a member of the order's provider."""

    def enter(order):
        user = UserFactory(roles=["provider"], is_staff=True)
        MemberFactory(provider=order.provider, user=user)
        client.force_login(user)
        return client

    return enter


def page_of(order):
    return reverse("admin:utilities_workorder_change", args=[order.pk])


def door(order, verb, stage=None):
    """The address of one verb."""
    if stage:
        return reverse("admin:utilities_workorder_act_on_stage", args=[order.pk, verb, stage])
    return reverse("admin:utilities_workorder_act", args=[order.pk, verb])
