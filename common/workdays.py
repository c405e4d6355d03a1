"""Working days: Monday to Friday, but for the days the State Council moves each year.

Pure: the calendar comes in as an argument. The day of the event is day zero (Civil Code 201, 203).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

ONE_DAY = timedelta(days=1)
# The holidays whose dates never move; all that is sure of a year whose notice is not out.
FIXED_HOLIDAYS = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}
MAX_COUNT = 10_000
MAX_SPAN = timedelta(days=36_525)


@dataclass(frozen=True)
class Calendar:
    """The days the notices move, and the years whose notice is out."""

    days_off: frozenset[date] = frozenset()
    extra_workdays: frozenset[date] = frozenset()
    known_years: frozenset[int] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Whether offices work on ``day``; a guess in a year that is not known yet.

        A notice also moves days of the December before its year, so listed days win in any year.
        """
        if isinstance(day, datetime):
            raise TypeError("is_workday() takes a local date, not a moment")
        if day in self.extra_workdays:
            return True
        if day in self.days_off or day.weekday() >= 5:
            return False
        return day.year in self.known_years or (day.month, day.day) not in FIXED_HOLIDAYS

    def is_estimated(self, day: date) -> bool:
        """Whether the notice for the year of ``day`` is not out, so that the date may still move."""
        return day.year not in self.known_years

    def next_workday(self, day: date) -> date:
        """``day`` itself if it is a working day, else the next one."""
        return day if self.is_workday(day) else add_workdays(day, 1, self)


def add_workdays(start: date, count: int, calendar: Calendar) -> date:
    """The ``count``-th working day after ``start``; the start is day zero.

    Raises ``ValueError`` for a negative count or one beyond any limit in law.
    """
    if not 0 <= count <= MAX_COUNT:
        raise ValueError(f"cannot add {count} working days")
    day = start
    while count > 0:
        day += ONE_DAY
        count -= calendar.is_workday(day)
    return day


def workdays_between(start: date, end: date, calendar: Calendar) -> int:
    """The working days after ``start`` up to and including ``end``; 0 when ``end`` is not later.

    Raises ``ValueError`` for more than a century, which is a typing error.
    """
    return sum(calendar.is_workday(day) for day in _days_after(start, end))


def _days_after(start: date, end: date) -> Iterator[date]:
    if end - start > MAX_SPAN:
        raise ValueError(f"{start} to {end} is too long to count")
    return (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
