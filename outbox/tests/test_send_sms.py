import json

import pytest

from outbox.channels import SendFailed, open_channels, sms

from .factories import SmsFactory

pytestmark = pytest.mark.django_db


def test_the_gateway_gets_phone_text_and_id(httpserver, settings):
    httpserver.expect_request("/send").respond_with_data("queued", status=202)
    settings.SMS_GATEWAY_URL = httpserver.url_for("/send")
    message = SmsFactory()

    receipt = sms.send(message)

    assert (receipt.http_status, receipt.answer) == (202, "queued")
    assert json.loads(httpserver.log[0][0].get_data()) == {
        "phone": "13820001234",
        "text": "验证码123456",
        "id": message.uid,
    }


def test_a_gateway_in_trouble_is_asked_again(httpserver, settings):
    httpserver.expect_request("/send").respond_with_data("", status=503)
    settings.SMS_GATEWAY_URL = httpserver.url_for("/send")

    with pytest.raises(SendFailed) as failed:
        sms.send(SmsFactory())

    assert failed.value.worth_retrying is True


@pytest.mark.parametrize(
    ("url", "demo", "is_open"),
    [("", False, False), ("http://gateway.example/", False, True), ("", True, True)],
    ids=["no gateway", "gateway", "demo"],
)
def test_texts_leave_only_where_there_is_a_gateway_or_in_the_demo(settings, url, demo, is_open):
    settings.SMS_GATEWAY_URL, settings.DEMO = url, demo

    assert ("sms" in open_channels()) is is_open


def test_in_the_demo_a_text_counts_as_accepted(settings):
    settings.SMS_GATEWAY_URL, settings.DEMO = "", True

    assert sms.send(SmsFactory()).http_status is None
