"""Until when, and what is left, in words. Pure: the milestone's facts, the calendar and today come in."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.querysets import REMINDED_BEFORE
from common.clock import LOCAL
from common.workdays import workdays_between
from milestones.lamps import Lamp, lamp
from milestones.ledger import Unit, days_left

WEEKDAYS = (
    gettext_lazy("周一"),
    gettext_lazy("周二"),
    gettext_lazy("周三"),
    gettext_lazy("周四"),
    gettext_lazy("周五"),
    gettext_lazy("周六"),
    gettext_lazy("周日"),
)
URGENCY = {Lamp.RED: 0, Lamp.YELLOW: 1, Lamp.GREEN: 2, Lamp.GREY: 3, Lamp.NONE: 4}


@dataclass(frozen=True)
class Deadline:
    """``due``: 2026-11-27（周五）; ``left``: 剩 2 个工作日. Both empty where there is nothing to say."""

    lamp: Lamp
    due: str
    left: str
    is_estimated: bool

    @property
    def urgency(self):
        return URGENCY[self.lamp], self.due or "9"


def deadline(milestone, calendar, today):
    """How a running milestone stands: anything with its columns will do."""
    colour = lamp(
        due_on=milestone.due_on,
        limit=milestone.limit_days,
        unit=milestone.limit_unit,
        is_counting=milestone.is_counting,
        calendar=calendar,
        today=today,
    )
    return Deadline(
        lamp=colour,
        due=day_text(milestone.due_on) if milestone.due_on else "",
        left=_left(milestone, colour, calendar, today),
        is_estimated=milestone.is_estimated,
    )


def supply_deadline(until, today):
    """How the end of a temporary supply stands; yellow from the day its user is reminded."""
    left = (until - today).days
    colour = Lamp.RED if left < 0 else Lamp.YELLOW if left <= REMINDED_BEFORE.days else Lamp.GREEN
    count = count_text(abs(left), Unit.NATURAL)
    words = _("已超期 %s") % count if left < 0 else _("剩 %s") % count if left else _("今天到期")
    return Deadline(lamp=colour, due=day_text(until), left=words, is_estimated=False)


def day_text(day):
    """2026-11-27（周五）."""
    return _("%(day)s（%(weekday)s）") % {"day": day.isoformat(), "weekday": WEEKDAYS[day.weekday()]}


def moment_text(at):
    """2026-11-27（周五）14:30."""
    local = at.astimezone(LOCAL)
    return f"{day_text(local.date())}{local:%H:%M}"


def clock_text(until, now):
    """剩 3 小时 20 分钟: of a term of hours, which runs at night and on rest days too."""
    hours, minutes = divmod(int(abs(until - now).total_seconds()) // 60, 60)
    count = _("%(hours)d 小时 %(minutes)d 分钟") % {"hours": hours, "minutes": minutes}
    return (_("已超期 %s") if now >= until else _("剩 %s")) % count


def count_text(days, unit):
    """2 个工作日, 2 天."""
    return (_("%d 个工作日") if unit == Unit.WORKDAY else _("%d 天")) % days


def _left(milestone, colour, calendar, today):
    unit = milestone.limit_unit
    if colour == Lamp.RED:
        late = _late(milestone.due_on, unit, calendar, today)
        return _("已超期 %s") % count_text(late, unit) if late else _("已超期")
    if not milestone.is_counting:
        rest = milestone.days_left
        return _("暂停计时") if rest is None else _("暂停计时，剩 %s") % count_text(rest, unit)
    if milestone.due_on is None:
        return ""
    if milestone.due_on == today:
        return _("今天到期")
    return _("剩 %s") % count_text(
        days_left(milestone.due_on, milestone.limit_days, unit, calendar, today), unit
    )


def _late(due_on, unit, calendar, today):
    """Days after the due date up to today; a rest day right after it is late too, by nought working days."""
    return workdays_between(due_on, today, calendar) if unit == Unit.WORKDAY else (today - due_on).days
