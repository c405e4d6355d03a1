import re

import pytest
from django.urls import reverse

from outbox.models import Message

from .factories import UserFactory

PHONE = "13812345678"
pytestmark = pytest.mark.django_db


def ask(client, phone=PHONE, **extra):
    return client.post("/login/phone/", {"phone": phone} | extra)


def last_code():
    return re.search("[0-9]{6}", bytes(Message.objects.first().body).decode()).group()


def test_a_phone_signs_in_in_two_steps(client):
    asked = ask(client)
    entered = client.post(asked["Location"], {"code": last_code()})

    assert reverse("accounts:phone") == "/login/phone/"
    assert (asked["Location"], entered["Location"]) == ("/login/phone/code/", "/my/")
    assert client.session["phone"] == PHONE


def test_the_way_on_is_remembered_over_both_steps(client):
    asked = ask(client, next="/case/NH20261123000123/")
    page = client.get(asked["Location"])
    entered = client.post("/login/phone/code/", {"code": last_code(), "next": page.context["next"]})

    assert entered["Location"] == "/case/NH20261123000123/"


@pytest.mark.parametrize(
    "target",
    ["https://example.org/", "//example.org", "home", "nowhere"],
    ids=["address", "no scheme", "view", "word"],
)
def test_a_way_to_another_site_is_forgotten(client, target):
    ask(client, next=target)

    entered = client.post("/login/phone/code/", {"code": last_code(), "next": target})

    assert entered["Location"] == "/my/"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "请输入您的手机号码。"),
        ("022-69590000", "固定电话收不到短信，请填写11位手机号码。"),
        ("1381234", "手机号码应为 11 位，以 13 至 19 开头，现在是 7 位，请核对。"),
    ],
    ids=["nothing", "landline", "short"],
)
def test_a_number_that_cannot_take_a_message_is_explained(client, typed, sentence):
    response = ask(client, typed)

    assert response.context["form"].errors["phone"] == [sentence]
    assert not Message.objects.exists()


@pytest.mark.parametrize("typed", ["138 1234 5678", "+86 138-1234-5678", "１３８１２３４５６７８"])
def test_a_number_is_taken_however_it_is_spelt(client, typed):
    ask(client, typed)

    assert Message.objects.get().recipient == PHONE


def test_a_code_is_taken_with_blanks_and_in_full_width(client):
    ask(client)
    code = last_code()
    full_width = "".join(chr(ord(digit) + 0xFEE0) for digit in code)

    entered = client.post("/login/phone/code/", {"code": f" {full_width[:3]} {full_width[3:]}"})

    assert entered["Location"] == "/my/"


def test_a_wrong_code_is_said_at_its_field(client):
    ask(client)
    wrong = f"{(int(last_code()) + 1) % 10**6:06}"

    response = client.post("/login/phone/code/", {"code": wrong})

    assert response.context["form"].errors["code"] == ["验证码不正确，请核对最近收到的一条短信。"]
    assert "phone" not in client.session


def test_the_code_field_helps_the_phone_fill_itself_in(client):
    ask(client)

    page = client.get("/login/phone/code/").content.decode()

    assert page.count('autocomplete="one-time-code"') == 1
    assert page.count('inputmode="numeric"') == 1


def test_asking_again_too_soon_is_told_on_the_same_page(client):
    ask(client)

    response = client.post("/login/phone/again/", follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        "验证码已发送，请先查看手机短信；1分钟后可以重新获取。"
    ]
    assert response.redirect_chain == [("/login/phone/code/", 302)]


def test_the_code_page_without_a_phone_leads_to_the_first_step(client):
    assert client.get("/login/phone/code/")["Location"] == "/login/phone/"
    assert client.post("/login/phone/again/")["Location"] == "/login/phone/"


def test_signing_in_gives_the_session_a_new_key(client):
    ask(client)
    before = client.session.session_key

    client.post("/login/phone/code/", {"code": last_code()})

    assert client.session.session_key != before


def test_a_phone_takes_over_from_staff_at_the_same_browser(client):
    client.force_login(UserFactory())
    ask(client)

    client.post("/login/phone/code/", {"code": last_code()})

    assert "_auth_user_id" not in client.session
    assert client.session["phone"] == PHONE


def test_whoever_is_signed_in_is_not_asked_again(client):
    ask(client)
    client.post("/login/phone/code/", {"code": last_code()})

    assert client.get("/login/phone/")["Location"] == "/my/"


def test_signing_out_forgets_the_phone(client):
    ask(client)
    client.post("/login/phone/code/", {"code": last_code()})

    response = client.post("/logout/phone/")

    assert response["Location"] == "/"
    assert "phone" not in client.session


@pytest.mark.parametrize(("is_demo", "links"), [(True, 1), (False, 0)], ids=["demo", "real"])
def test_only_the_demo_says_where_the_code_can_be_read(client, settings, is_demo, links):
    settings.DEMO = is_demo
    ask(client)

    page = client.get("/login/phone/code/").content.decode()

    assert page.count('href="/admin/outbox/message/"') == links


def test_behind_https_the_address_is_what_our_own_proxy_saw(client, settings):
    settings.IS_HTTPS = True

    ask(client, **{})
    client.post("/login/phone/", {"phone": "13900000000"}, HTTP_X_FORWARDED_FOR="192.0.2.1, 198.51.100.4")

    from accounts.models import PhoneCode

    assert list(PhoneCode.objects.order_by("pk").values_list("address", flat=True)) == [
        "127.0.0.1",
        "198.51.100.4",
    ]


def test_no_browser_keeps_a_page_with_a_phone(client):
    asked = ask(client)

    pages = [client.get("/login/phone/"), client.get(asked["Location"])]

    assert ["no-store" in page["Cache-Control"] for page in pages] == [True, True]
