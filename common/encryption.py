"""Text that is stored encrypted: secrets and identity numbers. A stolen database alone does not show them.

Keys are derived from ``SECRET_KEY``; after changing it, the old one stays in ``SECRET_KEY_FALLBACKS``.
"""

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models


def encrypt(text: str) -> str:
    """``text`` as it may lie in the database; the same text gives another result each time."""
    return _ciphers(_secrets()).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """The text behind ``token``. Raises ``ImproperlyConfigured`` when no configured key fits."""
    try:
        return _ciphers(_secrets()).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise ImproperlyConfigured(
            "Encrypted text does not fit SECRET_KEY: put the former key into SECRET_KEY_FALLBACKS."
        ) from error


class EncryptedTextField(models.TextField):
    """Text that only this portal can read. It cannot be searched: equal texts are stored differently."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return encrypt(value) if value else value

    def from_db_value(self, value, expression, connection):
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name):
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted and cannot be searched by {lookup_name}.")
        return super().get_lookup(lookup_name)


def _secrets():
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@lru_cache(maxsize=4)
def _ciphers(secrets):
    return MultiFernet([Fernet(_derived(secret)) for secret in secrets])


def _derived(secret):
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"common.encryption").derive(secret.encode())
    return urlsafe_b64encode(key)
