"""Signed out in the middle of a long form: what was typed, signed and photographed arrives all the same."""

from io import BytesIO

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from PIL import Image

from accounts.tests.factories import PASSWORD, UserFactory
from applications.models import Application
from inspections.models import Attendance
from utilities.tests.factories import MemberFactory, ProviderFactory, ServiceAreaFactory

from .cases import order_to_survey
from .pictures import fits, shoot
from .test_desk_in_browser import hand_in, type_walk_in
from .test_signature_in_browser import sign

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
NOTICE = "#session-notice"
METHOD = "由南侧支管接入，沿围墙直埋 35 米"


@pytest.fixture
def order():
    return order_to_survey()


@pytest.fixture
def enter(open_page, client, live_server):
    """``enter(user, path)``: signed in, with a watch that goes as fast as the test says."""

    def enter(user, path, **screen):
        client.force_login(user)
        page = open_page(**screen)
        session = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])
        page.clock.install()
        page.goto(path)
        return page

    return enter


@pytest.fixture
def crew(enter, order):
    """On the form of a survey."""
    user = UserFactory(roles=["provider"], username="crew", is_staff=True)
    MemberFactory(provider=order.provider, user=user)
    path = f"/admin/utilities/workorder/{order.pk}/do/report/survey/"
    return enter(user, path, viewport=PHONE, is_mobile=True, has_touch=True)


def fill_in(page):
    page.check("[name=outcome][value=reached]")
    page.check("[name=has_outside_works][value=yes]")
    page.fill("[name=method]", METHOD)
    page.fill("[name=second_person]", "张工")
    file = BytesIO()
    Image.new("RGB", (60, 40), "green").save(file, "JPEG")
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}
    page.set_input_files("[name=photos]", photo)
    sign(page.locator("canvas"))


def sign_in_beside(page, name="crew"):
    with page.context.expect_page() as opened:
        page.click(f"{NOTICE} a:visible")
    beside = opened.value
    beside.fill("[name=username]", name)
    beside.fill("[name=password]", PASSWORD)
    beside.press("[name=password]", "Enter")
    beside.wait_for_selector("text=回到刚才填写的页面")
    beside.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")  # as the telephone does


def asks(page):
    """How often the page has asked since now."""
    asked = []
    page.on("request", lambda request: asked.append(1) if request.url.endswith("/session/") else None)
    return asked


def test_text_signature_and_photo_arrive_after_signing_in_again(crew):
    fill_in(crew)
    Session.objects.all().delete()
    crew.clock.fast_forward("31:00")
    crew.click(".verb-submit button")
    crew.wait_for_selector("text=本页填写的内容（包括签字和照片）都还在")
    assert fits(crew)
    shoot(crew, "signed-out")
    assert not Attendance.objects.found().exists()

    sign_in_beside(crew)
    crew.wait_for_selector("text=请再提交一次")
    shoot(crew, "signed-in-again")
    crew.click(f"{NOTICE} [data-again]")
    crew.wait_for_selector("text=已上报")

    found = Attendance.objects.found().get()
    assert (found.method, found.people[1], len(found.report.photos)) == (METHOD, "张工", 1)
    assert found.signature.startswith("evidence/")


PRESS_TWICE = """() => {
  let sent = 0;
  window.addEventListener("submit", (event) => { sent += 1; event.preventDefault(); });
  const button = document.querySelector(".verb-submit button");
  button.click();
  button.click();
  return sent;
}"""


def test_who_presses_twice_sends_once(crew):
    fill_in(crew)

    assert crew.evaluate(PRESS_TWICE) == 1


def test_the_button_of_the_form_does_it_too(crew):
    fill_in(crew)
    Session.objects.all().delete()
    crew.clock.fast_forward("31:00")
    crew.click(".verb-submit button")
    crew.wait_for_selector(f"{NOTICE} a:visible")

    sign_in_beside(crew)
    crew.wait_for_selector("text=请再提交一次")
    crew.click(".verb-submit button")
    crew.wait_for_selector("text=已上报")

    assert Attendance.objects.found().get().method == METHOD


def test_a_clerk_hands_the_long_form_in_after_signing_in_again(enter):
    ServiceAreaFactory(provider=ProviderFactory(service="water"))
    desk = enter(UserFactory(roles=["clerk"], username="clerk"), "/window/")
    type_walk_in(desk)
    Session.objects.all().delete()
    desk.clock.fast_forward("31:00")
    hand_in(desk)
    desk.wait_for_selector(f"{NOTICE} a:visible")
    assert not Application.objects.exclude(status="draft").exists()

    sign_in_beside(desk, "clerk")
    desk.wait_for_selector("text=请再提交一次")
    hand_in(desk)

    desk.wait_for_url("**/window/NH*/")


def test_another_account_does_not_send_it(crew):
    UserFactory(roles=["provider"], username="other", is_staff=True)
    fill_in(crew)
    Session.objects.all().delete()
    crew.clock.fast_forward("31:00")
    crew.click(".verb-submit button")
    crew.wait_for_selector(f"{NOTICE} a:visible")

    sign_in_beside(crew, "other")
    crew.wait_for_selector("text=不是填写本页的账号")
    crew.clock.fast_forward("02:00")
    crew.click(".verb-submit button")

    crew.wait_for_selector("text=不是填写本页的账号")
    assert crew.input_value("[name=method]") == METHOD


def test_who_goes_on_writing_stays_signed_in(crew):
    asked = asks(crew)
    for _pause in range(3):
        crew.clock.fast_forward("15:00")
        with crew.expect_response("**/session/"):
            crew.locator("[name=method]").press_sequentially("沿")
        crew.locator("[name=method]").press_sequentially("围墙")

    assert len(asked) == 3
    assert crew.is_hidden(NOTICE)


def test_who_pauses_is_warned_and_may_stay(crew):
    asked = asks(crew)
    crew.clock.fast_forward("26:00")
    crew.wait_for_selector("text=几分钟后将自动退出登录")
    assert fits(crew) and asked == []
    shoot(crew, "warned")

    with crew.expect_response("**/session/"):
        crew.click("text=继续填写 >> nth=-1")

    crew.wait_for_selector(NOTICE, state="hidden")


def test_who_pauses_longer_is_told_and_the_portal_is_not_kept_awake(crew):
    asked = asks(crew)
    crew.clock.fast_forward("31:00")
    crew.wait_for_selector("text=登录已超时")

    assert asked == []


def press_without_network(crew):
    fill_in(crew)
    crew.clock.fast_forward("05:00")
    crew.context.set_offline(True)
    crew.click(".verb-submit button")
    crew.wait_for_selector("text=现在连不上网络")


def test_without_a_network_the_form_waits(crew):
    press_without_network(crew)
    crew.context.set_offline(False)
    crew.click(".verb-submit button")
    crew.wait_for_selector("text=已上报")

    assert Attendance.objects.found().get().method == METHOD


def test_however_often_one_presses_without_a_network_it_is_not_sent(crew):
    press_without_network(crew)
    for _press in range(2):
        with crew.expect_event("requestfailed"):
            crew.click(".verb-submit button")
        crew.wait_for_timeout(300)
    crew.wait_for_selector("text=现在连不上网络")
    assert crew.input_value("[name=method]") == METHOD

    crew.context.set_offline(False)
    crew.click(".verb-submit button")

    crew.wait_for_selector("text=已上报")


def test_nor_is_it_lost_where_the_network_goes_in_the_minute_after_the_last_question(crew):
    fill_in(crew)
    crew.context.set_offline(True)
    crew.click(".verb-submit button")

    crew.wait_for_selector("text=现在连不上网络")
    assert crew.input_value("[name=method]") == METHOD


def test_once_the_network_is_back_nobody_is_said_to_have_signed_in_again(crew):
    press_without_network(crew)

    crew.context.set_offline(False)
    crew.clock.fast_forward("03:00")
    with crew.expect_response("**/session/"):
        crew.locator("[name=method]").press_sequentially("沿")

    crew.wait_for_selector("text=现在连不上网络", state="hidden")
    assert crew.is_hidden(NOTICE)


def test_on_a_slow_network_one_sees_that_it_works_and_it_is_given_up_in_time(crew):
    fill_in(crew)
    crew.clock.fast_forward("05:00")
    crew.route("**/session/", lambda route: None)  # never answered
    crew.click(".verb-submit button")
    crew.wait_for_selector("text=正在确认登录")
    assert fits(crew)
    shoot(crew, "asking")
    crew.clock.fast_forward("00:08")
    crew.wait_for_selector("text=现在连不上网络")
    assert crew.is_hidden("text=正在确认登录")

    crew.unroute("**/session/")
    crew.click(".verb-submit button")

    crew.wait_for_selector("text=已上报")
