from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from ningshe_portal.pages import health
from outbox.models import Heartbeat

ALL_WELL = {"ready": True, "database": True, "broker": True, "worker": True, "sending": True, "beat": True}


@pytest.fixture
def broker(monkeypatch):
    monkeypatch.setattr(health, "broker_answers", lambda: True)


@pytest.fixture
def hearts(db):
    return {name: Heartbeat.objects.create(name=name, beaten_at=timezone.now()) for name in health.HEARTS}


def test_alive_answers_without_a_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"alive": True})


def test_ready_when_every_part_answers(client, hearts, broker):
    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, ALL_WELL)


@pytest.mark.parametrize("name", health.HEARTS)
def test_a_heart_that_never_beat_is_named(name, client, hearts, broker):
    hearts[name].delete()

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (503, ALL_WELL | {"ready": False, name: False})


@pytest.mark.parametrize("name", health.HEARTS)
def test_a_heart_that_stopped_is_named(name, client, hearts, broker):
    Heartbeat.objects.filter(name=name).update(beaten_at=timezone.now() - timedelta(seconds=61))

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (503, ALL_WELL | {"ready": False, name: False})


def test_a_silent_broker_is_named(client, hearts, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (503, ALL_WELL | {"ready": False, "broker": False})


@pytest.mark.django_db
def test_without_a_database_nothing_else_is_claimed(client, broker, monkeypatch):
    def refuse(*_):
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", refuse)

    response = client.get("/readyz")

    nothing = dict.fromkeys(["ready", "database", *health.HEARTS], False)
    assert (response.status_code, response.json()) == (503, nothing | {"broker": True})


@pytest.mark.servers
def test_a_real_broker_answers():
    assert health.broker_answers() is True


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("10.1.2.3", {}, 200),
        ("", {}, 200),
        ("8.8.8.8", {}, 404),
        ("127.0.0.1", {"x-forwarded-for": "127.0.0.1"}, 404),
    ],
    ids=["this machine", "inside", "unix socket", "outside", "through the proxy"],
)
def test_figures_are_for_the_inside(address, headers, status, client):
    response = client.get("/metrics", headers=headers, REMOTE_ADDR=address)

    assert response.status_code == status


def test_probes_are_not_sent_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/healthz").status_code == 200
