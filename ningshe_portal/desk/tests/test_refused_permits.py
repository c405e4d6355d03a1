"""A refused permit: what its filer has to do stands on his order, and every page leads back to it."""

import pytest
from django.urls import reverse

from accounts.actors import APPLICANT
from accounts.tests.factories import UserFactory
from approvals.services import decide_permit
from ningshe_portal.tests.permits import orders_of

from .test_permits_desk import LIST, act, listed, page, sign_in_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(planned):
    return planned


def order_page(order):
    return reverse("admin:utilities_workorder_change", args=[order.pk])


@pytest.fixture
def refused(permits):
    """The permit of the municipal works is refused; of who files for all."""
    return decide_permit(permits[1], outcome="refused", refusal_reason="交通组织方案不全", by=APPLICANT)


def test_what_was_refused_is_what_the_order_of_the_filer_waits_for(client, case, refused):
    water, gas = orders_of(case)
    sign_in_member(client, water.provider)
    page_of_water = client.get(order_page(water))
    first = page_of_water.context["buttons"][0]
    assert (first["title"], first["is_seldom"]) == ("重新申报未获批准的手续", False)
    assert "交通组织方案不全" in page_of_water.content.decode()

    answer = client.post(first["url"], {"permits": [refused.number]})

    refused.refresh_from_db()
    assert (answer["Location"], refused.status) == (order_page(water), "replaced")
    assert client.get(order_page(water)).context["buttons"][0]["title"] == "统一申报审批手续"


def test_what_was_refused_goes_before_what_is_being_decided(client, case, permits):
    water = orders_of(case)[0]
    sign_in_member(client, water.provider)
    assert "已申报" in client.get(order_page(water)).context["awaited"]
    refused = decide_permit(permits[2], outcome="refused", refusal_reason="另一理由", by=APPLICANT)

    assert client.get(order_page(water)).context["awaited"].startswith(f"{refused.title}：未获批准")


def test_of_several_refused_only_those_ticked_are_filed_again(client, case, permits, refused):
    also = decide_permit(permits[2], outcome="refused", refusal_reason="另一理由", by=APPLICANT)
    water = orders_of(case)[0]
    sign_in_member(client, water.provider)
    door = reverse("admin:utilities_workorder_act", args=[water.pk, "refile-permits"])
    assert client.get(door).context["form"].fields["permits"].initial == [refused.number, also.number]

    client.post(door, {"permits": [also.number]})

    refused.refresh_from_db()
    also.refresh_from_db()
    assert (refused.status, also.status) == ("refused", "replaced")


def test_who_is_not_entrusted_is_not_asked_to_file_again(client, case, refused):
    gas = orders_of(case)[1]
    sign_in_member(client, gas.provider)

    shown = [button["title"] for button in client.get(order_page(gas)).context["buttons"]]

    assert "重新申报未获批准的手续" not in shown


def test_from_filing_again_the_way_leads_to_the_order(client, case, refused):
    water = orders_of(case)[0]
    sign_in_member(client, water.provider)
    form = client.get(act(refused, "refile")).content.decode()

    answer = client.post(act(refused, "refile"))

    assert f'href="{order_page(water)}"' in form
    assert answer["Location"] == order_page(water)
    refused.refresh_from_db()
    assert page(refused.replaced_by) in client.get(page(refused)).content.decode()


def test_the_office_that_files_again_stays_with_the_permits(client, refused):
    client.force_login(UserFactory(roles=["office"], is_staff=True))

    assert client.post(act(refused, "refile"))["Location"] == page(refused)


def test_who_files_what_only_others_wait_for_finds_back_to_his_order(client, case, permits):
    water, gas = orders_of(case)
    permits[2].orders.set([gas])
    sign_in_member(client, water.provider)

    assert f'href="{order_page(water)}"' in client.get(page(permits[2])).content.decode()


def test_from_the_order_leads_a_way_to_the_list_of_its_permits(client, case, permits):
    water = orders_of(case)[0]
    sign_in_member(client, water.provider)

    shown = client.get(order_page(water)).content.decode()

    assert f'href="{LIST}?q={case.number}"' in shown
    assert sorted(listed(client, q=case.number)) == sorted(permit.number for permit in permits)
