"""Until when a road must not be opened, and why (城市道路管理条例 33): one rule for counter and permits. Pure."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

BUILT_YEARS, OVERHAULED_YEARS = 5, 3


@dataclass(frozen=True)
class Protection:
    """Until when a road may not be opened (exclusive), and why."""

    until: date
    why: str


def protection_of(road, today):
    """Why a road must not be opened that day, the longest reason; None where it may.

    ``road``: anything that knows ``built_on``, ``overhauled_on``, ``backfilled_on`` and ``backfill_until``.
    """
    terms = (
        (road.built_on, years_after(road.built_on, BUILT_YEARS), _("道路 %(on)s 新建，未满 5 年")),
        (
            road.overhauled_on,
            years_after(road.overhauled_on, OVERHAULED_YEARS),
            _("道路 %(on)s 大修，未满 3 年"),
        ),
        (road.backfilled_on, road.backfill_until, _("道路 %(on)s 刚回填修复，仍在保护期内")),
    )
    begun = [term for term in terms if term[0] and term[0] <= today and term[1]]
    found = [Protection(until, why % {"on": on.isoformat()}) for on, until, why in begun]
    return max((one for one in found if today < one.until), key=lambda one: one.until, default=None)


def years_after(day, years):
    """The same day so many years later; of 29 February the last of the month (民法典 202)."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
