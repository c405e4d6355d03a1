"""Which permits the routes of a plan need, and why, in words the applicant understands.

Pure: routes, the district's permit types and today come in. The rules are those of the laws named beside them;
how many metres still count as small is a setting of the type.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from works.extent import Extent
from works.protection import protection_of


class Method:
    """How a pipe or cable gets along a section."""

    OPEN_CUT = "open_cut"
    JACKING = "jacking"
    DRILLING = "drilling"
    OVERHEAD = "overhead"
    EXISTING_DUCT = "existing_duct"


BELOW = {Method.JACKING, Method.DRILLING}
LAID_NEW = {Method.OPEN_CUT, Method.OVERHEAD, *BELOW}


class Kind:
    """The codes of the permit types the rules know."""

    PLANNING = "planning"
    ROAD_DIGGING = "road_digging"
    ROAD_OCCUPATION = "road_occupation"
    TRAFFIC = "traffic"
    GREEN = "green"
    TREES_MOVED = "trees_moved"
    TREES_FELLED = "trees_felled"
    HIGHWAY = "highway"
    RIVER = "river"
    WETLAND = "wetland"


@dataclass(frozen=True)
class Section:
    """A stretch of the way. ``is_inside``: on the applicant's own ground, where no road is a city road."""

    key: Hashable
    name: str
    is_road: bool = False
    is_highway: bool = False
    is_river: bool = False
    is_wetland: bool = False
    is_inside: bool = False
    green_m2: Decimal = Decimal()
    trees_to_move: int = 0
    trees_to_fell: int = 0
    built_on: date | None = None
    overhauled_on: date | None = None
    backfilled_on: date | None = None
    backfill_until: date | None = None


@dataclass(frozen=True)
class Run:
    """One order goes along one section by one method, from ``start`` metres after its first point on."""

    order: Hashable
    section: Section
    method: str
    metres: Decimal
    start: Decimal = Decimal()

    @property
    def opens_city_road(self):
        return self.method == Method.OPEN_CUT and self.is_on_city_road

    @property
    def extent(self):
        return Extent([(self.start, self.start + self.metres)])

    @property
    def is_on_city_road(self):
        return self.section.is_road and not self.section.is_inside


@dataclass(frozen=True)
class Rule:
    """A permit type of the district. ``threshold``: below so many metres it is only recorded (备案)."""

    kind: str
    departments: tuple[Hashable, ...]
    needs_decision: bool = True
    threshold: int | None = None


@dataclass(frozen=True)
class Need:
    """One permit of one department for all orders concerned, and why. ``protected_until``: no digging before.

    ``pairs``: which order needs it for which section.
    """

    kind: str
    department: Hashable
    pairs: frozenset
    reason: str
    needs_decision: bool
    protected_until: date | None = None

    @property
    def orders(self):
        return {order for order, _section in self.pairs}

    @property
    def sections(self):
        return {section for _order, section in self.pairs}


def derive_needs(runs: Iterable[Run], rules: Iterable[Rule], today: date) -> list[Need]:
    """Every permit the routes need, in the order of the rules; types the district has not entered are left out."""
    runs = [run for run in runs if run.method in LAID_NEW]
    needs = []
    for rule in rules:
        concerned = [run for run in runs if APPLIES[rule.kind](run)] if rule.kind in APPLIES else []
        needs += [_need(rule, department, concerned, today) for department in rule.departments if concerned]
    return needs


def need_beside(
    need: Need, runs: Iterable[Run], rules: Iterable[Rule], today: date, covered: set
) -> Need | None:
    """What of ``need`` is not yet covered by permits, for which order on which section; None if nothing is.

    Whether it must be decided is a matter of the whole.
    """
    rule = next(rule for rule in rules if rule.kind == need.kind)
    own = replace(
        rule, departments=(need.department,), threshold=None if need.needs_decision else rule.threshold
    )
    rest = [run for run in runs if (run.order, run.section.key) not in covered]
    return next(iter(derive_needs(rest, [own], today)), None)


def amounts_of(need: Need, runs: Iterable[Run]) -> dict:
    """What is asked for on each section of a need in all, and by each order; nothing where only the place counts.

    An ``Extent`` by section, and by (order, section): where it is dug or laid, or as many of what is in the way.
    """
    measure = AMOUNTS.get(need.kind, lambda laid: Extent())
    by_place = {}
    for run in runs:
        pair = run.order, run.section.key
        if pair in need.pairs and run.method in LAID_NEW and APPLIES[need.kind](run):
            by_place.setdefault(pair, []).append(run)
            by_place.setdefault(run.section.key, []).append(run)
    return {place: measure(laid) for place, laid in by_place.items()}


def pick_filer(runs: Iterable[Run]) -> Hashable | None:
    """Who opens the ground farthest files for all; where nobody does, who has the longest way."""
    by_order = {}
    for run in runs:
        by_order.setdefault(run.order, []).append(run)
    return max(by_order, key=lambda order: _length(by_order[order]), default=None)


def _length(runs):
    return metres_of(run for run in runs if run.method == Method.OPEN_CUT), metres_of(runs)


def metres_of(runs: Iterable[Run]) -> Decimal:
    """How far the routes go in all; where several lie side by side that counts once."""
    by_section = {}
    for run in runs:
        by_section.setdefault(run.section.key, []).append(run)
    return sum((extent_of(along).metres for along in by_section.values()), Decimal())


def extent_of(runs: Iterable[Run]) -> Extent:
    """Where the routes along one section go."""
    return Extent(piece for run in runs for piece in run.extent.pieces)


def _need(rule, department, runs, today):
    sections = {run.section.key: run.section for run in runs}.values()
    metres = metres_of(runs)
    is_small = rule.threshold is not None and metres < rule.threshold
    need = Need(
        kind=rule.kind,
        department=department,
        pairs=frozenset((run.order, run.section.key) for run in runs),
        reason=_reason(rule, sections, metres, is_small),
        needs_decision=rule.needs_decision and not is_small,
    )
    return _protect(need, sections, today) if rule.kind == Kind.ROAD_DIGGING else need


def _reason(rule, sections, metres, is_small):
    """What is done, whether that is little, and where."""
    what = REASONS[rule.kind](sections, metres)
    if is_small:
        small = _("不足 %d 米，只需备案") % rule.threshold
        what = f"{what}，{small}"
    where = "、".join(dict.fromkeys(section.name for section in sections))
    return _("%(what)s：%(where)s") % {"what": what, "where": where}


def _protect(need, sections, today):
    """A road is protected as long as the longest protected of its sections."""
    guarded = [(section, protection_of(section, today)) for section in sections]
    guarded = [(section, found) for section, found in guarded if found]
    if not guarded:
        return need
    until = max(found.until for _section, found in guarded)
    whys = "；".join(f"{section.name}：{found.why}" for section, found in guarded)
    text = _("%(why)s。%(whys)s，%(until)s 前不得挖掘") % {
        "why": need.reason,
        "whys": whys,
        "until": until.isoformat(),
    }
    return replace(need, reason=text, protected_until=until)


def plain(amount) -> str:
    """120 for a whole number of metres, 12.5 else."""
    return f"{Decimal(amount).normalize():f}"


def _total(sections, name):
    return plain(sum(getattr(section, name) for section in sections))


# Of green land and trees only what is dug up, of trees to fell also what stands in the way of a line overhead.
APPLIES = {
    Kind.PLANNING: lambda run: True,
    Kind.ROAD_DIGGING: lambda run: run.opens_city_road,
    Kind.ROAD_OCCUPATION: lambda run: run.is_on_city_road and run.method != Method.OPEN_CUT,
    Kind.TRAFFIC: lambda run: run.is_on_city_road and run.method != Method.OPEN_CUT,
    Kind.GREEN: lambda run: run.method == Method.OPEN_CUT and run.section.green_m2 > 0,
    Kind.TREES_MOVED: lambda run: run.method == Method.OPEN_CUT and run.section.trees_to_move > 0,
    Kind.TREES_FELLED: lambda run: run.method not in BELOW and run.section.trees_to_fell > 0,
    Kind.HIGHWAY: lambda run: run.section.is_highway and not run.section.is_inside,
    Kind.RIVER: lambda run: run.section.is_river,
    Kind.WETLAND: lambda run: run.section.is_wetland,
}
REASONS = {
    Kind.PLANNING: lambda sections, metres: _("新建管线 %s 米") % plain(metres),
    Kind.ROAD_DIGGING: lambda sections, metres: _("开挖城市道路 %s 米") % plain(metres),
    Kind.ROAD_OCCUPATION: lambda sections, metres: _("不开挖路面，施工时占用城市道路"),
    Kind.TRAFFIC: lambda sections, metres: _("穿越或跨越城市道路施工，影响交通"),
    Kind.GREEN: lambda sections, metres: _("施工占用绿地 %s 平方米") % _total(sections, "green_m2"),
    Kind.TREES_MOVED: lambda sections, metres: _("需要迁移树木 %s 株") % _total(sections, "trees_to_move"),
    Kind.TREES_FELLED: lambda sections, metres: _("需要砍伐树木 %s 株") % _total(sections, "trees_to_fell"),
    Kind.HIGHWAY: lambda sections, metres: _("在公路用地范围内施工"),
    Kind.RIVER: lambda sections, metres: _("在河道管理范围内施工"),
    Kind.WETLAND: lambda sections, metres: _("在七里海湿地或生态红线范围内施工"),
}
# What a permit may be outgrown by; all routes along a section have its green land and trees in common.
AMOUNTS = {
    Kind.PLANNING: extent_of,
    Kind.ROAD_DIGGING: extent_of,
    Kind.GREEN: lambda laid: Extent.first(laid[0].section.green_m2),
    Kind.TREES_MOVED: lambda laid: Extent.first(laid[0].section.trees_to_move),
    Kind.TREES_FELLED: lambda laid: Extent.first(laid[0].section.trees_to_fell),
}
