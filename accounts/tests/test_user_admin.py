import pytest
from django.contrib.auth.models import Group
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import User
from ningshe_portal.roles import sync_roles

from .factories import UserFactory

NEW = "Lutai-Hook-up-7"
pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    sync_roles()
    user = UserFactory(roles=["administrator"], is_staff=True)
    client.force_login(user)
    return user


def act(client, action, *users):
    chosen = [user.pk for user in users]
    return client.post("/admin/accounts/user/", {"action": action, "_selected_action": chosen}, follow=True)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_questions_however_long(
    client, administrator, rows, django_assert_num_queries
):
    UserFactory.create_batch(rows, roles=["clerk"])
    client.get("/admin/")

    with django_assert_num_queries(10):
        response = client.get("/admin/accounts/user/")

    assert response.status_code == 200


def test_roles_are_shown_by_their_titles(client, administrator):
    UserFactory(roles=["clerk", "office"])

    page = client.get("/admin/accounts/user/").content.decode()

    assert page.count("窗口人员、统筹人员") == 1


def test_the_list_can_be_narrowed_to_a_role(client, administrator):
    UserFactory(roles=["clerk"])

    response = client.get("/admin/accounts/user/?role=administrator")

    assert list(response.context["cl"].queryset) == [administrator]


@pytest.mark.parametrize("role", ["clerk", "office", "provider", "officer", "regulator", "supervisor"])
def test_only_administrators_see_accounts(client, role):
    sync_roles()
    client.force_login(UserFactory(roles=[role], is_staff=True))

    assert client.get("/admin/accounts/user/").status_code == 403


def test_a_new_account_must_replace_its_password(client, administrator):
    form = {
        "username": "newclerk",
        "display_name": "新同事",
        "phone": "",
        "usable_password": "true",
        "password1": NEW,
        "password2": NEW,
        "groups": [Group.objects.get(name="clerk").pk],
    }

    client.post("/admin/accounts/user/add/", form)

    user = User.objects.get(username="newclerk")
    assert (user.needs_new_password, user.roles) == (True, {"clerk"})


def test_a_password_given_by_the_administrator_must_be_replaced(client, administrator):
    user = UserFactory()

    form = {"usable_password": "true", "password1": NEW, "password2": NEW}
    client.post(f"/admin/accounts/user/{user.pk}/password/", form)

    user.refresh_from_db()
    assert (user.needs_new_password, user.check_password(NEW)) == (True, True)


def test_resetting_the_second_factor_forgets_the_device(client, administrator):
    user = UserFactory()
    TOTPDevice.objects.create(user=user, name="totp")

    act(client, "reset_second_factor", user)

    assert not TOTPDevice.objects.filter(user=user).exists()
    assert user.history.first().history_user == administrator


def test_an_account_is_closed_and_opened_but_never_deleted(client, administrator):
    user = UserFactory()

    act(client, "deactivate", user)
    closed = User.objects.get(pk=user.pk).is_active
    act(client, "activate", user)
    opened = User.objects.get(pk=user.pk).is_active

    assert (closed, opened) == (False, True)
    assert client.post(f"/admin/accounts/user/{user.pk}/delete/").status_code == 403


def test_nobody_closes_his_own_account(client, administrator):
    act(client, "deactivate", administrator)

    assert User.objects.get(pk=administrator.pk).is_active


def test_an_administrator_neither_sees_nor_becomes_a_superuser(client, administrator):
    root = UserFactory(is_superuser=True)

    page = client.get(f"/admin/accounts/user/{administrator.pk}/change/").content.decode()

    assert client.get(f"/admin/accounts/user/{root.pk}/change/").status_code == 404
    assert page.count('name="is_superuser"') == page.count('name="user_permissions"') == 0


@pytest.mark.parametrize("path", ["auth/group/", "otp_totp/totpdevice/", "axes/accessattempt/"])
def test_what_would_give_rights_or_secrets_away_has_no_page(admin_client, path):
    assert admin_client.get(f"/admin/{path}").status_code == 404
