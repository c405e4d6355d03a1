"""Whatever goes wrong is a problem+json in Chinese, and nobody without a key gets any further."""

import json

import pytest
from django.db import OperationalError
from django.test import Client

from ningshe_portal.api import orders
from utilities.services import revoke_api_key

from .conftest import TAKEN

CALLS = [
    ("get", "orders"),
    ("get", "orders/NH20261123000001-W"),
    ("get", "events"),
    ("post", "orders/NH20261123000001-W/acknowledge"),
    ("post", "orders/NH20261123000001-W/return"),
    ("post", "orders/NH20261123000001-W/unavailable"),
    ("post", "orders/NH20261123000001-W/milestones/survey"),
    ("post", "orders/NH20261123000001-W/pauses"),
    ("post", "orders/NH20261123000001-W/pauses/1/end"),
    ("post", "orders/NH20261123000001-W/requests"),
    ("post", "orders/NH20261123000001-W/files"),
]
WRONG = ["", "nh_wrong", "Bearer", "Bearer ", "Bearer nh_wrong", "Basic bmg6eA==", "Bearer ü"]


def is_problem(response, status, code):
    said = response.json()
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"
    assert (response.status_code, said["status"], said["type"]) == (
        status,
        status,
        f"urn:ningshe:problem:{code}",
    )
    assert said["instance"].startswith("/api/v1/")
    assert all(any("一" <= letter <= "鿿" for letter in said[name]) for name in ("title", "detail"))
    return True


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path"), CALLS)
def test_no_call_works_without_a_key(client, method, path):
    response = getattr(client, method)(f"/api/v1/{path}")

    assert is_problem(response, 401, "unauthorized")
    assert response["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("header", WRONG)
def test_a_wrong_key_opens_nothing(client, water, header):
    response = client.get("/api/v1/orders", headers={"Authorization": header})

    assert is_problem(response, 401, "unauthorized")


def test_a_revoked_key_opens_nothing(water, order):
    assert water.get("orders").status_code == 200
    revoke_api_key(water.row, by="admin")

    assert is_problem(water.get("orders"), 401, "unauthorized")


def test_the_session_of_a_member_of_staff_opens_nothing(client, water, admin_user):
    client.force_login(admin_user)

    assert client.get("/api/v1/orders").status_code == 401


def test_the_use_of_a_key_is_noted_to_the_minute(water, at):
    used_at = at("2026-11-23 09:30:00")
    water.get("orders")
    at("2026-11-23 09:30:59")
    water.get("orders")

    water.row.refresh_from_db()
    assert water.row.used_at == used_at


@pytest.mark.parametrize(
    "path", ["", "nothing", "orders/", "orders/x/nothing", "orders/NH20261123000001-W/pauses/x/end"]
)
def test_an_unknown_address(water, path):
    response = water.post(path, {}) if path.endswith("end") else water.get(path)

    assert is_problem(response, 404, "not-found")


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_a_wrong_method(water, method, path):
    other = {"get": "post", "post": "get"}[method]

    response = getattr(water.client, other)(f"/api/v1/{path}", **water.headers())

    assert is_problem(response, 405, "method-not-allowed")
    assert response["Allow"] == method.upper()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_methods_nobody_knows(water, method):
    assert is_problem(
        getattr(water.client, method)("/api/v1/orders", **water.headers()), 405, "method-not-allowed"
    )


@pytest.mark.parametrize(
    "body",
    [b"{", b"\xff", b"[" * 60_000, b"nothing", b'{"reason": }'],
    ids=["cut", "bytes", "deep", "word", "hole"],
)
def test_a_body_that_is_no_json(water, order, body):
    response = water.client.post(
        f"/api/v1/orders/{order.number}/return", body, "application/json", **water.headers(once="k")
    )

    assert is_problem(response, 400, "bad-request")


@pytest.mark.parametrize("body", [b"[]", b'"text"', b"5", b"null", b"NaN"])
def test_a_body_that_is_no_object(water, order, body):
    response = water.client.post(
        f"/api/v1/orders/{order.number}/return", body, "application/json", **water.headers()
    )

    assert is_problem(response, 422, "invalid")


def test_no_body_at_all(water, order):
    assert is_problem(water.post(f"orders/{order.number}/return"), 422, "invalid")


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_a_body_of_another_kind(water, order, media_type):
    body = json.dumps({"reason": "wrong_area"})
    response = water.client.post(f"/api/v1/orders/{order.number}/return", body, media_type, **water.headers())

    assert is_problem(response, 415, "unsupported-media-type")


def test_files_as_json(water, order):
    assert is_problem(water.post(f"orders/{order.number}/files", {}), 415, "unsupported-media-type")


def test_a_form_that_is_none(water, order):
    response = water.client.post(
        f"/api/v1/orders/{order.number}/files", b"rubbish", "multipart/form-data", **water.headers()
    )

    assert is_problem(response, 400, "bad-request")


def test_a_body_too_large(water, order):
    body = {"reason": "wrong_area", "detail": "长" * 70_000}

    assert is_problem(water.post(f"orders/{order.number}/return", body), 413, "too-large")


def test_a_form_too_large(water, order):
    response = water.client.post(
        f"/api/v1/orders/{order.number}/files",
        b"",
        "multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(65 * 1024 * 1024),
        **water.headers(),
    )

    assert is_problem(response, 413, "too-large")


def test_a_lone_surrogate_is_named(water, order):
    body = b'{"reason": "other", "detail": "\\ud800"}'
    response = water.client.post(
        f"/api/v1/orders/{order.number}/return", body, "application/json", **water.headers()
    )

    assert is_problem(response, 422, "invalid")


@pytest.mark.parametrize(
    "query",
    [
        {"status": "nothing"},
        {"changed_after": "yesterday"},
        {"limit": "0"},
        {"limit": "x"},
        {"limit": "9" * 30},
    ],
)
def test_a_wrong_query(water, query):
    response = water.get("orders", **query)

    assert is_problem(response, 422, "invalid")
    assert [(fault["in"], fault["field"]) for fault in response.json()["errors"]] == [("query", *query)]


def test_a_crash(water, order, monkeypatch):
    monkeypatch.setattr(orders, "order_facts", lambda order: 1 / 0)
    water.client.raise_request_exception = False

    assert is_problem(water.get(f"orders/{order.number}"), 500, "server-error")


def test_a_locked_database_asks_to_come_again(water, order, monkeypatch):
    def wait_in_vain(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr("ningshe_portal.api.verbs.acknowledge_order", wait_in_vain)

    response = water.post(f"orders/{order.number}/acknowledge", TAKEN, once="a-1")

    assert is_problem(response, 503, "busy")
    assert response["Retry-After"] == "5"


def test_a_host_that_is_not_ours(water):
    response = Client(headers={"host": "evil.example"}).get("/api/v1/orders")

    assert is_problem(response, 400, "bad-request")


def test_pages_keep_their_own_errors(client, db):
    assert client.get("/nothing/")["Content-Type"].startswith("text/html")


def test_a_text_nobody_can_see_is_named(water, order):
    response = water.post(f"orders/{order.number}/return", {"reason": "other", "detail": "\u200b\u2060"})

    assert is_problem(response, 422, "invalid")
    assert response.json()["errors"][0]["field"] == "detail"


def test_what_nobody_foresaw_is_told_in_the_words_of_the_api(water, order, monkeypatch):
    def break_down(*args, **kwargs):
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr("ningshe_portal.api.verbs.acknowledge_order", break_down)
    water.client.raise_request_exception = False

    response = water.post(f"orders/{order.number}/acknowledge", TAKEN, once="a-1")

    assert is_problem(response, 500, "server-error")
    assert "secret" not in response.content.decode()
