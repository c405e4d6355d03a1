"""The way to a case: by the 查询码 or by a code to its phone. Nothing tells whether a number exists."""

import re
from datetime import timedelta

import pytest

from accounts.models import AccessAttempt, PhoneCode
from outbox.models import Message

from .cases import accepted_case, sign_in_phone

pytestmark = pytest.mark.django_db(transaction=True)
NOWHERE = "NH20990101000001"
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
WRONG = "编号或查询码不正确，请对照回执核对。"
WRONG_PHONE_CODE = "验证码不正确或已失效，请核对最近收到的一条短信，或返回重新获取。"


@pytest.fixture
def case():
    return accepted_case(services=())


def by_code(client, number, code):
    return client.post("/track/", {"number": number, "code": code})


def error_of(response):
    return response.context["form"].errors["code"][0]


def sent_code():
    return re.search("[0-9]{6}", Message.objects.get(kind="phone.code").text).group()


@pytest.mark.parametrize(
    "spell",
    [str, str.lower, lambda text: f" {text[:4]} {text[4:]} ", lambda text: text.translate(FULL_WIDTH)],
    ids=["as printed", "small", "with blanks", "full width"],
)
def test_number_and_query_code_open_the_case(client, case, spell):
    response = by_code(client, spell(case.number), spell(case.query_code))

    assert (response.status_code, response["Location"]) == (302, f"/case/{case.number}/")
    assert client.get(f"/case/{case.number}/").status_code == 200
    assert AccessAttempt.objects.count() == 0


def test_a_wrong_code_and_a_number_that_does_not_exist_get_one_answer(client, case):
    wrong, nowhere = by_code(client, case.number, "AAAAAAAA"), by_code(client, NOWHERE, "AAAAAAAA")

    assert (error_of(wrong), error_of(nowhere)) == (WRONG, WRONG)


@pytest.mark.parametrize("is_real", [True, False], ids=["existing number", "no such number"])
def test_five_wrong_codes_close_a_number_for_a_while_even_to_the_right_one(client, case, is_real):
    number = case.number if is_real else NOWHERE
    for _time in range(5):
        by_code(client, number, "AAAAAAAA")

    response = by_code(client, number, case.query_code)

    assert error_of(response) == "输错次数过多，请15分钟后再试，或改用短信验证码、到窗口查询。"


def test_after_a_quarter_of_an_hour_the_right_code_opens_again(client, case, at):
    start = at("2026-11-23 09:30")
    for _time in range(5):
        by_code(client, case.number, "AAAAAAAA")

    at(start + timedelta(minutes=16))

    assert by_code(client, case.number, case.query_code)["Location"] == f"/case/{case.number}/"


def test_a_code_is_sent_to_the_phone_of_the_case_and_opens_it(client, case):
    asked = client.post("/track/send/", {"number": case.number})
    entered = client.post(asked["Location"], {"code": sent_code()})

    assert Message.objects.get(kind="phone.code").recipient == case.contact_phone
    assert entered["Location"] == f"/case/{case.number}/"
    assert client.get(f"/case/{case.number}/").status_code == 200


def test_asking_for_a_code_answers_alike_for_any_number(client, case):
    real = client.post("/track/send/", {"number": case.number})
    again = client.post("/track/send/", {"number": case.number})
    nowhere = client.post("/track/send/", {"number": NOWHERE})
    page = client.get(nowhere["Location"])

    assert [answer["Location"] for answer in (real, again, nowhere)] == ["/track/code/"] * 3
    assert f'如果编号 <strong class="figures">{NOWHERE}</strong> 正确' in page.content.decode()
    assert Message.objects.filter(kind="phone.code").count() == 1


@pytest.mark.parametrize("number", ["case", NOWHERE], ids=["existing number", "no such number"])
def test_a_wrong_phone_code_gets_one_answer_for_any_number(client, case, number):
    client.post("/track/send/", {"number": case.number if number == "case" else number})

    response = client.post("/track/code/", {"code": "000000"})

    assert error_of(response) == WRONG_PHONE_CODE


def test_wrong_phone_codes_do_not_close_the_query_code(client, case):
    client.post("/track/send/", {"number": case.number})
    for _time in range(5):
        client.post("/track/code/", {"code": "000000"})

    assert by_code(client, case.number, case.query_code)["Location"] == f"/case/{case.number}/"


def test_a_landline_gets_no_code_but_its_agent_does(client):
    case = accepted_case(services=(), contact_phone="022-69590000", agent_phone="13820007777")

    client.post("/track/send/", {"number": case.number})

    assert PhoneCode.objects.get().phone == "13820007777"


def test_the_second_step_without_the_first_leads_back(client):
    assert client.get("/track/code/")["Location"] == "/track/"


def test_who_is_signed_in_is_shown_the_way_to_his_cases(client):
    sign_in_phone(client)

    assert 'href="/my/"' in client.get("/track/").content.decode()


def test_leaving_closes_what_a_code_opened(client, case):
    by_code(client, case.number, case.query_code)

    left = client.post("/track/leave/")

    assert left["Location"] == "/track/"
    assert client.get(f"/case/{case.number}/")["Location"] == "/track/"


def test_leaving_forgets_the_forms_filled_in_here_whose_pages_show_their_codes(client, case):
    done = f"/apply/{case.token}/done/"
    session = client.session
    session["drafts"] = {str(case.token): case.query_code_version}
    session.save()
    shown = case.query_code in client.get(done).content.decode()

    client.post("/track/leave/")

    assert (shown, client.get(done)["Location"]) == (True, "/track/")
