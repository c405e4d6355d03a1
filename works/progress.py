"""The schedule of a case as it is shown: what was planned, what is done, what is in the way. Reads, writes nothing."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock
from common.clock import local_date
from milestones.models import Apart, Milestone, MilestoneStatus
from milestones.stages import Stage

from .models import DigKind, DigParty, DigStatus, PlanPart, Step, WorkStep
from .picture import latest
from .schedule import Days, Line, draw_chart, find_conflicts
from .sketch import COLOURS

CONFLICTS = {
    "trench": gettext_lazy(
        "%(one)s与%(other)s在%(section)s的开挖时间重叠，但不在同一沟槽，请协调先后或并沟。"
    ),
    "order": gettext_lazy("%(one)s的施工（%(on)s）早于开挖，请核对日期。"),
    "wish": gettext_lazy("%(one)s的工期到 %(on)s，晚于申请人期望的接通日期。"),
}


class Schedule:
    """All orders of a case that have a part. ``orders``: only of these, None for all."""

    def __init__(self, application, orders=None):
        self.application = application
        parts = PlanPart.objects.of_application(application).present().for_reading()
        parts = parts if orders is None else parts.filter(order__in=orders)
        self.lines = _lines(latest(parts.order_by("order_id", "version")))

    @property
    def chart(self):
        return draw_chart(self.lines, clock.today(), COLOURS)

    @property
    def conflicts(self):
        return [_in_words(one) for one in find_conflicts(self.lines, wished_on(self.application))]

    @property
    def rows(self):
        """The same in words, for who cannot see the chart."""
        return [(line.party, row, _planned(row), _real(row)) for line in self.lines for row in line.days]


def wished_on(application):
    said = application.extras.get("wished_connection_on")
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:  # a draft typed long ago
        return None


def _lines(parts):
    orders = [part.order for part in parts]
    apart = set(
        Apart.objects.open().filter(order__in=orders, stage=Stage.EXCAVATION).values_list("order", flat=True)
    )
    joint = {part.order_id: f"plan {part.plan_id}" for part in parts if part.order_id not in apart}
    real, trenches = _real_days(orders), _trenches(orders, joint)
    return [_line(part, real, trenches, part.order_id in apart) for part in parts]


def _line(part, real, trenches, is_apart):
    planned = {row.step: row for row in part.steps.all()}
    order, days = part.order, []
    for step in Step:
        began, ended = real.get((order.pk, step.value), (None, None))
        if step in planned or began or ended:
            first, last = (
                (planned[step].starts_on, planned[step].ends_on) if step in planned else (None, None)
            )
            days.append(Days(step.value, str(step.label), first, last, began, ended))
    cuts = {route.section_id: str(route.section) for route in part.routes.all() if route.opens_ground}
    stretches = [(pk, name, _in_trenches(part, pk, trenches, is_apart)) for pk, name in cuts.items()]
    stretches = [stretch for stretch in stretches if stretch[-1]]  # what is closed is in nobody's way
    return Line(order.request.label, order.request.service, tuple(days), tuple(stretches))


def _in_trenches(part, section, trenches, is_apart):
    """Where it lies, or is to lie once it is confirmed: with the others of its plan, unless it digs apart."""
    if (own := trenches.get((part.order_id, section))) is not None:
        return own
    alone = f"order {part.order_id}" if is_apart else f"plan {part.plan_id}"
    shared = None if is_apart else trenches.get((f"plan {part.plan_id}", section))
    return shared or {alone}


def _real_days(orders):
    """What was noted of a step, or what its stage says; by order and step."""
    known = {(row.order_id, row.step): (row.started_on, row.finished_on) for row in _noted(orders)}
    stages = Milestone.objects.filter(order__in=orders, stage__in=[Stage.EXCAVATION, Stage.BACKFILL])
    for row in stages.filter(status=MilestoneStatus.REACHED):
        known[row.order_id, row.stage] = (None, local_date(row.reached_at))
    return known


def _noted(orders):
    return WorkStep.objects.filter(order__in=orders)


def _trenches(orders, joint):
    """Those each order has to open or to close, by order and section; by plan and section one that may be shared."""
    parties = DigParty.objects.living().filter(order__in=orders, dig__kind=DigKind.PLANNED)
    known = {}
    for row in parties.select_related("dig").order_by("pk"):
        section, trench = row.dig.section_id, f"dig {row.dig_id}"
        own = known.setdefault((row.order_id, section), set())
        if row.dig.status in (DigStatus.PLANNED, DigStatus.OPEN):
            own.add(trench)
            if row.order_id in joint:
                known.setdefault((joint[row.order_id], section), {trench})
    return known


def _in_words(conflict):
    facts = {name: getattr(conflict, name) for name in ("one", "other", "section", "on")}
    return str(CONFLICTS[conflict.why]) % facts


def _planned(row):
    return f"{row.first} — {row.last}" if row.first else _("未定")


def _real(row):
    said = []
    if row.began:
        said.append(_("%s 开始") % row.began)
    if row.ended:
        said.append(_("%s 完成") % row.ended)
    return "，".join(said) or "—"
