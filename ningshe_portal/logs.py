"""What the log says: one JSON object a line, without keys or personal data. Pure, but for ``configure``.

An address may hold the key to a draft or what a clerk searched for; a traceback with local variables, codes and
passwords.
"""

import re

import structlog

KEYS = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
HIDDEN = "***"


def configure():
    """Replaces structlog's own renderer, which prints local variables wherever ``rich`` is installed."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            hide_keys,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def hide_keys(logger, name, line):
    """The request without its query, and without the token of a draft."""
    if "request" in line:
        line["request"] = KEYS.sub(HIDDEN, line["request"].partition("?")[0])
    return line
