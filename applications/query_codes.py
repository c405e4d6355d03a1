"""The 查询码 printed on receipts: derived from the case and the server's secret, so that it can be printed
again and yet stands nowhere in the database."""

import hashlib
import hmac

from django.conf import settings

# Without 0/O and 1/I: the code is read aloud and typed from paper.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 8


def derive(token, version, secret=None):
    """Eight characters, 40 bits; guessing is bounded where it is asked for."""
    key = (secret or settings.SECRET_KEY).encode()
    digest = hmac.new(key, f"query-code:{token}:{version}".encode(), hashlib.sha256).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:LENGTH])


def matches(code, token, version):
    """Whether ``code`` is the present one, also under a secret that is being rotated out."""
    typed = "".join(code.upper().split()).replace("-", "")
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(hmac.compare_digest(typed.encode(), derive(token, version, key).encode()) for key in secrets)
