from datetime import datetime

import pytest

from accounts.models import User
from applications.models import Status
from applications.services import accept_application
from applications.tests.factories import ApplicationFactory, ServiceRequestFactory
from common import clock
from utilities.models import Variant
from utilities.services import acknowledge_order
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory

from .factories import demo_limits

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=clock.LOCAL)


@pytest.fixture
def clerk(db):
    return User.objects.create_user("clerk", display_name="王窗口")


@pytest.fixture
def limits(db):
    demo_limits()


@pytest.fixture
def accept(limits, clerk):
    """Accept a case for the named services at a moment; returns its orders by service."""

    def accept(*services, at=MONDAY, **fields):
        application = ApplicationFactory(status=Status.SUBMITTED, submitted_at=at, **fields)
        for service in services:
            ServiceAreaFactory(provider=ProviderFactory(service=service))
            ServiceRequestFactory(application=application, service=service)
        with clock.moved_to(at):
            accept_application(application, by=clerk)
        return {request.service: request.orders.get() for request in application.requests.all()}

    return accept


@pytest.fixture
def acknowledge(clerk):
    """Take an order in hand at a moment."""

    def acknowledge(order, *, at, needs_survey=True, has_outside_works=None):
        variant = Variant.LOW if order.request.service == "power" else ""
        with clock.moved_to(at):
            acknowledge_order(
                order,
                by=clerk,
                handler_name="刘工",
                handler_phone="13920005678",
                variant=variant,
                needs_survey=needs_survey,
                has_outside_works=has_outside_works,
            )

    return acknowledge
