"""The story of the desk, in a browser: entered, accepted, received, tracked by its applicant."""

import pytest

from accounts.tests.factories import PASSWORD, UserFactory
from applications.models import Application
from applications.tests.factories import town
from applications.tests.typed_form import CREDIT_CODE
from utilities.models import WorkOrder
from utilities.tests.factories import ServiceAreaFactory

from .cases import accepted_case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(page):
    """Signed in as a clerk, on the queues."""
    clerk = UserFactory(roles=["clerk"], username="clerk")
    ServiceAreaFactory(provider__service="water", provider__name="宁河供水")
    page.goto("/login/?next=/window/")
    page.fill("[name=username]", clerk.username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/window/")
    return page


def type_walk_in(page):
    page.click("text=窗口录入")
    page.check("[name=applicant_kind][value=organisation]")
    page.fill("[name=applicant_name]", "天津市宁河区津沽食品有限公司")
    page.fill("[name=credit_code]", CREDIT_CODE)
    page.fill("[name=address]", "芦台街道光明路 18 号")
    page.select_option("[name=town]", town().code)
    page.fill("[name=contact_name]", "李建国")
    page.fill("[name=contact_phone]", "69590000")
    page.check("[name=services][value=water]")
    page.check("[name=water-business][value=new]")
    page.fill("[name=water-demand]", "12.5")
    page.check("[name=water-purposes][value=living]")
    page.check("[name=consents_sharing]")


def hand_in(page):
    page.click("button.btn-primary[value=submit]")


def test_a_walk_in_is_entered_accepted_received_and_tracked(desk):
    type_walk_in(desk)
    hand_in(desk)
    desk.wait_for_url("**/window/NH*/")
    desk.get_by_role("button", name="受理", exact=True).click()
    desk.wait_for_selector("text=正在送达")
    case = Application.objects.get()
    WorkOrder.objects.update(pushed_at=case.accepted_at)
    desk.wait_for_selector("text=正在送达", state="detached")

    assert "宁河供水" in desk.inner_text("#receipts")
    assert case.contact_phone == "022-69590000"

    desk.click("text=退出")
    desk.goto(f"/case/{case.number}/")
    desk.fill("#id_number", case.number)
    desk.fill("#id_code", case.query_code.lower())
    desk.click("input[value=查询]")
    desk.wait_for_url(f"**/case/{case.number}/")

    assert "已受理，1 项办理中。" in desk.inner_text("main")
    assert desk.locator(".station-running").inner_text().split() == ["接单", "进行中"]


def test_a_station_opens_on_a_phone_without_script(browser, live_server, page):
    ServiceAreaFactory(provider__service="water")
    case = accepted_case(("water",))
    phone = browser.new_context(
        base_url=live_server.url, viewport={"width": 390, "height": 844}, java_script_enabled=False
    ).new_page()
    phone.goto("/track/")
    phone.fill("#id_number", case.number)
    phone.fill("#id_code", case.query_code)
    phone.click("input[value=查询]")
    phone.locator(".station-running summary").click()

    assert "计时明细" in phone.locator(".station-running .station-sheet").inner_text()
    phone.context.close()
