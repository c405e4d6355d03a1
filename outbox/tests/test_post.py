"""The one POST, against real sockets on loopback."""

import os
import socket
import struct
import time

import pytest

from outbox.channels import SendFailed, http
from outbox.channels.http import post


def read_request(connection):
    connection.recv(65_536)


def hang(connection):
    read_request(connection)
    time.sleep(20)


def drip_headers(connection):
    read_request(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in range(200):
        connection.sendall(f"X-{number}: y\r\n".encode())
        time.sleep(0.1)


def drip_body(connection):
    read_request(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _number in range(200):
        connection.sendall(b"x")
        time.sleep(0.1)


def reset(connection):
    read_request(connection)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def break_off(connection):
    read_request(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this")


def talk_nonsense(connection):
    read_request(connection)
    connection.sendall(b"220 mail.example ESMTP\r\n")


def never_stop(connection):
    read_request(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(b"x" * 10_000)


@pytest.mark.parametrize("talk", [hang, drip_headers, drip_body], ids=lambda talk: talk.__name__)
def test_the_whole_call_is_bounded_however_the_receiver_drips(receiver, monkeypatch, talk):
    monkeypatch.setattr(http, "TIMEOUT_SECONDS", 0.6)
    url, start = receiver(talk), time.monotonic()

    with pytest.raises(SendFailed) as failed:
        post(url, b"{}", {})

    assert failed.value.worth_retrying is True
    assert time.monotonic() - start < 3


@pytest.mark.parametrize("talk", [reset, break_off, talk_nonsense], ids=lambda talk: talk.__name__)
def test_an_answer_that_breaks_off_is_tried_again(receiver, talk):
    with pytest.raises(SendFailed) as failed:
        post(receiver(talk), b"{}", {})

    assert failed.value.worth_retrying is True


def test_an_endless_answer_is_cut_at_64_kb(receiver):
    start = time.monotonic()

    receipt = post(receiver(never_stop), b"{}", {})

    assert (receipt.http_status, len(receipt.answer)) == (200, 2000)
    assert time.monotonic() - start < 5


def test_a_closed_port_is_tried_again():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    with pytest.raises(SendFailed) as failed:
        post(f"http://127.0.0.1:{port}/", b"{}", {})

    assert failed.value.worth_retrying is True


def test_an_unknown_host_is_tried_again():
    with pytest.raises(SendFailed) as failed:
        post("http://nowhere.invalid/", b"{}", {})

    assert failed.value.worth_retrying is True


@pytest.mark.parametrize("url", ["file:///etc/passwd", "gopher://127.0.0.1/", "http://"])
def test_only_http_is_spoken(url):
    with pytest.raises(SendFailed, match="(?i)protocol|url|host"):
        post(url, b"{}", {})


def test_a_redirect_is_not_followed(httpserver):
    httpserver.expect_request("/hook").respond_with_data(
        "", status=302, headers={"Location": httpserver.url_for("/other")}
    )

    with pytest.raises(SendFailed) as failed:
        post(httpserver.url_for("/hook"), b"{}", {})

    assert (failed.value.http_status, failed.value.worth_retrying) == (302, False)
    assert [request.path for request, _response in httpserver.log] == ["/hook"]


def test_proxies_of_the_environment_are_ignored(httpserver, monkeypatch):
    httpserver.expect_request("/hook").respond_with_data("ok")
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setitem(os.environ, name, "http://127.0.0.1:9")

    assert post(httpserver.url_for("/hook"), b"{}", {}).answer == "ok"


def test_the_bytes_arrive_as_they_are(httpserver):
    httpserver.expect_request("/hook", method="POST").respond_with_data("ok")
    body = bytes(range(256)) * 8000  # above the size at which curl would ask first

    post(httpserver.url_for("/hook"), body, {"Content-Type": "application/json"})

    (request, _response), *rest = httpserver.log
    assert rest == []
    assert request.get_data() == body
    assert request.headers["Content-Type"] == "application/json"


def test_retry_after_is_told(httpserver):
    httpserver.expect_request("/hook").respond_with_data("", status=503, headers={"Retry-After": "77"})

    with pytest.raises(SendFailed) as failed:
        post(httpserver.url_for("/hook"), b"{}", {})

    assert failed.value.retry_after.total_seconds() == 77


def test_an_address_that_may_not_be_reached_gets_no_connection(receiver):
    calls = []

    with pytest.raises(SendFailed) as failed:
        post(receiver(calls.append), b"{}", {}, may_connect=lambda address: False)

    assert failed.value.worth_retrying is False
    assert calls == []
