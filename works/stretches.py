"""Stretches of road: what makes two names one section, and the metres that several share. Pure.

All lengths in metres, all costs in yuan.
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise

ZERO = Decimal(0)
SPACES = re.compile(r"[\s()（）,，.。·—\-]+")
# How people end the name of the same crossing.
CROSSINGS = re.compile(r"(交叉口|交口|路口|口)$")


def plain_name(name):
    """A name as it is compared: width, case, spaces and the word for a crossing do not matter."""
    clean = SPACES.sub("", unicodedata.normalize("NFKC", name)).casefold()
    return CROSSINGS.sub("", clean) or clean


def section_key(town, street, one_end, other_end, yard_of=None):
    """The same for everybody who names this stretch, from whichever end; in a yard, for those of that case."""
    names = [plain_name(street), *sorted([plain_name(one_end), plain_name(other_end)])]
    return "|".join([str(town), *names, *([str(yard_of)] if yard_of else [])])


@dataclass(frozen=True)
class Cut:
    """Where one party opens the ground of one section: from ``start`` to ``end`` metres."""

    party: str
    section: int
    start: Decimal
    end: Decimal


@dataclass(frozen=True)
class UnitCosts:
    """Yuan for each metre of a section; None where nobody has said."""

    dig: Decimal | None = None
    road: Decimal | None = None
    green: Decimal | None = None

    @property
    def compensation(self):
        known = [cost for cost in (self.road, self.green) if cost is not None]
        return sum(known, ZERO) if known else None


@dataclass(frozen=True)
class Saving:
    """What one trench for all saves in a section against each party going alone."""

    section: int
    parties: tuple[str, ...]
    alone: Decimal
    together: Decimal
    shared: Decimal
    dig_yuan: Decimal | None
    compensation_yuan: Decimal | None

    @property
    def saved(self):
        return self.alone - self.together


@dataclass(frozen=True)
class Total:
    """Over several sections; ``has_unpriced``: a saving that could not be put in yuan is not in the sums."""

    alone: Decimal
    together: Decimal
    shared: Decimal
    dig_yuan: Decimal
    compensation_yuan: Decimal
    has_unpriced: bool

    @property
    def saved(self):
        return self.alone - self.together

    @property
    def yuan(self):
        return self.dig_yuan + self.compensation_yuan


def compute_savings(cuts, costs):
    """One ``Saving`` for each section that is opened. ``costs``: ``UnitCosts`` by section."""
    by_section = defaultdict(list)
    for cut in cuts:
        by_section[cut.section].append(cut)
    return [_saving(section, own, costs.get(section, UnitCosts())) for section, own in by_section.items()]


def _saving(section, cuts, costs):
    depths = _depths(cuts)
    alone = sum((length * depth for length, depth in depths), ZERO)
    together = sum((length for length, depth in depths if depth), ZERO)
    saved = alone - together
    return Saving(
        section=section,
        parties=tuple(sorted({cut.party for cut in cuts})),
        alone=alone,
        together=together,
        shared=sum((length for length, depth in depths if depth > 1), ZERO),
        dig_yuan=None if costs.dig is None else saved * costs.dig,
        compensation_yuan=None if costs.compensation is None else saved * costs.compensation,
    )


def _depths(cuts):
    return [(right - left, depth) for left, right, depth in _pieces(cuts)]


def _pieces(cuts):
    """Each piece between two ends with the number of parties in it; one party's own overlaps count once."""
    ends = sorted({end for cut in cuts for end in (cut.start, cut.end)})
    return [
        (left, right, len({cut.party for cut in cuts if cut.start <= left and right <= cut.end}))
        for left, right in pairwise(ends)
    ]


def shared_pieces(cuts):
    """From where to where, in metres, the cuts of one section have more than one party in them."""
    return [(left, right) for left, right, depth in _pieces(cuts) if depth > 1]


def add_up(savings):
    return Total(
        alone=sum((one.alone for one in savings), ZERO),
        together=sum((one.together for one in savings), ZERO),
        shared=sum((one.shared for one in savings), ZERO),
        dig_yuan=sum((one.dig_yuan or ZERO for one in savings), ZERO),
        compensation_yuan=sum((one.compensation_yuan or ZERO for one in savings), ZERO),
        has_unpriced=any(one.saved and None in (one.dig_yuan, one.compensation_yuan) for one in savings),
    )


@dataclass(frozen=True)
class Way:
    """The way of one party along one section, by whatever method."""

    party: str
    section: int
    street: str
    ends: frozenset[str]
    opens_ground: bool
    start: Decimal
    end: Decimal


@dataclass(frozen=True)
class Hint:
    """``one`` could lie in the trench ``other`` opens. ``why``: same_ends, same_street, apart or no_cut."""

    why: str
    one: Way
    other: Way


def find_hints(ways):
    """Where one party could use the section another opens: pairs that do not share a trench yet."""
    found = []
    for one, other in combinations(ways, 2):
        if one.party == other.party:
            continue
        if why := _why_share(one, other):
            first, second = (one, other) if other.opens_ground else (other, one)
            found.append(Hint(why, first, second))
    return found


def _why_share(one, other):
    both_open = one.opens_ground and other.opens_ground
    if one.section != other.section:
        return _why_join(one, other) if both_open else ""
    if not both_open:
        return "no_cut" if one.opens_ground or other.opens_ground else ""
    return "apart" if one.end <= other.start or other.end <= one.start else ""


def _why_join(one, other):
    """Two sections that may be one in truth, or lie side by side."""
    if one.ends == other.ends:
        return "same_ends"
    return "same_street" if one.street == other.street else ""
