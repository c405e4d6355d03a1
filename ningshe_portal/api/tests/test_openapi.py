"""The OpenAPI document is true: whatever it allows is answered as it says, and nothing breaks."""

import re

import pytest
import schemathesis
from django.db import connection
from hypothesis import HealthCheck, settings
from schemathesis import checks

from ningshe_portal.wsgi import application

from .conftest import TAKEN

CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
CHINESE = re.compile(r"[一-鿿]")

schema = schemathesis.pytest.from_fixture("document")


@pytest.fixture
def one_connection(monkeypatch):
    """The end of a request closes no connection: the test's transaction lives on it."""
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)


@pytest.fixture
def document(db, one_connection):
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture
def numbers(water, new_order):
    """One order waiting, one in hand with its clock stopped, and one that is none."""
    waiting, open_order = new_order(), new_order()
    water.post(f"orders/{open_order.number}/acknowledge", TAKEN)
    water.post(f"orders/{open_order.number}/pauses", water.ground(open_order))
    return [waiting.number, open_order.number, "NH20261123999999-W"]


@schema.parametrize()
@settings(
    max_examples=15,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_call_keeps_to_the_document(case, water, numbers):
    for number in numbers if "number" in case.path_parameters else [""]:
        if number:
            case.path_parameters["number"] = number
        response = case.call(headers={"Authorization": f"Bearer {water.key}"})
        case.validate_response(response, checks=CHECKS)


@pytest.mark.django_db
def test_every_call_of_the_contract_is_in_the_document(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]

    calls = {
        f"{method.upper()} {path.removeprefix('/api/v1/')}" for path, row in paths.items() for method in row
    }
    assert calls == {
        "GET orders",
        "GET orders/{number}",
        "GET events",
        "POST orders/{number}/acknowledge",
        "POST orders/{number}/return",
        "POST orders/{number}/unavailable",
        "POST orders/{number}/milestones/{stage}",
        "POST orders/{number}/pauses",
        "POST orders/{number}/pauses/{id}/end",
        "POST orders/{number}/pauses/{id}/evidence",
        "POST orders/{number}/requests",
        "POST orders/{number}/notes",
        "POST orders/{number}/files",
    }


def test_every_call_is_described_in_chinese_and_needs_a_key(client, db):
    document = client.get("/api/v1/openapi.json").json()

    for call in (call for row in document["paths"].values() for call in row.values()):
        assert CHINESE.search(call["summary"])
        assert CHINESE.search(call["description"])
        assert call["security"] == [{"ProviderKey": []}]
    assert document["components"]["securitySchemes"]["ProviderKey"] == {"type": "http", "scheme": "bearer"}


def test_every_post_takes_an_idempotency_key(client, db):
    paths = client.get("/api/v1/openapi.json").json()["paths"]

    headers = [
        [parameter["name"] for parameter in row["post"]["parameters"] if parameter["in"] == "header"]
        for row in paths.values()
        if "post" in row
    ]
    assert headers == [["Idempotency-Key"]] * 10


@pytest.mark.browser
def test_the_page_of_the_calls_opens_under_the_content_rules(page):
    page.goto("/api/v1/docs")
    page.get_by_role("button", name="接单").click()

    page.get_by_role("button", name="Try it out").click()

    assert page.get_by_text("Execute").is_visible()
