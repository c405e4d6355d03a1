from datetime import datetime

import pytest

from common import clock
from milestones.tests.factories import demo_limits
from ningshe_portal.roles import sync_roles
from utilities.models import Regulator

from .cases import large_case, sign_in_staff

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 9, tzinfo=clock.LOCAL)


@pytest.fixture
def late_case(at):
    """Six orders nobody acknowledged by Tuesday, seen on Wednesday."""
    sync_roles()
    demo_limits()
    at(MONDAY)
    case = large_case()
    at("2026-11-25 09:00")
    return case


def listed(client):
    return [row.milestone.request.service for row in client.get("/oversight/").context["rows"]]


def test_a_supervisor_sees_every_late_stage_and_may_open_the_case(client, late_case):
    sign_in_staff(client, "supervisor")

    page = client.get("/oversight/").content.decode()

    assert listed(client) == ["water", "power", "gas", "network", "network", "network"]
    assert f"/case/{late_case.number}/" in page


def test_a_regulator_sees_the_late_stages_of_its_own_trade_only(client, late_case):
    user = sign_in_staff(client, "regulator")
    Regulator.objects.create(service="gas", name="燃气主管").members.add(user)

    page = client.get("/oversight/").content.decode()

    assert listed(client) == ["gas"]
    assert f"/case/{late_case.number}/" not in page


@pytest.mark.parametrize("role", ["regulator", "provider", "officer", "administrator"])
def test_whoever_supervises_nothing_is_refused(client, role):
    sync_roles()
    sign_in_staff(client, role)

    assert client.get("/oversight/").status_code == 403


def test_nothing_late_is_said_in_words(client):
    sync_roles()
    sign_in_staff(client, "supervisor")

    assert "没有超期或今天到期的环节" in client.get("/oversight/").content.decode()


def test_the_page_takes_the_same_queries_for_one_and_for_thirty_rows(
    client, late_case, django_assert_num_queries
):
    sign_in_staff(client, "supervisor")
    client.get("/oversight/")

    with django_assert_num_queries(14):
        client.get("/oversight/")
    for milestone in late_case.milestones.running().exclude(due_on=None)[1:]:
        milestone.delete()
    with django_assert_num_queries(14):
        client.get("/oversight/")
