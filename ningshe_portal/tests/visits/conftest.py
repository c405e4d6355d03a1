"""A joint survey of water and power, proposed on Monday, or fixed for Tuesday morning."""

import pytest

from accounts.tests.factories import UserFactory
from applications.models import Application
from inspections.models import Visit
from inspections.services import fix_visit
from ningshe_portal.tests.cases import accepted_case
from utilities.models import WorkOrder
from utilities.services import acknowledge_order
from utilities.tests.factories import MemberFactory, ProviderFactory, ServiceAreaFactory

from .hands import TUESDAY


@pytest.fixture(autouse=True)
def on_monday(at):
    at("2026-11-23 09:00")


@pytest.fixture(scope="module")
def case_once(module_at):
    module_at("2026-11-23 09:00")
    for service in ("water", "power"):
        provider = ProviderFactory(service=service, name=f"{service}公司")
        ServiceAreaFactory(provider=provider)
        MemberFactory(provider=provider, user=UserFactory(roles=["provider"], is_staff=True))
    case = accepted_case(wants_joint_survey=True)
    for order in WorkOrder.objects.of_application(case):
        variant = "low" if order.request.service == "power" else ""
        acknowledge_order(
            order,
            by=UserFactory(),
            handler_name="刘工",
            handler_phone="13920005678",
            variant=variant,
            needs_survey=True,
        )
    return case


@pytest.fixture
def case(case_once, db):
    return Application.objects.get(pk=case_once.pk)


@pytest.fixture
def visit(case):
    return Visit.objects.get()


@pytest.fixture
def fixed(visit):
    return fix_visit(visit, on=TUESDAY, half="morning", by=UserFactory())
