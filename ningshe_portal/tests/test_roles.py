import pytest
from django.contrib.auth.models import Group, Permission

from accounts.models import User
from accounts.roles import RoleName
from accounts.tests.factories import UserFactory
from ningshe_portal.roles import ROLES, existing_permissions, sync_roles, wanted_permissions

pytestmark = pytest.mark.django_db


def rights_of(name):
    rows = Group.objects.get(name=name).permissions.select_related("content_type")
    return {f"{row.content_type.app_label}.{row.codename}" for row in rows}


def test_every_role_stands_in_the_table():
    assert set(ROLES) == set(RoleName)


def test_every_permission_the_table_names_exists():
    assert wanted_permissions() - existing_permissions().keys() == set()


@pytest.mark.parametrize("name", RoleName)
def test_migrating_grants_what_the_table_says(name):
    assert rights_of(name) == ROLES[name]


def test_what_was_ticked_by_hand_is_taken_away():
    Group.objects.get(name="clerk").permissions.add(Permission.objects.get(codename="delete_user"))
    Group.objects.create(name="friends")

    sync_roles()

    assert rights_of("clerk") == ROLES["clerk"]
    assert set(Group.objects.values_list("name", flat=True)) == set(RoleName)


def test_running_again_changes_nothing():
    before = set(Group.objects.values_list("pk", "permissions"))

    sync_roles()

    assert set(Group.objects.values_list("pk", "permissions")) == before


def test_roles_of_a_user_are_asked_once(django_assert_num_queries):
    user = UserFactory(roles=["clerk"])
    user = User.objects.get(pk=user.pk)

    with django_assert_num_queries(1):
        answers = [user.has_role("clerk"), user.has_role("office"), user.has_role(RoleName.CLERK)]

    assert answers == [True, False, True]
