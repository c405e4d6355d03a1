"""Which stretches of road near an address must not be opened for now, and why (城市道路管理条例 33)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from .dig_windows import lies_at
from .models import RoadSection

BUILT_YEARS = 5
OVERHAULED_YEARS = 3


@dataclass(frozen=True)
class Protected:
    """A stretch and the last day of its protection."""

    section: RoadSection
    until: date
    why: str

    def __str__(self):
        facts = {"section": self.section, "why": self.why, "until": self.until.isoformat()}
        return _("%(section)s：%(why)s，保护期至 %(until)s") % facts


def protection_of(section, backfill_until=None):
    """The longest protection of a section, whether over or not; None where nothing is known of it."""
    reasons = [
        (years_after(section.built_on, BUILT_YEARS), _("新建道路 5 年内")),
        (years_after(section.overhauled_on, OVERHAULED_YEARS), _("大修道路 3 年内")),
        (backfill_until, _("新近回填")),
    ]
    known = [Protected(section, until, why) for until, why in reasons if until]
    return max(known, key=lambda one: one.until, default=None)


def protected_at(town, address, today):
    """The stretches under protection on which an address lies, by street and number."""
    rows = RoadSection.objects.filter(town=town).annotate(backfill_until=Max("digs__protected_until"))
    found = [
        protection_of(section, section.backfill_until)
        for section in rows
        if lies_at(address, section.street, section.from_point, section.to_point)
    ]
    return [one for one in found if one and one.until >= today]


def years_after(day, years):
    """The same day ``years`` later; of 29 February the day before."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
