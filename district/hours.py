"""Office hours: when the district next works, and when so many working minutes are over.

Pure: the calendar and the halves of a working day, earliest first, come in as arguments.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from common.clock import LOCAL, local_date
from common.workdays import ONE_DAY, Calendar

Hours = Sequence[tuple[time, time]]
MAX_MINUTES = 60 * 8 * 250  # a year of work


def next_office_moment(moment: datetime, calendar: Calendar, hours: Hours) -> datetime:
    """``moment`` itself while the offices are open, else the next opening, in local time.

    Raises ``ValueError`` when no office hours are set.
    """
    return max(moment.astimezone(LOCAL), next(_open_halves(moment, calendar, hours))[0])


def add_working_minutes(moment: datetime, minutes: int, calendar: Calendar, hours: Hours) -> datetime:
    """The moment when, from ``moment`` on, offices have been open for ``minutes``, in local time.

    Raises ``ValueError`` for a negative or absurd number, or when no office hours are set.
    """
    if not 0 <= minutes <= MAX_MINUTES:
        raise ValueError(f"cannot add {minutes} working minutes")
    left = timedelta(minutes=minutes)
    for opens, closes in _open_halves(moment, calendar, hours):
        begins = max(opens, moment.astimezone(LOCAL))
        if left <= closes - begins:
            return begins + left
        left -= closes - begins


def _open_halves(moment, calendar, hours) -> Iterator[tuple[datetime, datetime]]:
    """The halves of working days that close after ``moment``, without end."""
    if not hours:
        raise ValueError("no office hours are set")
    day = local_date(moment)
    while True:
        day = calendar.next_workday(day)
        for opens_at, closes_at in hours:
            if moment < _at(day, closes_at):
                yield _at(day, opens_at), _at(day, closes_at)
        day += ONE_DAY


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=LOCAL)
