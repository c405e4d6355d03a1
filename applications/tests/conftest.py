import pytest

from accounts.models import User

from .factories import ApplicationFactory, ServiceRequestFactory


@pytest.fixture
def clerk(db):
    return User.objects.create_user("clerk", display_name="王窗口")


@pytest.fixture
def application(db):
    """Submitted, with one request for water and one for power."""
    application = ApplicationFactory()
    ServiceRequestFactory(application=application, service="water")
    ServiceRequestFactory(application=application, service="power")
    return application
