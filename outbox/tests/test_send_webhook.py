"""One push on the wire: where it may go and how it is signed."""

from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from standardwebhooks import Webhook, WebhookVerificationError

from outbox.channels import SendFailed, webhook
from outbox.models import check_networks, check_url
from outbox.services import end_rotation, rotate_secret

from .factories import EndpointFactory, MessageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def port(httpserver, settings):
    settings.PUSH_NETWORKS = ["127.0.0.0/8", "::1/128"]
    httpserver.expect_request("/hook").respond_with_data("ok")
    return httpserver.port


@pytest.fixture
def message(port):
    return MessageFactory(endpoint__url=f"http://127.0.0.1:{port}/hook", body='{"地址":"芦台"}'.encode())


def received(httpserver):
    (request, _response), *rest = httpserver.log
    assert rest == []
    return request


def verified(request, secret):
    return Webhook(secret).verify(request.get_data(), dict(request.headers))


def test_a_push_is_signed_as_standard_webhooks_asks(message, httpserver):
    receipt = webhook.send(message)

    request = received(httpserver)
    assert (receipt.http_status, receipt.answer) == (200, "ok")
    assert verified(request, message.endpoint.secret) == {"地址": "芦台"}
    assert request.headers["webhook-id"] == message.uid
    assert request.headers["Content-Type"] == "application/json"
    assert request.get_data() == message.body


def test_another_secret_does_not_fit(message, httpserver):
    webhook.send(message)

    with pytest.raises(WebhookVerificationError):
        verified(received(httpserver), webhook.new_secret())


def test_during_a_rotation_both_secrets_fit(message, httpserver):
    old = message.endpoint.secret
    new = rotate_secret(message.endpoint)

    webhook.send(message)

    request = received(httpserver)
    assert verified(request, old) == verified(request, new) == {"地址": "芦台"}
    assert len(request.headers["webhook-signature"].split(" ")) == 2


def test_after_a_rotation_only_the_new_secret_fits(message, httpserver):
    old = message.endpoint.secret
    new = rotate_secret(message.endpoint)
    end_rotation(message.endpoint)

    webhook.send(message)

    request = received(httpserver)
    assert verified(request, new) == {"地址": "芦台"}
    with pytest.raises(WebhookVerificationError):
        verified(request, old)


SPELLINGS = [
    "127.0.0.1",
    "2130706433",
    "0x7f.1",
    "0177.0.0.1",
    "①②⑦.0.0.1",
    "[::ffff:127.0.0.1]",
    "localhost",
    "0",
]


@pytest.mark.parametrize("host", SPELLINGS)
@pytest.mark.parametrize(
    ("own", "portal"),
    [("", []), ("127.0.0.0/8 ::1/128 0.0.0.0/8", []), ("", ["127.0.0.0/8", "::1/128", "0.0.0.0/8"])],
    ids=["neither", "endpoint only", "portal only"],
)
def test_no_spelling_gets_a_push_inside(port, httpserver, settings, host, own, portal):
    settings.PUSH_NETWORKS = portal
    message = MessageFactory(endpoint__url=f"http://{host}:{port}/hook", endpoint__networks=own)

    with pytest.raises(SendFailed) as failed:
        webhook.send(message)

    assert failed.value.worth_retrying is False
    assert httpserver.log == []


@pytest.mark.parametrize("host", [host for host in SPELLINGS if host != "0"])
def test_an_inside_address_in_both_lists_is_reached(port, httpserver, host):
    message = MessageFactory(
        endpoint__url=f"http://{host}:{port}/hook", endpoint__networks="127.0.0.0/8 ::1/128"
    )

    assert webhook.send(message).http_status == 200


def test_a_url_gone_bad_needs_a_person():
    message = MessageFactory(endpoint__url="ftp://127.0.0.1/")

    with pytest.raises(SendFailed) as failed:
        webhook.send(message)

    assert failed.value.worth_retrying is False


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/",
        "http://user:pass@example.com/",
        "https:///hook",
        "example.com/hook",
        "http://example.com:99999/",
        "javascript:alert(1)",
        "http://" + "a" * 70 + ".cn/",
    ],
)
def test_a_wrong_url_is_refused_in_the_form(url):
    with pytest.raises(ValidationError):
        check_url(url)


@pytest.mark.parametrize(
    ("url", "called"),
    [
        ("https://provider.example:8443/hook?a=1#x", "https://provider.example:8443/hook?a=1"),
        ("http://供水.中国/推送", "http://xn--vsq001e.xn--fiqs8s/推送"),
        ("http://[2400:3200::1]:80/", "http://[2400:3200::1]:80/"),
    ],
    ids=["plain", "Chinese", "IPv6"],
)
def test_the_host_is_called_in_ascii(url, called):
    assert urlsplit(webhook.parse_url(url)) == urlsplit(called)


def test_wrong_networks_are_refused_in_the_form():
    with pytest.raises(ValidationError):
        check_networks("10.0.0.0/8 内网")


def test_the_secret_is_not_readable_in_the_database():
    endpoint = EndpointFactory()
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM outbox_endpoint WHERE id = %s", [endpoint.pk])
        (stored,) = cursor.fetchone()

    assert endpoint.secret.startswith("whsec_")
    assert endpoint.secret not in stored
    assert stored.startswith("gAAAA")
