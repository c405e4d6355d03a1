"""When a message is tried again, and how often a silent receiver is asked. Pure: the luck is given in."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

WAITS = (5, 30, 120, 600, 1800, 3600, 7200)  # seconds after the first, second … failure
LAST_WAIT = 14_400
SPREAD = 0.2
LONGEST_RETRY_AFTER = timedelta(hours=4)

FAILURES_TO_OPEN = 5
PROBE_WAITS = (30, 60, 120, 300, 600)  # seconds between two probes of a receiver that has failed five times


def retry_wait(failures: int, luck: float, retry_after: timedelta | None = None) -> timedelta:
    """How long to wait after ``failures`` failures in a row; without end, never giving up.

    ``luck`` lies in -1 … 1 and spreads the wait by a fifth either way. ``retry_after`` is what the receiver
    asked for: never sooner than that, but a receiver cannot put a message off for more than four hours.
    """
    seconds = WAITS[failures - 1] if failures <= len(WAITS) else LAST_WAIT
    wait = timedelta(seconds=seconds * (1 + SPREAD * luck))
    return max(wait, min(retry_after or timedelta(), LONGEST_RETRY_AFTER))


def endpoint_wait(failures: int, retry_after: timedelta | None = None) -> timedelta:
    """How long an endpoint is left alone after ``failures`` failures in a row, of whichever message."""
    asked = min(retry_after or timedelta(), LONGEST_RETRY_AFTER)
    if failures < FAILURES_TO_OPEN:
        return asked
    step = min(failures - FAILURES_TO_OPEN, len(PROBE_WAITS) - 1)
    return max(timedelta(seconds=PROBE_WAITS[step]), asked)


def parse_retry_after(text: str, now: datetime) -> timedelta | None:
    """A ``Retry-After`` header, seconds or an HTTP date (RFC 9110, 10.2.3); nonsense counts as absent."""
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), LONGEST_RETRY_AFTER.total_seconds()))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # a year or an offset of twenty digits
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=now.tzinfo)
    return max(moment - now, timedelta())
