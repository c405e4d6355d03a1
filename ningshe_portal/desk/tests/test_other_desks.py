"""The lists beside the work orders: what the administrator sets up and what the office looks up."""

import pytest
from django.urls import reverse

from accounts.tests.factories import UserFactory
from milestones.services import pause_milestone
from utilities.models import ApiKey
from utilities.services import issue_api_key
from utilities.tests.factories import ProviderFactory

pytestmark = pytest.mark.django_db
LOOKED_UP = [
    "applications_application",
    "utilities_workorder",
    "utilities_provider",
    "utilities_servicearea",
    "utilities_membership",
    "milestones_milestone",
    "milestones_span",
    "milestones_report",
    "milestones_alert",
    "milestones_timelimit",
]
SET_UP = ["provider", "servicearea", "membership", "regulator"]


@pytest.fixture
def office(client):
    client.force_login(UserFactory(roles=["office"], is_staff=True))
    return client


@pytest.fixture
def administrator(client):
    client.force_login(UserFactory(roles=["administrator"], is_staff=True, display_name="管理员"))
    return client


def test_who_hears_the_page_of_an_app_hears_no_english(office):
    page = office.get("/admin/utilities/").content.decode()

    assert [text for text in ("Model name", "Add link", "view list link", "应用程序") if text in page] == []


@pytest.mark.parametrize("page", LOOKED_UP)
def test_the_office_opens_every_list(page, office, open_order):
    assert office.get(reverse(f"admin:{page}_changelist")).status_code == 200


@pytest.mark.parametrize("page", LOOKED_UP)
def test_the_office_edits_none_of_them(page, office):
    assert office.get(reverse(f"admin:{page}_add")).status_code == 403


def test_the_list_of_cases_masks_phones(office, order):
    page = office.get(reverse("admin:applications_application_changelist")).content.decode()

    assert ("138****1234" in page, "13820001234" in page) == (True, False)


def test_the_list_of_pauses_has_neither_plain_spans_nor_their_mirror(office, open_order, member):
    running = open_order.milestones.get(status="running")
    pause_milestone(running, reason="force_majeure", basis="暴雪", evidence="a.jpg", by=member)

    rows = office.get(reverse("admin:milestones_span_changelist")).context["cl"].result_list

    assert [(row.basis, row.milestone.stage) for row in rows] == [("暴雪", "survey")]


@pytest.mark.parametrize("page", SET_UP)
def test_the_administrator_adds_what_routing_needs(page, administrator):
    assert administrator.get(reverse(f"admin:utilities_{page}_add")).status_code == 200


def test_a_limit_is_entered_with_the_stages_it_leaves_out(administrator):
    said = {"stage": "whole", "service": "water", "variant": "", "has_outside_works": "unknown", "days": 5}
    said |= {
        "unit": "workday",
        "excluded_stages": ["approval", "works"][:1],
        "source": "办法",
        "valid_from": "2026-01-01",
    }

    answer = administrator.post(reverse("admin:milestones_timelimit_add"), said)

    assert answer.status_code == 302


def test_the_administrator_sees_no_case(administrator, order):
    lists = ["applications_application", "utilities_workorder", "milestones_milestone", "milestones_report"]

    assert {administrator.get(reverse(f"admin:{name}_changelist")).status_code for name in lists} == {403}


def test_a_key_is_shown_once_and_not_cached(administrator):
    provider = ProviderFactory()
    page = reverse("admin:utilities_provider_issue_key", args=[provider.pk])

    answer = administrator.post(page, {"label": "营销系统"})

    row = ApiKey.objects.get()
    assert (row.provider, row.issued_by, "no-store" in answer["Cache-Control"]) == (provider, "管理员", True)
    assert answer.context["key"] in answer.content.decode()
    assert row.prefix not in administrator.get(page).content.decode()


def test_a_key_is_revoked_from_the_list(administrator):
    row, _key = issue_api_key(ProviderFactory(), label="营销系统", by="x")

    administrator.post(
        reverse("admin:utilities_apikey_changelist"), {"action": "revoke", "_selected_action": row.pk}
    )

    row.refresh_from_db()
    assert row.revoked_by == "管理员"


def test_areas_of_several_towns_are_set_at_once(administrator, provider):
    town = provider.servicearea_set.get().town
    page = reverse("admin:utilities_servicearea_several")

    answer = administrator.post(page, {"part": "water", "provider": "", "towns": [town.pk]})

    assert (answer.status_code, provider.servicearea_set.exists()) == (302, False)


def test_an_old_version_is_looked_at_and_never_put_back(administrator):
    provider = ProviderFactory(name="旧名")
    provider.name = "新名"
    provider.save()
    version = provider.history.earliest()
    page = f"/admin/utilities/provider/{provider.pk}/history/{version.pk}/"

    shown, put_back = administrator.get(page), administrator.post(page, {"name": "旧名"})

    provider.refresh_from_db()
    assert (shown.status_code, put_back.status_code, provider.name) == (200, 403, "新名")
