"""The ways out. One module per kind with ``send(message) -> Receipt`` and ``is_open()``; a dict lists them.

``send`` raises ``SendFailed`` and stores nothing. While a channel is not open (nothing is configured for it)
its messages stay waiting and visible, and nobody tries them.
"""

from . import email, onenet, sms, webhook
from .outcome import Receipt, SendFailed

__all__ = ["CHANNELS", "Receipt", "SendFailed", "open_channels"]

CHANNELS = {"webhook": webhook, "sms": sms, "email": email, "onenet": onenet}


def open_channels():
    """Names of the channels that can be used as the portal is configured."""
    return [name for name, channel in CHANNELS.items() if channel.is_open()]
