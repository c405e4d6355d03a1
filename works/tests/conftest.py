import pytest

from milestones.tests.factories import demo_limits

from .cases import orders_of, planned_case


@pytest.fixture(autouse=True)
def on_friday(at):
    at("2026-11-27 10:00")


@pytest.fixture
def case(db):
    """Water and power, joint, PLAN running for both."""
    demo_limits()
    return planned_case()


@pytest.fixture
def water(case):
    return orders_of(case)["water"]


@pytest.fixture
def power(case):
    return orders_of(case)["power"]
