"""What holds for every list of the admin: none may give away rows one may not see."""

import pytest
from django.contrib import admin
from django.contrib.admin.filters import AllValuesFieldListFilter, RelatedFieldListFilter
from django.test import RequestFactory

from accounts.tests.factories import UserFactory
from common.desk import ScopedAdmin, ScopedInline, VisibleChoices
from ningshe_portal.roles import ROLES

DESKS = list(admin.site._registry.values())
NARROW_ROLES = ["provider", "officer", "regulator"]  # whoever may see some of the cases only


def name(desk):
    return desk.opts.label


@pytest.fixture
def request_of_admin(db):
    request = RequestFactory().get("/admin/")
    request.user = UserFactory(is_staff=True, is_superuser=True)
    return request


@pytest.mark.parametrize("desk", DESKS, ids=name)
def test_every_desk_stands_on_the_one_base(desk):
    strangers = [inline for inline in desk.inlines if not issubclass(inline, ScopedInline)]

    assert (isinstance(desk, ScopedAdmin), strangers) == (True, [])


@pytest.mark.parametrize("desk", DESKS, ids=name)
def test_no_desk_looks_up_rows_past_the_base(desk):
    """The widget of raw keys names any row; dates and editable lists have lookups of their own."""
    opened = (desk.raw_id_fields, desk.date_hierarchy, desk.list_editable, desk.view_on_site)

    assert [bool(part) for part in opened] == [False] * 4


@pytest.mark.parametrize("desk", DESKS, ids=name)
def test_no_filter_offers_rows_of_others(desk, request_of_admin):
    unsafe = []
    for item in desk.get_list_filter(request_of_admin):
        spec = item[1] if isinstance(item, tuple) else None
        if spec is RelatedFieldListFilter or (spec and issubclass(spec, AllValuesFieldListFilter)):
            unsafe.append(item)

    assert unsafe == []


@pytest.mark.parametrize("desk", DESKS, ids=name)
def test_no_filter_lists_the_values_of_a_free_text(desk, request_of_admin):
    path_filters = [item for item in desk.get_list_filter(request_of_admin) if isinstance(item, str)]
    fields = [desk.opts.get_field(path) for path in path_filters if "__" not in path]
    free = [field.name for field in fields if field.get_internal_type() == "CharField" and not field.choices]

    assert (free, [path for path in path_filters if "__" in path]) == ([], [])


def test_a_relation_among_the_filters_is_closed(request_of_admin):
    desk = admin.site._registry[
        next(model for model in admin.site._registry if model.__name__ == "ServiceArea")
    ]

    assert ("provider", VisibleChoices) in desk.get_list_filter(request_of_admin)


@pytest.mark.parametrize("role", NARROW_ROLES)
def test_who_sees_some_rows_only_gets_no_list_without_owners(role):
    models = {
        f"{model._meta.app_label}.view_{model._meta.model_name}": model for model in admin.site._registry
    }

    ownerless = [
        right
        for right in ROLES[role]
        if right in models and not hasattr(models[right]._default_manager.all(), "visible_to")
    ]

    assert ownerless == []


@pytest.mark.parametrize("role", NARROW_ROLES)
def test_who_sees_some_rows_only_edits_none_by_hand(role):
    assert [
        right for right in ROLES[role] if right.split(".")[1].startswith(("add_", "change_", "delete_"))
    ] == []


def test_groups_keys_and_sign_in_records_have_no_desk():
    registered = {model._meta.label for model in admin.site._registry}

    assert registered & {"auth.Group", "otp_totp.TOTPDevice", "axes.AccessAttempt", "axes.AccessLog"} == set()
