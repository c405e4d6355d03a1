"""The form in a real browser: on a phone by keyboard alone, and without any script."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from applications.models import Application, Status
from applications.tests.factories import town
from applications.tests.typed_form import CREDIT_CODE
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE_SCREEN = {"width": 390, "height": 844}
MOST_TABS = 60


@pytest.fixture
def water():
    town()
    ServiceAreaFactory(provider=ProviderFactory(name="宁河自来水公司"))


def tab_to(page, name, value=None):
    """Press Tab until the field has the focus; the keyboard is all there is."""
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate("[document.activeElement.name, document.activeElement.value]")
        if focused == [name, value or focused[1]]:
            return
    pytest.fail(f"{name} {value or ''} cannot be reached by keyboard")


def type_into(page, name, text):
    tab_to(page, name)
    page.keyboard.type(text)


def fill_by_keyboard(page):
    tab_to(page, "applicant_kind")
    page.keyboard.press("Space")
    type_into(page, "applicant_name", "宁河区津沽食品店")
    type_into(page, "credit_code", CREDIT_CODE)
    type_into(page, "contact_name", "李建国")
    type_into(page, "contact_phone", "13820001234")
    type_into(page, "address", "光明路 18 号")
    tab_to(page, "town")
    page.keyboard.press("ArrowDown")
    tab_to(page, "services", "water")
    page.keyboard.press("Space")
    tab_to(page, "water-business")
    page.keyboard.press("Space")
    type_into(page, "water-demand", "12.5")
    tab_to(page, "consents_sharing")
    page.keyboard.press("Space")


def test_the_form_is_filled_and_handed_in_on_a_phone_by_keyboard(page, water):
    page.set_viewport_size(PHONE_SCREEN)
    page.goto("/apply/")
    assert page.locator("#section-water").is_hidden()

    fill_by_keyboard(page)
    page.get_by_text("已自动保存").wait_for()
    page.locator("#receivers li").wait_for()
    assert page.locator("#receivers").inner_text() == "宁河自来水公司"
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE_SCREEN["width"]
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="请核对，确认无误后提交").wait_for()
    page.get_by_role("button", name="确认提交").press("Enter")
    page.get_by_role("heading", name="已提交，等待窗口受理").wait_for()

    application = Application.objects.get()
    assert application.status == Status.SUBMITTED
    assert application.consent["receivers"] == ["宁河自来水公司"]
    assert page.get_by_text(application.query_code).is_visible()


def test_an_error_is_announced_and_leads_to_its_field(page, water):
    page.goto("/apply/")
    page.fill("#id_contact_phone", "138")
    page.get_by_role("button", name="核对并提交").last.click()

    page.get_by_role("heading", name="处需要修改").wait_for()
    assert page.evaluate("document.activeElement.id") == "error-summary"
    page.get_by_role("link", name="联系电话：").click()
    assert page.evaluate("location.hash") == "#id_contact_phone"
    assert page.locator("#id_contact_phone_error").is_visible()
    described = page.locator("#id_contact_phone").get_attribute("aria-describedby")
    assert described == "id_contact_phone_helptext id_contact_phone_error"


def test_the_papers_are_listed_as_soon_as_they_are_known(page, water):
    page.goto("/apply/")
    assert page.locator("#needs li").count() == 0
    assert page.locator("#id_material-ownership").is_hidden()

    page.check("#id_applicant_kind_0")
    page.check("#id_services_0")
    page.locator("#needs strong", has_text="房屋或土地权属证明").wait_for()

    assert page.locator("#id_material-ownership").is_visible()
    assert page.locator("#id_material-mandate").is_hidden()


def test_a_file_is_sent_at_once_and_taken_away_again(page, water):
    page.goto("/apply/")
    file = {"name": "执照.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF"}

    page.set_input_files("#id_material-identity", file)
    page.get_by_role("link", name="执照.pdf").wait_for()
    page.get_by_role("button", name="移除 执照.pdf").click()
    page.get_by_role("link", name="执照.pdf").wait_for(state="detached")

    assert Application.objects.get().materials.get().removed_at is not None


@pytest.mark.parametrize("path", ["/", "/guide/", "/apply/"])
def test_the_page_has_no_barrier_a_machine_can_find(page, water, path):
    page.goto(path)

    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})

    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found.response["violations"]] == []


def test_everything_works_without_script(browser, live_server, settings, water):
    settings.BASE_URL = live_server.url
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, viewport=PHONE_SCREEN)
    page = context.new_page()
    page.goto("/apply/")
    assert page.locator("#section-gas").is_visible()

    page.check("#id_applicant_kind_1")
    page.fill("#id_applicant_name", "李建国")
    page.fill("#id_contact_name", "李建国")
    page.fill("#id_contact_phone", "13820001234")
    page.fill("#id_address", "光明路 18 号")
    page.select_option("#id_town", "120117001")
    page.check("#id_services_0")
    page.check("#id_water-business_0")
    page.check("#id_water-unknown")
    page.set_input_files(
        "#id_material-other", {"name": "图.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF"}
    )
    page.get_by_role("button", name="上传所选文件").click()
    assert page.get_by_role("link", name="图.pdf").is_visible()
    page.get_by_role("button", name="暂存").click()
    assert page.locator("#id_address").input_value() == "光明路 18 号"
    page.check("#id_consents_sharing")
    page.get_by_role("button", name="核对并提交").last.click()
    page.get_by_role("button", name="确认提交").click()

    assert page.get_by_role("heading", name="已提交，等待窗口受理").is_visible()
    assert Application.objects.get().status == Status.SUBMITTED
    context.close()
