"""Whether a permit that was filed is still good for what is to be done (城市道路管理条例 33).

Somebody else may have backfilled the road meanwhile, or the plan wants more there by now: the decision knew nothing
of that.
"""

from common import clock
from works.extent import Extent
from works.protection import protection_of

from .models import WayOut
from .needs import Kind


def overtaken_sections(permit, runs):
    """The keys of the sections of these routes whose protection the permit does not reach beyond."""
    return {run.section.key for run in runs if overtaking(permit, run.section)}


def overtaking(permit, section, on=None):
    """The protection of a section, today or ``on`` another day, that the permit knows nothing of, else None.

    ``section``: anything ``protection_of`` knows. The government's approval is good for the protection asked about.
    """
    found = protection_of(section, on or clock.today())
    if found is None or permit.type.code != Kind.ROAD_DIGGING:
        return None
    is_approved = permit.way_out == WayOut.GOVERNMENT and permit.protected_until
    return None if is_approved and found.until <= permit.protected_until else found


def write_amounts(amounts):
    """As a permit keeps them: by section, and by order and section."""
    return {_place(place): amount.write() for place, amount in amounts.items()}


def is_asked_for(permit, order, section):
    """Whether a permit of an order is about this section (its key) for it, and not only for others along there.

    Who came to it later lies beside the others, wherever they do.
    """
    own = [place for place in permit.amounts if place.startswith(f"{order.pk}-")]
    return not own or _place((order.pk, section)) in own


def replaces(permit, earlier, order, section=None):
    """Whether a permit asks only for what an order had by an ``earlier`` one of the same kind and department.

    For all its sections, or for the one of this key.
    """
    if (permit.type_id, permit.department_id) != (earlier.type_id, earlier.department_id):
        return False
    own = [place for place in permit.amounts if place.startswith(f"{order.pk}-")]
    if section:
        own = [place for place in own if place == _place((order.pk, section))]
    return bool(own) and all(
        place in earlier.amounts
        and Extent.read(earlier.amounts[place]).covers(Extent.read(permit.amounts[place]))
        for place in own
    )


def outgrown_pairs(permits, amounts):
    """Which order wants more on which section than was asked for, or elsewhere on it, by itself and in all (条例 36).

    ``permits``: those filed of one kind and department. Where no amounts were kept yet nothing is outgrown; who lies
    beside others and makes nothing longer goes by their permit.
    """
    asked = {}
    for permit in permits:
        for place, amount in permit.amounts.items():
            asked[place] = asked.get(place, Extent()) | Extent.read(amount)
    pairs = [place for place in amounts if isinstance(place, tuple)]
    return {pair for pair in pairs if _is_more(pair, amounts, asked) and _is_more(pair[1], amounts, asked)}


def _is_more(place, amounts, asked):
    unknown = Extent() if isinstance(place, tuple) else amounts[place]
    return not asked.get(_place(place), unknown).covers(amounts[place])


def _place(place):
    return "-".join(map(str, place)) if isinstance(place, tuple) else str(place)
