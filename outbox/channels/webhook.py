"""Signed pushes, Standard Webhooks 1.0."""

from base64 import b64encode
from datetime import UTC
from ipaddress import ip_network
from secrets import token_bytes
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from standardwebhooks import Webhook

from common import clock

from ..addresses import may_connect, parse_networks
from .http import post
from .outcome import SendFailed


def is_open():
    return True


def send(message):
    endpoint = message.endpoint
    own = parse_networks(endpoint.networks)
    allowed = [ip_network(str(network)) for network in settings.PUSH_NETWORKS]
    try:
        url = parse_url(endpoint.url)
    except ValueError as error:
        raise SendFailed(_("推送地址不正确。"), worth_retrying=False) from error
    return post(
        url,
        bytes(message.body),
        signed_headers(message),
        may_connect=lambda address: may_connect(address, own, allowed),
    )


def signed_headers(message):
    """The headers of this try: the moment is this try's, the id is the same on every try."""
    # The library reads the clock face of what it is given as UTC.
    moment = clock.now().astimezone(UTC)
    secrets = [text for text in (message.endpoint.secret, message.endpoint.previous_secret) if text]
    body = bytes(message.body).decode()
    return {
        "Content-Type": "application/json",
        "User-Agent": "ningshe-portal",
        "webhook-id": message.uid,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(Webhook(secret).sign(message.uid, moment, body) for secret in secrets),
    }


def new_secret():
    """A fresh signing secret, 256 bits."""
    return f"whsec_{b64encode(token_bytes(32)).decode()}"


def parse_url(text):
    """``text`` as an address to call, its host in ASCII. Raises ``ValueError`` unless plain http or https."""
    parts = urlsplit(text.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise ValueError(text)
    host = parts.hostname
    host = f"[{host}]" if ":" in host else host.encode("idna").decode()
    port = f":{parts.port}" if parts.port is not None else ""
    return parts._replace(netloc=host + port, fragment="").geturl()
