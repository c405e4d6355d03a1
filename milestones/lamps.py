"""Green, yellow, red, grey: how a milestone stands. Derived each time, never stored.

Pure: takes the due date, the limit and today; always shown with its word and icon, never as colour alone.
"""

from datetime import date
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from common.workdays import Calendar

from .ledger import days_left


class Lamp(StrEnum):
    GREY = "grey"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    NONE = "none"

    @property
    def word(self):
        """What is printed beside the lamp."""
        return WORDS[self]

    @property
    def icon(self) -> str:
        """The name of the lamp's shape in the icon sprite; shapes differ as colours do. None has no icon."""
        return "" if self is Lamp.NONE else f"lamp-{self.value}"


WORDS = {
    Lamp.GREY: _("不计时"),
    Lamp.GREEN: _("正常"),
    Lamp.YELLOW: _("即将到期"),
    Lamp.RED: _("超期"),
    Lamp.NONE: _("未设时限"),
}


def lamp(
    *,
    due_on: date | None,
    limit: int | None,
    unit: str,
    is_counting: bool,
    calendar: Calendar,
    today: date,
) -> Lamp:
    """The lamp of an open milestone on ``today``, a local date.

    Red from the midnight after the due date, also while the clock stands still: a pause must not hide
    lateness. Works stages have a due date agreed in the plan and no limit: they turn yellow on the last day.
    """
    if due_on is None and limit is None:
        return Lamp.NONE
    if due_on is not None and today > due_on:
        return Lamp.RED
    if due_on is None or not is_counting:
        return Lamp.GREY
    if today == due_on or _is_nearly_used(due_on, limit, unit, calendar, today):
        return Lamp.YELLOW
    return Lamp.GREEN


def _is_nearly_used(due_on, limit, unit, calendar, today) -> bool:
    """Whether nine tenths of the limit are used up by the days before ``today``."""
    if limit is None:
        return False
    used = limit - days_left(due_on, limit, unit, calendar, today)
    return used * 10 >= limit * 9
