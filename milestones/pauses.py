"""How much of the maximum of its reason a pause has used up, and until when it may last.

Pure. A pause uses up a working day by running at its end, the law of the ledger: whoever pauses each night at
23:59 for two minutes uses up a day each night. Pauses of one stage for the same reason add up.
"""

from dataclasses import dataclass
from datetime import date

from common.clock import local_date
from common.workdays import ONE_DAY, Calendar, add_workdays, workdays_between

# A provider's system may send the photo or paper after the pause; this portal's own rule.
UNPROVED_WORKDAYS = 3


@dataclass(frozen=True)
class Allowance:
    """Of one reason: ``most`` and ``used`` working days, and the last day that may end in a pause (None: any)."""

    most: int | None
    used: int
    last_day: date | None

    @property
    def left(self) -> int | None:
        return None if self.most is None else max(self.most - self.used, 0)


def days_stopped(pause, opened_on: date, calendar: Calendar, until: date) -> int:
    """The working days up to ``until`` (included) that a pause kept from counting; none once it is revoked.

    The day the stage opened is day zero and counts in no case.
    """
    if pause.counts:
        return 0
    first = max(local_date(pause.starts_at), opened_on + ONE_DAY)
    last = until if pause.ends_at is None else min(until, local_date(pause.ends_at) - ONE_DAY)
    return workdays_between(first - ONE_DAY, last, calendar)


def measure(pauses, reason: str, most: int | None, opened_on: date, calendar: Calendar, begins_on: date):
    """What a pause for ``reason`` that begins on ``begins_on`` may use, after those ``pauses`` of its stage.

    What the office has allowed for one of them holds for the next as well.
    """
    alike = [pause for pause in pauses if pause.reason == reason and not pause.revoked_at]
    used = sum(days_stopped(pause, opened_on, calendar, begins_on) for pause in alike)
    if most is None:
        return Allowance(None, used, None)
    first = max(begins_on, opened_on + ONE_DAY)
    by_count = add_workdays(first - ONE_DAY, max(most - used, 0), calendar)
    allowed = [pause.allowed_until for pause in alike if pause.allowed_until]
    return Allowance(most, used, max([by_count, *allowed]))


def measure_open(pause, pauses, opened_on: date, calendar: Calendar) -> Allowance:
    """The same for a pause that has begun, among the ``pauses`` of its stage in their order.

    Without its photo or paper it lasts no longer than ``UNPROVED_WORKDAYS``.
    """
    earlier, begins_on = pauses[: pauses.index(pause)], local_date(pause.starts_at)
    found = measure(earlier, pause.reason, pause.most_days, opened_on, calendar, begins_on)
    last_day = found.last_day
    if last_day is not None and pause.allowed_until is not None:
        last_day = max(last_day, pause.allowed_until)
    if not pause.evidence:
        unproved = add_workdays(begins_on, UNPROVED_WORKDAYS, calendar)
        last_day = min(last_day or unproved, unproved)
    return Allowance(found.most, found.used, last_day)


def latest_return(last_day: date, calendar: Calendar) -> date:
    """The working day on which the clock runs again at the latest: what may be promised as 预计恢复日期."""
    return calendar.next_workday(last_day + ONE_DAY)
