"""Who has APPROVAL of an order in hand, as its permits stand. Pure.

It stands still only when every permit that is still open stands still.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from milestones.stages import Holder, Wait

# Of several reasons to stand still the one somebody can do something about is shown.
FOREMOST = (
    Wait.ENTRUSTMENT,
    Wait.APPLICANT_FILING,
    Wait.AUTHORITY_PROCEDURE,
    Wait.ROAD_PROTECTION,
)


@dataclass(frozen=True)
class Standing:
    """Who must act; ``waits_for``: why the clock stands still, '' where it counts."""

    holder: str
    waits_for: str = ""
    basis: str = ""
    expected_until: date | None = None


TO_FILE = Standing(Holder.PROVIDER)
TO_DECIDE = Standing(Holder.AUTHORITY)


def overall(standings: Iterable[Standing]) -> Standing:
    """Of all open permits together: what counts goes before what waits, filing before deciding."""
    standings = list(standings)
    for counting in (TO_FILE, TO_DECIDE):
        if counting in standings:
            return counting
    reason = next(wait for wait in FOREMOST if any(one.waits_for == wait for one in standings))
    alike = [one for one in standings if one.waits_for == reason]
    # The one that lasts longest says until when.
    return max(alike, key=lambda one: one.expected_until or date.max)
