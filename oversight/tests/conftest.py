import pytest

from accounts.actors import APPLICANT
from accounts.tests.factories import UserFactory
from milestones.tests.factories import demo_limits
from ningshe_portal.roles import sync_roles
from ningshe_portal.tests.cases import accepted_case
from oversight.services import file_complaint
from utilities.models import WorkOrder
from utilities.services import acknowledge_order
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory


@pytest.fixture
def case(db, at):
    """Accepted on a Friday, water with 宁河供水."""
    at("2026-11-27 10:00")
    sync_roles()
    demo_limits()
    ServiceAreaFactory(provider=ProviderFactory(service="water", name="宁河供水"))
    return accepted_case(("water",))


@pytest.fixture
def order(case):
    return WorkOrder.objects.get(request__application=case)


@pytest.fixture
def open_order(order):
    """In hand, SURVEY running."""
    acknowledge_order(order, by=APPLICANT, handler_name="刘工", needs_survey=True)
    return order


@pytest.fixture
def supervisor(case):
    return UserFactory(roles=["supervisor"], phone="13955550000", display_name="督办员")


@pytest.fixture
def filed(case):
    """``filed()``: an urging of water, or what ``kind`` says."""

    def filed(kind="urge", *, by=APPLICANT, **fields):
        request = None if kind == "inspection" else case.requests.first()
        facts = {"text": "请快一些", "request": request} | fields
        return file_complaint(case, kind=kind, by=by, **facts)

    return filed
