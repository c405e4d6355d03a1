"""The keys of the providers' own systems: shown once, kept as a hash. Pure."""

import hashlib
import secrets

MARK = "nh_"  # lets a scanner for leaked secrets recognise one
PREFIX_LENGTH = 10


def new_key() -> str:
    """256 random bits: a plain hash of them cannot be guessed back, no salt is needed."""
    return MARK + secrets.token_urlsafe(32)


def hash_key(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
