"""The stretches of road under protection, as the rows and the district's terms say."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .dig_terms import term
from .dig_windows import lies_at
from .models import DigTermKind, RoadSection
from .protection import Protection, protection_of


@dataclass(frozen=True)
class Protected:
    """A stretch of road and its protection."""

    section: RoadSection
    protection: Protection

    def __str__(self):
        facts = {
            "section": self.section,
            "why": self.protection.why,
            "until": self.protection.until.isoformat(),
        }
        return _("%(section)s：%(why)s，%(until)s 前不得挖掘") % facts


def with_backfill(sections):
    """Each section with ``backfill_until``, by the district's term."""
    days = term(DigTermKind.PROTECTION)
    for section in sections:
        section.backfill_until = section.backfilled_on and section.backfilled_on + days
    return sections


def protected_at(town, address, today):
    """The stretches under protection on which an address lies, by street and number."""
    rows = [
        row
        for row in RoadSection.objects.roads().filter(town=town)
        if lies_at(address, row.street, row.from_point, row.to_point)
    ]
    found = [(row, protection_of(row, today)) for row in with_backfill(rows)]
    return [Protected(row, protection) for row, protection in found if protection]
