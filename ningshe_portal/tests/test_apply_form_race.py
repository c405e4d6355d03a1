"""Two presses, two tabs, two first saves at the same instant, on PostgreSQL: one case, one number."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from applications.models import Application, Status
from applications.tests.typed_form import network, typed_form

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


def together(calls):
    """Run the calls at the same instant, each in a thread of its own; their answers."""
    barrier = Barrier(len(calls))

    def one(call):
        barrier.wait()
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


def poster(url, data, cookies=None):
    client = Client()
    client.cookies.update(cookies or {})
    body = dict(data.lists())
    return lambda: client.post(url, body)


def test_six_presses_of_one_button_make_one_case_and_lead_to_its_receipt():
    url = f"/apply/{uuid.uuid4()}/"
    first = Client()
    first.post(url, dict(typed_form(action="review").lists()))

    answers = together([poster(url, typed_form(), first.cookies) for _press in range(6)])

    application = Application.objects.get()
    assert application.status == Status.SUBMITTED
    assert application.events.filter(verb="application.submitted").count() == 1
    assert application.requests.count() == 2
    assert {first.get(answer.url, follow=True).request["PATH_INFO"] for answer in answers} == {f"{url}done/"}


def test_six_first_saves_make_one_draft():
    url = f"/apply/{uuid.uuid4()}/"

    together([poster(url, typed_form(action="save")) for _tab in range(6)])

    assert Application.objects.get().draft["services"] == ["water", "power"]


def test_two_tabs_with_different_answers_hand_in_one_of_them_whole():
    url = f"/apply/{uuid.uuid4()}/"
    other = typed_form(address="别处 2 号", **network())

    together([poster(url, typed_form()), poster(url, other)])

    application = Application.objects.get()
    services = list(application.requests.values_list("service", flat=True))
    assert (application.address, services) in [
        ("芦台街道光明路 18 号", ["water", "power"]),
        ("别处 2 号", ["network", "network"]),
    ]
