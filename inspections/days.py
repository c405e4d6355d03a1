"""Which day a visit is proposed for, and from when its days are the applicant's own. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from common.workdays import Calendar

MORNING = "morning"
FURTHEST = timedelta(days=120)  # nobody keeps a day free for longer than that


@dataclass(frozen=True)
class Day:
    """``is_wish``: whether it is the day the applicant asked for.

    ``not_before``: that day, where an earlier one was feasible; the days before it are his and do not count.
    """

    on: date
    half: str
    is_wish: bool = False
    not_before: date | None = None


def earliest_day(today: date, calendar: Calendar) -> date:
    """The next working day: nobody comes on the day he is asked."""
    return calendar.next_workday(today + timedelta(days=1))


def is_feasible(day: date, today: date, calendar: Calendar) -> bool:
    """A working day, tomorrow or later."""
    return today < day <= today + FURTHEST and calendar.is_workday(day)


def first_day(wish_on: date | None, wish_half: str, today: date, calendar: Calendar) -> Day:
    """The day the applicant wished, if it is still feasible, else the next feasible half day."""
    earliest = earliest_day(today, calendar)
    if wish_on and is_feasible(wish_on, today, calendar):
        return Day(wish_on, wish_half or MORNING, is_wish=True, not_before=own_from(wish_on, earliest))
    return Day(earliest, MORNING)


def own_from(asked_on: date, earliest: date) -> date | None:
    """The day the applicant asked for, where one was feasible earlier; else he delays nothing."""
    return asked_on if asked_on > earliest else None
