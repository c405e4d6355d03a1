"""The quick receipt by keyboard alone: a clerk with a queue never reaches for the mouse."""

import pytest
from playwright.sync_api import expect

from accounts.tests.factories import PASSWORD, UserFactory
from applications.models import Application

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_paper_is_received_and_the_next_one_begun_without_a_mouse(page):
    UserFactory(roles=["clerk"], username="clerk")
    page.goto("/login/?next=/window/receive/")
    page.fill("[name=username]", "clerk")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/window/receive/")
    expect(page.locator("[name=applicant_name]")).to_be_focused()

    press = page.keyboard.press
    page.keyboard.type("津沽食品")
    press("Tab")
    page.keyboard.type("13820001234")
    press("Tab")
    press("Space")  # water
    press("Tab")
    press("Tab")
    press("Space")  # gas
    press("Enter")
    page.wait_for_url("**/received/")

    case = Application.objects.get()
    assert (case.applicant_name, case.asked_services) == ("津沽食品", ["water", "gas"])
    expect(page.get_by_role("link", name="打印收件回执")).to_be_focused()
    press("Tab")
    press("Enter")
    page.wait_for_url("**/window/receive/")
    expect(page.locator("[name=applicant_name]")).to_be_focused()
