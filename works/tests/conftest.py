import pytest

from applications.models import Application
from milestones.tests.factories import demo_limits

from .cases import orders_of, planned_case
from .trench import dug_case


@pytest.fixture(autouse=True)
def on_friday(at):
    at("2026-11-27 10:00")


@pytest.fixture(scope="module")
def planned(module_at):
    """Water and power, joint, PLAN running for both: built once for all tests of a module."""
    module_at("2026-11-27 10:00")
    demo_limits()
    return planned_case()


@pytest.fixture
def case(planned, db):
    return Application.objects.get(pk=planned.pk)


@pytest.fixture(scope="module")
def built(module_at):
    """Water and power, joint, EXCAVATION running for both: built once for all tests of a module."""
    module_at("2026-11-27 10:00")
    demo_limits()
    return dug_case()


@pytest.fixture
def dug(built, db):
    return Application.objects.get(pk=built.pk)


@pytest.fixture
def water(case):
    return orders_of(case)["water"]


@pytest.fixture
def power(case):
    return orders_of(case)["power"]
