"""Every list of the admin asks the database as often for one row as for thirty."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.tests.factories import UserFactory

from .world import build_world

pytestmark = pytest.mark.django_db
ROLES = ["administrator", "office", "provider", "supervisor"]


def queries(client, address, rows, monkeypatch, model_admin):
    monkeypatch.setattr(model_admin, "list_per_page", rows)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    return answer.status_code, len(captured)


def test_a_list_of_thirty_rows_takes_as_many_queries_as_one_of_one(client, at, monkeypatch):
    build_world(at=at)
    client.force_login(UserFactory(roles=ROLES, is_staff=True))
    uneven = []

    for model, model_admin in admin.site._registry.items():
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/?all="
        client.get(address)
        one = queries(client, address, 1, monkeypatch, model_admin)
        thirty = queries(client, address, 30, monkeypatch, model_admin)
        if one != thirty or one[0] != 200:
            uneven.append((address, one, thirty))

    assert uneven == []
