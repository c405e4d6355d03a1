"""What the log says: one JSON object a line, without keys or personal data. Pure, but for ``configure``.

An address may hold the key to a draft or what a clerk searched for; a traceback with local variables, codes and
passwords.
"""

import re

import structlog

KEYS = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
HIDDEN = "***"
# A database that refuses a row repeats its values in the error: DETAIL: Key (phone)=(138…) already exists.
PHONE = re.compile(r"(?<![0-9a-zA-Z])(1[3-9][0-9])[0-9]{4}([0-9]{4})(?![0-9a-zA-Z])")
IDENTITY = re.compile(r"(?<![0-9a-zA-Z])([1-8][0-9]{3})[0-9]{12}[0-9]{1,2}[Xx]?(?![0-9a-zA-Z])")


def configure():
    """Replaces structlog's own renderer, which prints local variables wherever ``rich`` is installed."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            hide_keys,
            structlog.processors.format_exc_info,
            hide_people,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def hide_keys(logger, name, line):
    """The request without its query, and without the token of a draft."""
    if "request" in line:
        line["request"] = KEYS.sub(HIDDEN, line["request"].partition("?")[0])
    return line


def hide_people(logger, name, line):
    """Telephones and identity numbers, wherever a text of the line repeats them."""
    return {key: _masked(value) if isinstance(value, str) else value for key, value in line.items()}


def _masked(text):
    return IDENTITY.sub(rf"\1{HIDDEN}", PHONE.sub(r"\1****\2", text))
