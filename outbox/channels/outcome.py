"""How a try ended: a ``Receipt``, or ``SendFailed`` that says whether trying again makes sense. Pure."""

from dataclasses import dataclass
from datetime import timedelta

KEPT_ANSWER = 2000  # characters
TRY_AGAIN = {408, 425, 429}


def as_text(answer: bytes | str) -> str:
    """The first 2 kB of an answer as text any database takes (PostgreSQL refuses NUL)."""
    text = answer if isinstance(answer, str) else answer[: 4 * KEPT_ANSWER].decode("utf-8", "replace")
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")[:KEPT_ANSWER]


@dataclass(frozen=True)
class Receipt:
    """The receiver has taken the message."""

    answer: str = ""
    http_status: int | None = None


class SendFailed(Exception):
    """The receiver has not taken the message."""

    def __init__(
        self,
        answer: str,
        *,
        worth_retrying: bool,
        http_status: int | None = None,
        retry_after: timedelta | None = None,
    ):
        super().__init__(answer)
        self.answer = answer
        self.worth_retrying = worth_retrying
        self.http_status = http_status
        self.retry_after = retry_after


def judge(status: int, answer: bytes, retry_after: timedelta | None) -> Receipt:
    """2xx is a receipt; 5xx, 408, 425, 429 are tried again; anything else, redirects too, needs a person."""
    if 200 <= status < 300:
        return Receipt(as_text(answer), status)
    raise SendFailed(
        as_text(answer),
        worth_retrying=status in TRY_AGAIN or status >= 500,
        http_status=status,
        retry_after=retry_after,
    )
