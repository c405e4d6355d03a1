import pytest

from accounts.models import User
from applications.services import accept_application
from applications.tests.factories import ApplicationFactory, ServiceRequestFactory

from .factories import ProviderFactory, ServiceAreaFactory, six_providers, six_requests


@pytest.fixture
def clerk(db):
    return User.objects.create_user("clerk", display_name="王窗口")


@pytest.fixture
def order(clerk):
    """The work order of an accepted case for water."""
    ServiceAreaFactory(provider=ProviderFactory(service="water"))
    request = ServiceRequestFactory(service="water")
    accept_application(request.application, by=clerk)
    return request.orders.get()


@pytest.fixture
def full_application(db):
    """Submitted, with all six requests, in a town that all six providers serve."""
    six_providers()
    application = ApplicationFactory()
    six_requests(application)
    return application
