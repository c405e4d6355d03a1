"""The plan as it is shown: sections with the ways along them, metres and yuan saved, hints. Reads, writes nothing.

Built from the rows of ``Plan.objects.with_parts()``: a fixed number of queries.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Method, PartStatus, RoadSection
from .sketch import Lane, draw
from .stretches import (
    Cut,
    UnitCosts,
    Way,
    add_up,
    compute_savings,
    find_hints,
    plain_name,
    shared_pieces,
)

HINTS = {
    "same_ends": gettext_lazy(
        "%(one)s与%(other)s起止点相同（%(section)s），可核对是否为同一路段，一沟敷设。"
    ),
    "same_street": gettext_lazy("%(one)s与%(other)s都在%(street)s开挖，可调整到同一段、同一沟。"),
    "apart": gettext_lazy("%(one)s与%(other)s在%(section)s分两处开挖，可调整到同一沟。"),
    "no_cut": gettext_lazy("%(one)s也可敷设在%(other)s开挖的沟槽内（%(section)s）。"),
}
# Nothing is gained by a trench for what needs none.
NEEDS_NO_TRENCH = {Method.EXISTING_DUCT, Method.OVERHEAD}


@dataclass(frozen=True)
class SectionView:
    """One section and the routes of all parties along it."""

    section: object
    routes: list
    saving: object | None

    @property
    def title(self):
        return section_text(self.section)

    @property
    def facts(self):
        return facts_text(self.section)

    @property
    def standing(self):
        return standing_text(self.section)

    @property
    def ways(self):
        return [lane_text(route) for route in self.routes]

    @property
    def shared(self):
        """Metres in one trench, in words."""
        return plain_metres(self.saving.shared) if self.saving and self.saving.shared else ""


LYING_OPEN = (PartStatus.PRESENTED, PartStatus.CONFIRMED)


class Picture:
    """One plan: the parts that count now, or those given in."""

    def __init__(self, plan, parts=None):
        self.plan = plan
        parts = plan.present if parts is None else parts
        self.parts = latest(parts)
        self.routes = [_of(part, route) for part in self.parts for route in part.routes.all()]

    @classmethod
    def before_applicant(cls, plan):
        """What he is asked about, and what is in force: nothing that is being drawn up or was sent back."""
        return cls(plan, [part for part in plan.present if part.status in LYING_OPEN])

    @cached_property
    def savings(self):
        cuts = [_cut(route) for route in self.routes if route.opens_ground]
        return {saving.section: saving for saving in compute_savings(cuts, self._costs())}

    @cached_property
    def total(self):
        return add_up(self.savings.values())

    @cached_property
    def sections(self):
        by_section = defaultdict(list)
        for route in self.routes:
            by_section[route.section].append(route)
        return [
            SectionView(section, rows, self.savings.get(section.pk)) for section, rows in by_section.items()
        ]

    @cached_property
    def hints(self):
        sections = {route.section_id: route.section for route in self.routes}
        ways = [_way(route) for route in self.routes if route.method not in NEEDS_NO_TRENCH]
        return [_hint_text(hint, sections) for hint in find_hints(ways)]

    @cached_property
    def sketch(self):
        return draw([_drawn(view) for view in self.sections])

    @property
    def totals(self):
        """In words, for pages: metres and yuan."""
        total = self.total
        return {
            "alone": plain_metres(total.alone),
            "together": plain_metres(total.together),
            "saved": plain_metres(total.saved),
            "dig": f"{total.dig_yuan:,.0f}",
            "compensation": f"{total.compensation_yuan:,.0f}",
            "has_unpriced": total.has_unpriced,
            "is_any": bool(total.alone),
        }

    @property
    def payers(self):
        """What each side bears, all parts together."""
        return {
            "provider": sum(part.provider_cost for part in self.parts),
            "applicant": sum(part.applicant_cost for part in self.parts),
            "public": sum(part.public_cost for part in self.parts),
        }

    @property
    def has_choice(self):
        """Whether several carriers lie side by side, of which the applicant takes one."""
        return sum(part.order.request.service == "network" for part in self.parts) > 1

    @property
    def is_presented(self):
        return any(part.status == PartStatus.PRESENTED for part in self.parts)

    def _costs(self):
        return {route.section_id: unit_costs(route.section) for route in self.routes}


def latest(parts):
    """Of each order the newest part: what is put before the applicant, not what it takes the place of."""
    newest = {}
    for part in parts:
        held = newest.get(part.order_id)
        if held is None or part.version > held.version:
            newest[part.order_id] = part
    return [newest[key] for key in sorted(newest)]


def unit_costs(section):
    """Green land of a section is spread over its length."""
    green = None
    if section.green_cost is not None and section.green_m2:
        green = section.green_cost * section.green_m2 / section.metres
    return UnitCosts(dig=section.dig_cost, road=section.road_cost, green=green)


def _of(part, route):
    route.part = part
    return route


def party(route):
    return route.part.order.request.label


def _cut(route):
    return Cut(party(route), route.section_id, route.start, route.end)


def _way(route):
    section = route.section
    ends = frozenset([plain_name(section.from_point), plain_name(section.to_point)])
    street = f"{section.town_id} {plain_name(section.street)}"
    return Way(party(route), section.pk, street, ends, route.opens_ground, route.start, route.end)


def _hint_text(hint, sections):
    section = sections[hint.other.section]
    facts = {"one": hint.one.party, "other": hint.other.party, "section": section, "street": section.street}
    return HINTS[hint.why] % facts


def _drawn(view):
    lanes = [
        Lane(lane_text(route), route.part.order.request.service, route.start, route.end, route.opens_ground)
        for route in view.routes
    ]
    cuts = [_cut(route) for route in view.routes if route.opens_ground]
    return section_text(view.section), view.section.metres, lanes, shared_pieces(cuts)


def section_text(section):
    return _("%(section)s %(metres)s 米") % {"section": section, "metres": plain_metres(section.metres)}


# What decides on the permits beside the surface, in the order it is told.
AMOUNTS = {
    "green_m2": gettext_lazy("占用绿地 %s 平方米"),
    "trees_to_move": gettext_lazy("迁移树木 %s 株"),
    "trees_to_fell": gettext_lazy("砍伐树木 %s 株"),
    "built_on": gettext_lazy("%s 建成"),
    "overhauled_on": gettext_lazy("%s 大修"),
}
PLACES = ("is_river", "is_wetland", "is_highway", "is_inside_plot")


def facts_text(section):
    """What stands of a stretch, in words."""
    amounts = {name: getattr(section, name) for name in AMOUNTS}
    told = [AMOUNTS[name] % _plain(amount) for name, amount in amounts.items() if amount]
    field = RoadSection._meta.get_field
    told += [str(field(name).verbose_name) for name in PLACES if getattr(section, name)]
    return "，".join([section.get_surface_display(), *told])


def standing_text(section):
    """Whether all agree on it; '' where there is nothing to say."""
    if section.differs_since:
        return _("各单位所报不一致，统筹办公室核对前按较严的执行。")
    return _("已由统筹办公室核对。") if section.corrected_at else ""


def _plain(amount):
    return plain_metres(amount) if isinstance(amount, Decimal) else amount


def lane_text(route):
    facts = {
        "party": party(route),
        "method": route.get_method_display(),
        "metres": plain_metres(route.metres),
    }
    return _("%(party)s %(method)s %(metres)s 米") % facts


def plain_metres(metres):
    """80 rather than 80.0."""
    return f"{metres:f}".rstrip("0").rstrip(".") if "." in f"{metres:f}" else f"{metres:f}"
