"""Whether a writer is still signed in, and what he is told who no longer is."""

import pytest
from django.test import Client

from accounts.tests.factories import UserFactory
from ningshe_portal.pages.access import SESSION_KEY

from .cases import accepted_case, sign_in_phone, sign_in_staff

pytestmark = pytest.mark.django_db
NOTICE = 'id="session-notice"'
LOST = "刚才提交的内容没有保存"


def who(client):
    return client.get("/session/").json()["who"]


def hold(client, case):
    session = client.session
    session[SESSION_KEY] = {case.number: case.query_code_version}
    session.save()


def test_of_a_stranger_nobody_is_said_to_be_signed_in(client):
    answer = client.get("/session/")

    assert answer.json()["who"] == ""
    assert "no-store" in answer["Cache-Control"]


def test_each_person_has_a_word_of_his_own_that_stays(client):
    words = []
    for user in UserFactory.create_batch(2, roles=["clerk"]):
        client.force_login(user)
        words += [who(client), who(client)]
        assert user.username not in words[-1] and str(user.pk) != words[-1]

    assert words[0] == words[1] != words[2] == words[3]


def test_an_applicant_is_known_by_his_phone_and_by_his_code(client):
    case, other = accepted_case(["water"]), Client()
    sign_in_phone(client)
    hold(other, case)

    assert who(client) and who(other) and who(client) != who(other)
    assert "1382000" not in who(client)


def test_the_page_knows_the_word_and_the_door_he_came_in_by(client):
    case, guest = accepted_case(["water"]), Client()
    sign_in_phone(client)
    hold(guest, case)
    for visitor, door in ((client, "/login/phone/?next=%2Fsession%2Fback%2F"), (guest, "/track/")):
        page = visitor.get(f"/case/{case.number}/").content.decode()
        assert f'data-who="{who(visitor)}" data-seconds="1800"' in page
        assert f'href="{door}" target="_blank"' in page
    sign_in_staff(client, "clerk")
    page = client.get("/window/receive/").content.decode()
    assert 'href="/login/?next=%2Fsession%2Fback%2F" target="_blank"' in page


def test_the_admin_keeps_forms_too(client):
    client.force_login(UserFactory(roles=["administrator"], is_staff=True))

    assert NOTICE in client.get("/admin/").content.decode()


@pytest.mark.parametrize("path", ["/login/", "/login/password/", "/", "/apply/"])
def test_where_nothing_can_be_lost_no_form_is_kept(path, client):
    if path == "/login/password/":
        sign_in_staff(client, "clerk")

    assert NOTICE not in client.get(path, follow=True).content.decode()


def test_the_token_is_good_for_a_form_of_the_page(client):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(UserFactory(roles=["clerk"]))
    token = careful.get("/session/").json()["token"]

    assert careful.post("/login/password/", {}).status_code == 403
    assert careful.post("/login/password/", {"csrfmiddlewaretoken": token}).status_code == 200


def test_who_asks_stays_signed_in_for_another_while(client):
    sign_in_staff(client, "clerk")

    assert client.get("/session/").cookies["sessionid"]["max-age"] == 1800


@pytest.mark.parametrize("path", ["/window/receive/", "/admin/utilities/workorder/1/do/report/survey/"])
def test_a_form_sent_too_late_is_said_to_be_lost(path, client):
    answer = client.post(path, {"note": "x"}, follow=True)

    assert answer.redirect_chain[0][0].startswith(("/login/", "/admin/login/"))
    assert answer.content.decode().count(LOST) == 1


def test_so_it_is_said_to_an_applicant(client):
    case = accepted_case(["water"])

    answer = client.post(f"/case/{case.number}/visit-day/", {"on": "2026-11-26"}, follow=True)

    assert answer.redirect_chain == [("/track/", 302)]
    assert LOST in answer.content.decode()


def test_who_only_opens_a_page_has_lost_nothing(client):
    assert LOST not in client.get("/window/receive/", follow=True).content.decode()


def test_nor_has_who_signs_in_or_out(client):
    sign_in_staff(client, "clerk")
    out = client.post("/logout/", follow=True).content.decode()
    asked = client.post("/login/phone/", {"phone": "13820001234"}, follow=True).content.decode()

    assert LOST not in out + asked


def test_signed_in_again_one_is_sent_back_to_the_form(client):
    assert "回到刚才填写的页面" in client.get("/session/back/").content.decode()
