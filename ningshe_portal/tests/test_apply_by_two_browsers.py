"""A draft that two browsers fill in: by its link both may write, the 查询码 is for the one that hands it in."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Application
from applications.tests.typed_form import typed_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def url():
    return reverse("apply:form", args=[uuid.uuid4()])


def save(client, url):
    return client.post(url, {"action": "save", "contact_name": "李明"})


def hand_in(client, url):
    return client.post(url, dict(typed_form().lists()))


def test_who_began_a_draft_and_passed_its_link_on_sees_nothing_of_what_another_handed_in(client, url):
    stranger = Client()
    save(stranger, url)

    handed_in = hand_in(client, url)
    shown = stranger.get(handed_in.url)

    number = Application.objects.get().number
    assert (shown.status_code, shown["Location"]) == (302, "/track/")
    assert stranger.get(f"/case/{number}/")["Location"] == "/track/"


def test_who_goes_on_with_a_draft_and_hands_it_in_sees_the_code_that_holds(client, url):
    save(Client(), url)

    handed_in = hand_in(client, url)
    shown = client.get(handed_in.url)

    assert Application.objects.get().query_code in shown.content.decode()


def test_back_at_the_first_browser_the_draft_is_its_own_again(client, url):
    other = Client()
    save(client, url)
    save(other, url)

    handed_in = hand_in(client, url)

    assert [browser.get(handed_in.url).status_code for browser in (client, other)] == [200, 302]


def test_saving_again_and_again_changes_no_code(client, url):
    for _time in range(3):
        save(client, url)

    assert Application.objects.get().query_code_version == 1
