import pytest
from django.test import override_settings
from django.urls import path

from accounts.tests.factories import UserFactory
from ningshe_portal import urls

pytestmark = pytest.mark.django_db


def explode(request):
    raise RuntimeError("the database is gone")


urlpatterns = [*urls.urlpatterns, path("explode/", explode)]
handler400, handler500 = urls.handler400, urls.handler500


def test_an_english_browser_gets_chinese(client):
    response = client.get("/login/", HTTP_ACCEPT_LANGUAGE="en-GB,en;q=0.9")

    assert response["Content-Language"] == "zh-hans"
    assert response.content.decode().count('<html lang="zh-hans">') == 1


def test_the_language_is_what_was_chosen(client):
    switched = client.get("/language/en/?next=/login/")

    response = client.get("/login/", HTTP_ACCEPT_LANGUAGE="zh-CN")

    assert switched["Location"] == "/login/"
    assert response["Content-Language"] == "en"


def test_a_language_nobody_offers_is_not_found_and_never_set(client):
    client.cookies["django_language"] = "tlh"

    assert client.get("/language/tlh/").status_code == 404
    assert client.get("/login/")["Content-Language"] == "zh-hans"


@pytest.mark.parametrize("path", ["/language/en/", "/elder/on/"])
def test_a_switch_leads_back_only_to_this_site(client, path):
    assert client.get(f"{path}?next=https://example.org/")["Location"] == "/"


def test_nothing_is_looked_up_by_a_nul(client):
    """Which PostgreSQL would answer with an error, on any page and before anybody has signed in."""
    cookie = r'sessionid="\000\000\000\000\000\000\000\000"; django_language=en'

    asked = client.get("/verify/?code=a%0%000%2500", headers={"cookie": cookie}).wsgi_request

    assert (asked.GET["code"], asked.COOKIES) == ("a%00", {"django_language": "en"})


def test_elder_mode_is_switched_on_and_off(client):
    client.get("/elder/on/?next=/login/")
    large = client.get("/login/").content.decode()
    client.get("/elder/off/")
    usual = client.get("/login/").content.decode()

    assert (large.count('class="elder"'), usual.count('class="elder"')) == (1, 0)


def test_every_page_is_bound_to_a_strict_content_policy(client):
    policy = client.get("/login/")["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy


def test_the_script_of_the_page_carries_the_nonce_of_the_policy(client):
    response = client.get("/login/")

    nonce = response.content.decode().split('nonce="')[1].split('"')[0]
    assert f"'nonce-{nonce}'" in response["Content-Security-Policy"]


def test_the_office_answers_the_telephone_on_every_page(client, settings):
    settings.OFFICE_PHONE = "022-69590000"

    page = client.get("/login/").content.decode()

    assert page.count("tel:022-69590000") == 1
    assert page.count("tel:12345") == 1


def test_staff_find_the_way_to_their_desks(client):
    client.force_login(UserFactory(roles=["office"]))

    links = client.get("/login/password/").context["navigation"]()

    paths = ["/window/", "/oversight/", "/admin/", "/apply/", "/track/", "/guide/"]
    assert [link["path"] for link in links] == paths


def test_a_page_that_does_not_exist_says_what_to_do(client):
    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert "没有找到这个页面" in response.content.decode()


def test_an_old_form_says_what_to_do(client):
    client.handler.enforce_csrf_checks = True

    response = client.post("/login/", {"username": "clerk"})

    assert response.status_code == 403
    assert "页面已过期，请重新提交" in response.content.decode()


def test_a_page_without_the_right_says_what_to_do(client):
    client.force_login(UserFactory())

    response = client.get("/admin/", follow=True)

    assert response.status_code == 403
    assert "您没有权限查看此页面" in response.content.decode()


@override_settings(ROOT_URLCONF=__name__)
def test_a_failure_is_told_without_asking_the_database(client, django_assert_num_queries):
    client.raise_request_exception = False

    with django_assert_num_queries(0):
        response = client.get("/explode/")

    assert response.status_code == 500
    assert "系统出了点问题" in response.content.decode()


def test_a_broken_request_says_what_to_do(client):
    response = client.get("/login/", HTTP_HOST="somebody-else.example")

    assert response.status_code == 400
    assert "提交的内容无法识别" in response.content.decode()
