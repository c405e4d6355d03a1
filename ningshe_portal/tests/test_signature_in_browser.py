"""A signature drawn on the phone of a crew: it is seen and sent again where something else was missing."""

import pytest
from django.conf import settings

from accounts.tests.factories import UserFactory
from inspections.models import Attendance
from utilities.tests.factories import MemberFactory

from .cases import order_to_survey

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOWN = "canvas => new Set(canvas.getContext('2d').getImageData(0, 0, 640, 240).data).size > 1"


@pytest.fixture
def order():
    return order_to_survey()


@pytest.fixture
def crew(open_page, client, order, live_server):
    member = MemberFactory(provider=order.provider, user=UserFactory(roles=["provider"], is_staff=True))
    client.force_login(member.user)
    page = open_page(viewport={"width": 390, "height": 844})
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])
    return page


def sign(canvas):
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    mouse = canvas.page.mouse
    mouse.move(box["x"] + 30, box["y"] + 40)
    mouse.down()
    mouse.move(box["x"] + 150, box["y"] + 70)
    mouse.up()


def test_nobody_signs_twice_because_a_name_was_missing(crew, order):
    crew.goto(f"/admin/utilities/workorder/{order.pk}/do/report/survey/")
    crew.check("[name=outcome][value=reached]")
    crew.check("[name=has_outside_works][value=yes]")
    sign(crew.locator("canvas"))
    crew.click(".verb-submit button")
    crew.wait_for_selector("text=请填写两名到场人员的姓名")
    crew.wait_for_function(f"({SHOWN})(document.querySelector('canvas'))")

    crew.fill("[name=second_person]", "张工")
    crew.click(".verb-submit button")
    crew.wait_for_selector("text=已上报")

    assert Attendance.objects.get(result="passed").signature.startswith("evidence/")
