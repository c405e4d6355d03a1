import pytest
from django.urls import reverse

from accounts.roles import RoleName
from accounts.services import unlock_user

from .factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def sign_in(client, user, password=PASSWORD, **extra):
    return client.post("/login/", {"username": user.username, "password": password} | extra)


def fail_five_times(client, user):
    for _ in range(5):
        response = sign_in(client, user, "wrong")
    return response


def test_the_page_of_sign_in_opens_to_anybody(client):
    response = client.get("/login/")

    assert response.status_code == 200
    assert reverse("accounts:login") == "/login/"


@pytest.mark.parametrize(
    ("role", "desk"),
    [
        (RoleName.CLERK, "/window/"),
        (RoleName.OFFICE, "/window/"),
        (RoleName.PROVIDER, "/admin/"),
        (RoleName.OFFICER, "/admin/"),
        (RoleName.ADMINISTRATOR, "/admin/"),
        (RoleName.SUPERVISOR, "/oversight/"),
        (RoleName.REGULATOR, "/oversight/"),
    ],
    ids=lambda value: str(value),
)
def test_each_role_is_led_to_its_desk(client, role, desk):
    response = sign_in(client, UserFactory(roles=[role]))

    assert response["Location"] == desk


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/window/new/?draft=1", "/window/new/?draft=1"),
        ("https://example.org/", "/window/"),
        ("//example.org/", "/window/"),
        ("\\\\example.org", "/window/"),
        ("javascript:alert(1)", "/window/"),
        ("", "/window/"),
    ],
    ids=["own page", "other site", "no scheme", "backslashes", "script", "nothing"],
)
def test_next_leads_only_to_pages_of_this_site(client, asked, led_to):
    response = sign_in(client, UserFactory(roles=["clerk"]), next=asked)

    assert response["Location"] == led_to


def test_a_wrong_password_is_answered_in_chinese_and_keeps_the_name(client):
    user = UserFactory()

    response = sign_in(client, user, "wrong")

    assert response.context["form"].non_field_errors() == [
        "用户名或密码不正确。连续输错5次，账号将锁定30分钟。"
    ]
    assert response.context["form"]["username"].value() == user.username


def test_a_name_longer_than_any_account_has_is_answered_like_a_wrong_one(client):
    response = client.post("/login/", {"username": "a" * 5_000, "password": PASSWORD})

    assert response.context["form"].non_field_errors() == []
    assert response.context["form"].errors["username"] == [
        "用户名或密码不正确。连续输错5次，账号将锁定30分钟。"
    ]


def test_the_fifth_wrong_password_locks_the_account(client):
    user = UserFactory()

    response = fail_five_times(client, user)

    assert response.status_code == 429
    assert "账号已锁定30分钟" in response.content.decode()


def test_a_locked_account_stays_shut_to_the_right_password_from_anywhere(client):
    user = UserFactory()
    fail_five_times(client, user)

    response = client.post(
        "/login/", {"username": user.username, "password": PASSWORD}, REMOTE_ADDR="203.0.113.9"
    )

    assert response.status_code == 429
    assert "_auth_user_id" not in client.session


def test_a_lock_on_one_account_leaves_the_others_of_the_hall_alone(client):
    fail_five_times(client, UserFactory())

    response = sign_in(client, UserFactory(roles=["clerk"]))

    assert response["Location"] == "/window/"


def test_an_unlocked_account_opens_again(client):
    user = UserFactory(roles=["clerk"])
    fail_five_times(client, user)

    unlock_user(user, by=UserFactory())

    assert sign_in(client, user)["Location"] == "/window/"
    assert user.history.filter(history_change_reason__startswith="unlocked by").count() == 1


def test_signing_in_is_no_change_of_the_account(client):
    user = UserFactory(roles=["clerk"])

    sign_in(client, user)

    assert user.history.count() == 1


def test_signing_out_takes_a_post(client):
    client.force_login(UserFactory())

    by_link = client.get("/logout/")
    by_button = client.post("/logout/")

    assert (by_link.status_code, by_button["Location"]) == (405, "/")
    assert "_auth_user_id" not in client.session


def test_the_admin_has_no_sign_in_of_its_own(client):
    response = client.get("/admin/login/?next=/admin/outbox/message/")

    assert response["Location"] == "/login/?next=%2Fadmin%2Foutbox%2Fmessage%2F"


def test_someone_without_a_desk_in_the_admin_is_refused_and_not_sent_round_in_circles(client):
    client.force_login(UserFactory(roles=["clerk"]))

    response = client.get("/admin/", follow=True)

    assert response.status_code == 403


def test_staff_take_over_a_browser_an_applicant_left(client):
    session = client.session
    session["phone"] = "13812345678"
    session.save()

    sign_in(client, UserFactory(roles=["clerk"]))

    assert "phone" not in client.session


def test_a_session_ends_after_half_an_hour_without_a_page(client, settings):
    assert (settings.SESSION_COOKIE_AGE, settings.SESSION_SAVE_EVERY_REQUEST) == (1800, True)
