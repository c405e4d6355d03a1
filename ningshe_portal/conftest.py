"""Cases that pages and calls are tried on, each built once for all tests of a module."""

import pytest

from applications.models import Application
from ningshe_portal.tests.permits import case_with_permits, sign_and_file
from works.tests.trench import dug_case


@pytest.fixture(scope="module")
def dug_once(module_at):
    module_at("2026-11-27 10:00")
    return dug_case()


@pytest.fixture
def dug(dug_once, at, db):
    """Water and power, joint, EXCAVATION running for both. It is Friday, ten o'clock."""
    at("2026-11-27 10:00")
    return Application.objects.get(pk=dug_once.pk)


@pytest.fixture(scope="module")
def planned_once(module_at):
    module_at("2026-11-23 09:00")
    return case_with_permits()


@pytest.fixture
def planned(planned_once, at, db):
    """Water and gas along one road, APPROVAL running: nothing is signed or filed. It is Monday, nine o'clock."""
    at("2026-11-23 09:00")
    return Application.objects.get(pk=planned_once.pk)


@pytest.fixture
def permits(planned):
    """planning, digging of the municipal works, digging of the police: filed."""
    return sign_and_file(planned)
