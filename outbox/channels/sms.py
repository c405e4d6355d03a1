"""Text messages, through the gateway the operator runs.

Without a gateway the messages stay waiting and can be read in the outbox. In the demo they count as accepted,
so that the story goes on; their text is read in the outbox.
"""

import json

from django.conf import settings
from django.utils.translation import gettext as _

from .http import post
from .outcome import Receipt


def is_open():
    return bool(settings.SMS_GATEWAY_URL) or settings.DEMO


def send(message):
    if not settings.SMS_GATEWAY_URL:
        return Receipt(_("演示环境：未连接短信网关，视为已发送。"))
    text = {"phone": message.recipient, "text": message.text, "id": message.uid}
    body = json.dumps(text, ensure_ascii=False).encode()
    return post(settings.SMS_GATEWAY_URL, body, {"Content-Type": "application/json; charset=utf-8"})
