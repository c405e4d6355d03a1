"""The log: what was asked for and how it ended, without keys and personal data."""

import json

import pytest
from django.urls import path

from ningshe_portal.logs import hide_keys, hide_people

TOKEN = "0b8f3c6e-7d0a-4b52-9a55-3f3f8f0a1c11"


def explode(request):
    code = "".join(("738", "264"))
    raise RuntimeError(len(code))


urlpatterns = [path("explode/", explode)]


@pytest.mark.parametrize(
    ("request_line", "logged"),
    [
        ("GET /window/?q=13820001234", "GET /window/"),
        (f"POST /apply/{TOKEN}/", "POST /apply/***/"),
        (f"GET /apply/{TOKEN.upper()}/done/", "GET /apply/***/done/"),
        (f"GET /materials/{TOKEN}/0123456789abcdef/", "GET /materials/***/0123456789abcdef/"),
        ("GET /case/NH20261123000123/", "GET /case/NH20261123000123/"),
    ],
    ids=["search", "draft", "handed in", "file", "case"],
)
def test_an_address_is_logged_without_its_keys(request_line, logged):
    assert hide_keys(None, "info", {"request": request_line}) == {"request": logged}


@pytest.mark.parametrize(
    ("text", "logged"),
    [
        ("Key (phone, minute)=(13820001234, 29)", "Key (phone, minute)=(138****1234, 29)"),
        ("11010119900307765X", "1101***"),
        ("NH20261123000123 0b8f13820001", "NH20261123000123 0b8f13820001"),
    ],
    ids=["phone", "identity number", "number of a case"],
)
def test_nobody_is_named_in_a_line(text, logged):
    assert hide_people(None, "error", {"event": text, "code": 500}) == {"event": logged, "code": 500}


def test_a_line_about_no_request_stays_as_it_is():
    assert hide_keys(None, "info", {"event": "swept"}) == {"event": "swept"}


@pytest.mark.django_db
def test_each_request_is_one_line_of_json_when_it_ends(client, capsys):
    client.get(f"/apply/{TOKEN}/?from=sms")

    ended = [json.loads(line) for line in capsys.readouterr().out.splitlines()][-1]

    assert (ended["event"], ended["request"], ended["code"]) == ("request_finished", "GET /apply/***/", 200)


@pytest.mark.django_db
def test_a_caller_cannot_write_his_own_address_into_the_log(client, capsys):
    client.get("/guide/", headers={"X-Forwarded-For": "203.0.113.9"}, REMOTE_ADDR="198.51.100.7")

    assert {json.loads(line)["ip"] for line in capsys.readouterr().out.splitlines()} == {"198.51.100.7"}


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_a_crash_is_logged_without_local_variables(client, capsys):
    client.raise_request_exception = False

    client.get("/explode/")

    printed = capsys.readouterr().out
    assert ("RuntimeError: 6" in printed, "738264" in printed) == (True, False)
