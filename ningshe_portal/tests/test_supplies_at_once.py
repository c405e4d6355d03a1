"""What remains after the end of a case, by two people at the same moment, on real PostgreSQL."""

from datetime import timedelta

import pytest

from accounts.actors import APPLICANT, SYSTEM
from accounts.models import User
from applications.models import FollowUp, FollowUpStatus, Waiting
from applications.services import (
    accept_application,
    extend_temporary,
    make_permanent,
    remove_temporary,
    wait_for_network,
)
from applications.tests.factories import ServiceRequestFactory
from common import clock
from outbox.models import Message
from utilities.areas import report_network
from utilities.services import acknowledge_order, connect_order, declare_unavailable
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory

from .test_two_at_once import fresh, together

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def order():
    ServiceAreaFactory(provider=ProviderFactory(service="water"))
    request = ServiceRequestFactory(service="water", business="temporary")
    accept_application(request.application, by=User.objects.create_user("clerk", display_name="王窗口"))
    return request.orders.get()


@pytest.fixture
def supply(order):
    """Water that is on, without an agreed end."""
    acknowledge_order(order, by=SYSTEM, handler_name="刘工", needs_survey=True)
    connect_order(order, by=SYSTEM, at=clock.now())
    return FollowUp.objects.get()


@pytest.fixture
def unserved(order):
    declare_unavailable(order, reason="没有管网", detail="", alternative="自备水井", by=SYSTEM)
    return order


def verbs(application, *wanted):
    return application.events.filter(verb__in=wanted).count()


@pytest.mark.parametrize("turn", range(2))
def test_a_supply_extended_and_removed_at_once_is_gone_and_nothing_is_extended_after_that(supply, turn):
    until = clock.today() + timedelta(days=30)

    outcomes = together(
        lambda: extend_temporary(fresh(supply), until=until, by=SYSTEM),
        lambda: remove_temporary(fresh(supply), by=SYSTEM),
    )

    supply.refresh_from_db()
    was_extended = outcomes == ["done", "done"]
    done = supply.request.application.events.filter(
        verb__in=["temporary.extended", "temporary.removed"]
    ).order_by("pk")
    assert supply.status == FollowUpStatus.REMOVED
    assert [row.verb for row in done] == ["temporary.extended"] * was_extended + ["temporary.removed"]
    assert (supply.until == until) == was_extended


def test_a_supply_becomes_permanent_once(supply):
    outcomes = together(*[lambda: make_permanent(fresh(supply), by=SYSTEM)] * 3)

    assert outcomes == ["done", "refused", "refused"]
    assert verbs(supply.request.application, "temporary.permanent") == 1
    assert Message.objects.filter(kind="temporary.permanent", channel="sms").count() == 1


def test_a_supply_is_extended_to_a_day_once(supply):
    until = clock.today() + timedelta(days=30)

    outcomes = together(*[lambda: extend_temporary(fresh(supply), until=until, by=SYSTEM)] * 3)

    assert outcomes == ["done", "refused", "refused"]
    assert verbs(supply.request.application, "temporary.extended") == 1


def test_of_desk_and_system_one_says_that_the_network_has_come(unserved):
    outcomes = together(*[lambda: report_network(fresh(unserved), by=SYSTEM)] * 3)

    assert outcomes == ["done", "refused", "refused"]
    assert verbs(unserved.application, "network.arrived") == 1


@pytest.mark.parametrize("turn", range(2))
def test_nobody_begins_to_wait_for_a_network_that_comes_at_that_moment_and_is_not_told(unserved, turn):
    application = unserved.application

    together(
        lambda: wait_for_network(fresh(application), [unserved.request], by=APPLICANT),
        lambda: report_network(fresh(unserved), by=SYSTEM),
    )

    assert not Waiting.objects.untold().exists()
    assert verbs(application, "waiting.begun") == Message.objects.filter(kind="network.arrived").count() <= 1
