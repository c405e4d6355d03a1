from urllib.parse import unquote

import pytest
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.services import reset_second_factor, unconfirmed_device

from .factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def strict(settings):
    settings.STRICT_SIGN_IN = True


@pytest.fixture
def user():
    return UserFactory(roles=["clerk"])


def device_of(user, confirmed=True):
    return TOTPDevice.objects.create(user=user, name="totp", confirmed=confirmed)


def token_of(device):
    return f"{totp(device.bin_key):06}"


def test_staff_without_a_second_factor_reach_only_the_page_that_sets_it_up(client, user):
    client.force_login(user)

    response = client.get("/admin/")

    assert response["Location"] == "/login/enrol/?next=%2Fadmin%2F"


def test_staff_with_a_second_factor_are_asked_for_it(client, user):
    device_of(user)
    client.force_login(user)

    response = client.get("/login/password/")

    assert unquote(response["Location"]) == "/login/verify/?next=/login/password/"


def test_a_password_alone_opens_nothing_and_not_even_for_a_post(client, user):
    device_of(user)
    client.post("/login/", {"username": user.username, "password": PASSWORD})

    response = client.post("/admin/accounts/user/")

    assert response["Location"] == "/login/verify/"


def test_the_right_token_lets_in(client, user):
    device = device_of(user)
    client.force_login(user)

    response = client.post("/login/verify/", {"token": token_of(device), "next": "/login/password/"})

    assert response["Location"] == "/login/password/"
    assert client.get("/login/password/").status_code == 200


def test_a_token_works_once(client, user):
    device = device_of(user)
    token = token_of(device)
    client.force_login(user)
    client.post("/login/verify/", {"token": token})
    client.logout()
    client.force_login(user)

    response = client.post("/login/verify/", {"token": token})

    assert list(response.context["form"].errors) == ["token"]


def test_after_a_wrong_token_even_the_right_one_must_wait(client, user):
    device = device_of(user)
    client.force_login(user)
    wrong = f"{(int(token_of(device)) + 1) % 10**6:06}"
    client.post("/login/verify/", {"token": wrong})

    response = client.post("/login/verify/", {"token": token_of(device)})

    assert list(response.context["form"].errors) == ["token"]


def test_setting_up_shows_one_key_until_it_is_confirmed(client, user):
    client.force_login(user)

    keys = {client.get("/login/enrol/").context["key"] for _ in range(2)}

    assert len(keys) == 1
    assert client.get("/login/enrol/").context["picture"].startswith("data:image/svg+xml")


def test_the_first_token_confirms_the_device_and_lets_in(client, user):
    client.force_login(user)
    device = unconfirmed_device(user)

    response = client.post("/login/enrol/", {"token": token_of(device)})

    device.refresh_from_db()
    assert (response["Location"], device.confirmed) == ("/window/", True)
    assert client.get("/login/password/").status_code == 200


def test_a_second_device_cannot_be_set_up_with_the_password_alone(client, user):
    device_of(user)
    client.force_login(user)

    response = client.get("/login/enrol/")

    assert response["Location"] == "/login/verify/"


def test_a_reset_asks_for_a_new_device_at_the_next_page(client, user):
    device = device_of(user)
    client.force_login(user)
    client.post("/login/verify/", {"token": token_of(device)})

    reset_second_factor(user, by=UserFactory())

    assert client.get("/login/password/")["Location"].startswith("/login/enrol/")
    assert user.history.filter(history_change_reason__startswith="second factor reset").count() == 1


def test_signing_out_is_possible_half_way(client, user):
    client.force_login(user)

    response = client.post("/logout/")

    assert response["Location"] == "/"


def test_the_demo_does_not_ask(client, user, settings):
    settings.STRICT_SIGN_IN = False
    client.force_login(user)

    assert client.get("/login/password/").status_code == 200


def test_no_browser_keeps_the_page_with_the_secret(client, user):
    client.force_login(user)

    assert "no-store" in client.get("/login/enrol/")["Cache-Control"]
