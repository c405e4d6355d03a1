"""The story of a message, in a browser: written on a phone, answered at the desk, read by the crew; then urged."""

import pytest

from accounts.tests.factories import PASSWORD, UserFactory
from milestones.tests.factories import demo_limits
from oversight.models import Complaint
from utilities.models import WorkOrder
from utilities.tests.factories import MemberFactory, ServiceAreaFactory

from .cases import accepted_case
from .pictures import fits, shoot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def case():
    demo_limits()
    provider = ServiceAreaFactory(provider__service="water", provider__name="宁河自来水公司").provider
    crew = UserFactory(roles=["provider"], username="crew", is_staff=True, display_name="刘工")
    MemberFactory(provider=provider, user=crew)
    UserFactory(roles=["office"], username="office", is_staff=True, display_name="陈统筹")
    return accepted_case(("water",))


def track(page, case):
    page.goto("/track/")
    page.fill("#id_number", case.number)
    page.fill("#id_code", case.query_code)
    page.click("input[value=查询]")
    page.wait_for_url(f"**/case/{case.number}/")


def sign_in(page, name, path):
    page.goto(f"/login/?next={path}")
    page.fill("[name=username]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"**{path}")


def test_a_message_goes_from_a_phone_to_desk_and_crew_and_back(browser, live_server, page, case):
    order = WorkOrder.objects.get()
    phone = browser.new_context(
        base_url=live_server.url, viewport=PHONE, java_script_enabled=False
    ).new_page()
    track(phone, case)
    phone.select_option("[name=to]", label="宁河自来水公司（用水）")
    phone.fill("[name=body]", "周五上午家里有人，请提前半小时打电话。")
    phone.click("text=发送留言")
    assert "对方尚未阅读" in phone.inner_text(".note-own")

    sign_in(page, "office", f"/window/{case.number}/")
    page.select_option("[name=to]", label="申请人")
    page.fill("[name=body]", "已转告供水公司，请留意电话。")
    page.get_by_role("button", name="发送留言").click()
    page.wait_for_selector("text=已转告供水公司")
    shoot(page, "desk")

    page.context.clear_cookies()
    page.set_viewport_size(PHONE)
    sign_in(page, "crew", f"/admin/utilities/workorder/{order.pk}/change/")
    assert "提前半小时" in page.inner_text(".conversation")
    page.fill("[name=body]", "好的，周五九点半到。")
    page.get_by_role("button", name="发送留言").click()
    page.wait_for_selector("text=周五九点半到")
    assert fits(page)
    shoot(page, "crew")

    phone.reload()
    words = phone.inner_text(".conversation")
    assert "宁河自来水公司 刘工" in words and "宁河自来水公司已读" in words and "窗口已读" in words
    assert "有 2 条新留言" in phone.inner_text(".case-head")
    phone.context.close()


def test_an_urging_gets_its_answer_on_the_phone(browser, live_server, page, case):
    phone = browser.new_context(
        base_url=live_server.url, viewport=PHONE, java_script_enabled=False
    ).new_page()
    track(phone, case)
    phone.click("text=催办")
    phone.fill("[name=text]", "等了三天没有人联系。")
    shoot(phone, "urge")
    phone.click("text=提交催办")
    phone.wait_for_selector(".complaints")
    number = Complaint.objects.get().number
    assert number in phone.inner_text(".complaints")

    sign_in(page, "office", "/oversight/complaints/")
    shoot(page, "complaints")
    page.set_viewport_size(PHONE)
    shoot(page, "complaints-phone")
    assert fits(page)
    page.click(f"text={number}")
    page.fill("[name=answer]", "已联系供水公司，明天上午上门。")
    shoot(page, "complaint-phone")
    page.get_by_role("button", name="答复").click()
    page.wait_for_selector("text=已短信通知")

    phone.reload()
    assert "明天上午上门" in phone.inner_text(".complaints")
    shoot(phone, "case-phone")
    phone.context.close()
