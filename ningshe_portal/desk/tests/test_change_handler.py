"""Orders passed on and leave entered at the desk of a provider, among its own people only."""

import pytest
from django.urls import reverse

from accounts.tests.factories import UserFactory
from utilities.models import Membership
from utilities.tests.factories import MemberFactory, ProviderFactory

from .conftest import door, page_of

pytestmark = pytest.mark.django_db
LIST = reverse("admin:utilities_workorder_changelist")
LEAVE = reverse("admin:utilities_workorder_leave")


def colleague(provider, name="吴工", role="B"):
    user = UserFactory(roles=["provider"], is_staff=True, display_name=name, phone="13900002222")
    return MemberFactory(provider=provider, user=user, role=role)


def test_one_order_is_passed_on_from_its_page(crew, open_order, provider):
    wu = colleague(provider)

    answer = crew.post(door(open_order, "hand-over"), {"to": wu.pk})

    open_order.refresh_from_db()
    assert answer["Location"] == page_of(open_order)
    assert (open_order.handler, open_order.handler_name) == (wu.user, "吴工")


def test_the_handler_of_an_acknowledged_order_is_a_member_with_an_account(open_order, member):
    assert open_order.handler == member


def test_ticked_orders_are_passed_on_together(crew, open_order, new_order, provider, member):
    wu, pending = colleague(provider), new_order(contact_phone="13820007777")
    ticked = {"action": "hand_over", "_selected_action": [open_order.pk, pending.pk]}

    asked = crew.post(LIST, ticked)
    crew.post(LIST, ticked | {"is_filled": "1", "to": wu.pk})

    open_order.refresh_from_db()
    pending.refresh_from_db()
    assert [order.pk for order in asked.context["orders"]] == [open_order.pk]
    assert (open_order.handler, pending.handler) == (wu.user, None)


def test_strangers_are_neither_offered_nor_taken(crew, open_order, provider):
    stranger = colleague(ProviderFactory(), name="外单位人员")

    page = crew.get(door(open_order, "hand-over")).content.decode()
    answer = crew.post(door(open_order, "hand-over"), {"to": stranger.pk})

    open_order.refresh_from_db()
    assert "外单位人员" not in page
    assert (answer.status_code, open_order.handler_name) == (200, "王小水")


def test_leave_is_entered_without_an_administrator_and_kept_in_the_history(crew, member):
    own = Membership.objects.get(user=member)

    crew.post(LEAVE, {"member": own.pk, "away_from": "2026-11-24", "away_to": "2026-11-27"})

    own.refresh_from_db()
    assert (own.away_from.isoformat(), own.away_to.isoformat()) == ("2026-11-24", "2026-11-27")
    assert own.history.first().history_user == member


def test_a_enters_leave_for_b_but_b_not_for_a(client, crew, member, provider):
    own, wu = Membership.objects.get(user=member), colleague(provider)
    crew.post(LEAVE, {"member": wu.pk, "away_from": "2026-11-24"})

    client.force_login(wu.user)
    page = client.get(LEAVE).content.decode()
    client.post(LEAVE, {"member": own.pk, "away_from": "2026-11-24"})

    own.refresh_from_db()
    wu.refresh_from_db()
    assert (wu.away_from is not None, own.away_from) == (True, None)
    assert page.count('name="away_from"') == 1


def test_the_staff_of_others_is_not_shown_and_not_found(crew):
    stranger = colleague(ProviderFactory(), name="外单位人员")

    page = crew.get(LEAVE).content.decode()
    answer = crew.post(LEAVE, {"member": stranger.pk, "away_from": "2026-11-24"})

    assert ("外单位人员" in page, answer.status_code) == (False, 404)


@pytest.mark.parametrize("role", ["office", "administrator", "officer"])
def test_leave_is_the_providers_own_business(client, role):
    client.force_login(UserFactory(roles=[role], is_staff=True))

    assert client.get(LEAVE).status_code == 403


@pytest.mark.parametrize("many", [1, 6])
def test_the_page_costs_the_same_however_many_members(crew, provider, many, django_assert_num_queries):
    for number in range(many):
        colleague(provider, name=f"工{number}")

    with django_assert_num_queries(9):
        crew.get(LEAVE)
