"""One POST with a bound on everything: total time, connecting, size of the answer, and where it may go."""

import socket
from io import BytesIO

import pycurl
from django.utils.translation import gettext as _

from common import clock

from ..schedule import parse_retry_after
from .outcome import Receipt, SendFailed, as_text, judge

TIMEOUT_SECONDS = 15  # the whole call, however slowly the receiver drips
CONNECT_SECONDS = 5
MOST_BYTES = 64 * 1024


def anywhere(address):
    return True


def post(url: str, body: bytes, headers: dict, *, may_connect=anywhere) -> Receipt:
    """Hand ``body`` over. Redirects and proxies of the environment are ignored.

    ``may_connect(address)`` is asked with each address a socket is about to connect to, so no trick
    of spelling or of a name server gets around it. An answer the receiver breaks off counts as no answer; one
    cut by us at 64 kB is complete enough. Raises ``SendFailed``.
    """
    call = _Call(may_connect)
    curl = pycurl.Curl()
    try:
        _prepare(curl, url, body, headers, call)
        curl.perform()
    except pycurl.error as error:
        if not call.is_full:
            raise call.failure(error) from error
    finally:
        status = curl.getinfo(pycurl.RESPONSE_CODE)
        curl.close()
        call.close()
    return judge(status, call.answer.getvalue(), call.retry_after())


class _Call:
    """What libcurl tells while a call runs."""

    def __init__(self, may_connect):
        self.may_connect = may_connect
        self.blocked = []
        self.sockets = []
        self.headers = {}
        self.answer = BytesIO()
        self.is_full = False

    def open_socket(self, purpose, address):
        host = address.addr[0] if address.family in (socket.AF_INET, socket.AF_INET6) else ""
        if not host or not self.may_connect(host):
            self.blocked.append(host)
            return pycurl.SOCKET_BAD
        self.sockets.append(socket.socket(address.family, address.socktype, address.protocol))
        return self.sockets[-1]  # libcurl works with a duplicate

    def read_header(self, line):
        name, colon, value = line.decode("latin-1").partition(":")
        if colon:
            self.headers[name.strip().lower()] = value.strip()

    def read_body(self, chunk):
        self.answer.write(chunk[: MOST_BYTES - self.answer.tell()])
        if self.answer.tell() < MOST_BYTES:
            return None
        self.is_full = True
        return -1  # tells libcurl to stop

    def close(self):
        for opened in self.sockets:
            opened.close()

    def retry_after(self):
        return parse_retry_after(self.headers.get("retry-after", ""), clock.now())

    def failure(self, error):
        if self.blocked and not self.sockets:
            return SendFailed(
                _("地址 %(addresses)s 不在允许的网段内。") % {"addresses": "、".join(self.blocked)},
                worth_retrying=False,
            )
        _code, text = error.args
        return SendFailed(as_text(text), worth_retrying=True)


def _prepare(curl, url, body, headers, call):
    curl.setopt(pycurl.URL, url.encode())
    curl.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
    curl.setopt(pycurl.PROXY, "")  # an empty text switches off the proxies of the environment
    curl.setopt(pycurl.FOLLOWLOCATION, 0)
    curl.setopt(pycurl.NOSIGNAL, 1)  # threads
    curl.setopt(pycurl.TIMEOUT_MS, int(TIMEOUT_SECONDS * 1000))
    curl.setopt(pycurl.CONNECTTIMEOUT_MS, int(min(CONNECT_SECONDS, TIMEOUT_SECONDS) * 1000))
    curl.setopt(pycurl.POST, 1)
    curl.setopt(pycurl.POSTFIELDSIZE, len(body))
    curl.setopt(pycurl.POSTFIELDS, body)
    curl.setopt(pycurl.HTTPHEADER, [f"{name}: {value}" for name, value in headers.items()] + ["Expect:"])
    curl.setopt(pycurl.OPENSOCKETFUNCTION, call.open_socket)
    curl.setopt(pycurl.HEADERFUNCTION, call.read_header)
    curl.setopt(pycurl.WRITEFUNCTION, call.read_body)
