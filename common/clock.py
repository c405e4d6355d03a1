"""The one clock of the portal. Tests and the demo data move it; nothing else asks the system for the time."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

LOCAL = ZoneInfo("Asia/Shanghai")
_moved_to: ContextVar[datetime | None] = ContextVar("moved_to", default=None)


def now() -> datetime:
    """The present moment, aware."""
    return _moved_to.get() or timezone.now()


def today() -> date:
    """The local date in Tianjin, never the UTC one."""
    return local_date(now())


def local_date(moment: datetime) -> date:
    return moment.astimezone(LOCAL).date()


def to_minute(moment: datetime) -> datetime:
    """As it is typed on a form, which knows no seconds."""
    return moment.replace(second=0, microsecond=0)


def show(moment: datetime) -> str:
    """To the minute, as in a sentence."""
    return moment.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")


def list_days(moments) -> list[date]:
    """The local days on which these moments lie, each once."""
    return sorted({local_date(moment) for moment in moments})


def midnight(day: date) -> datetime:
    """The moment ``day`` begins in Tianjin."""
    return datetime.combine(day, time.min, tzinfo=LOCAL)


@contextmanager
def moved_to(moment: datetime):
    """Let the clock stand at ``moment`` inside the block."""
    token = _moved_to.set(moment)
    try:
        yield
    finally:
        _moved_to.reset(token)
