"""Whether a road has come under protection since its permit was filed (城市道路管理条例 33).

Somebody else may have backfilled it meanwhile: the decision knew nothing of that.
"""

from common import clock
from works.protection import protection_of

from .models import WayOut
from .needs import Kind


def overtaken_sections(permit, runs):
    """The keys of the sections of these routes whose protection the permit does not reach beyond."""
    return {run.section.key for run in runs if overtaking(permit, run.section)}


def overtaking(permit, section):
    """The protection of a section the permit knows nothing of, else None.

    ``section``: anything ``protection_of`` knows. The government's approval is good for the protection asked about.
    """
    found = protection_of(section, clock.today())
    if found is None or permit.type.code != Kind.ROAD_DIGGING:
        return None
    is_approved = permit.way_out == WayOut.GOVERNMENT and permit.protected_until
    return None if is_approved and found.until <= permit.protected_until else found
