"""The line map: a row for each service, its stages as stations. Pure: rows of the database come in."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from applications.models import RequestStatus
from common.clock import local_date
from milestones.clocks import view
from milestones.lamps import Lamp
from milestones.ledger import explain, ledger_days
from milestones.models import MilestoneStatus
from milestones.stages import PATH, STANDSTILL_CHOICES, Holder, Stage

from .deadlines import Deadline, count_text, day_text, deadline

REASONS = dict(STANDSTILL_CHOICES)
STAGES = dict(Stage.choices)
HOLDERS = dict(Holder.choices)
STATES = {
    "pending": _("未开始"),
    "running": _("进行中"),
    "late": _("已超期"),
    "paused": _("暂停计时"),
    "reached": _("已完成"),
    "skipped": _("不需要"),
    "cancelled": _("已取消"),
}
NOBODY = {
    RequestStatus.PENDING: _("受理后通知承办单位"),
    RequestStatus.OPEN: _("等待统筹办公室分派承办单位"),
}


@dataclass(frozen=True)
class Day:
    """One day of a clock: counted or not, and why."""

    day: date
    counts: bool
    why: str
    holder: str
    number: int | None
    is_due: bool

    @property
    def text(self):
        return day_text(self.day)


@dataclass(frozen=True)
class Stretch:
    """Days in a row that are alike."""

    first: date
    last: date
    counts: bool
    why: str
    holder: str
    days: int


@dataclass(frozen=True)
class Station:
    """One stage on the map, with what it opens to. Without milestone it is still to come."""

    stage: str
    label: str
    state: str
    word: str
    milestone: object = None
    deadline: Deadline | None = None
    limit: str = ""
    holder: str = ""
    days: tuple[Day, ...] = ()
    stretches: tuple[Stretch, ...] = ()

    @property
    def is_running(self):
        return self.state in ("running", "late", "paused")


@dataclass(frozen=True)
class Row:
    """One service of the case on the map; ``order``: the last one, None while nobody has it."""

    request: object
    order: object | None
    whole: Station | None = None
    stations: tuple[Station, ...] = ()

    @property
    def group(self):
        """Of the stations of one row one is open at a time."""
        return f"row-{self.request.pk}"

    @property
    def why_nobody(self):
        """Why no provider stands here."""
        return NOBODY.get(self.request.status) or self.request.get_status_display()


def build_row(request, order, milestones, calendar, today):
    """``milestones``: all of this case. What ended before anybody had it in hand has no stations to come."""
    of_order = {m.stage: m for m in milestones if order and m.order_id == order.pk}
    whole = [m for m in milestones if m.request_id == request.pk and m.stage == Stage.WHOLE]
    return Row(
        request=request,
        order=order,
        whole=build_station(whole[0].stage, whole[0], calendar, today) if whole else None,
        stations=tuple(build_station(stage, of_order.get(stage), calendar, today) for stage in PATH)
        if order or request.status in NOBODY
        else (),
    )


def build_station(stage, milestone, calendar, today):
    label = STAGES[stage]
    if milestone is None or milestone.opened_at is None:
        state = milestone.status if milestone else "pending"
        return Station(stage, label, state, STATES[state], milestone)
    is_open = milestone.status == MilestoneStatus.RUNNING
    until = deadline(milestone, calendar, today) if is_open else None
    state = _state(milestone, until)
    days = tuple(build_days(milestone, calendar, today))
    return Station(
        stage=stage,
        label=label,
        state=state,
        word=STATES[state],
        milestone=milestone,
        deadline=until,
        limit=count_text(milestone.limit_days, milestone.limit_unit)
        if milestone.limit_days is not None
        else "",
        holder=HOLDERS.get(milestone.holder, "") if is_open else "",
        days=days,
        stretches=tuple(build_stretches(days)),
    )


def _state(milestone, until):
    if until is None:
        return milestone.status
    if until.lamp == Lamp.RED:
        return "late"
    return "running" if milestone.is_counting else "paused"


def build_days(milestone, calendar, today):
    """The ledger of a milestone up to today, in words."""
    spans = [view(span) for span in milestone.spans.all()]
    if not spans:
        return
    for entry in ledger_days(
        milestone.counting_from or milestone.opened_at,
        milestone.limit_days,
        milestone.limit_unit,
        spans,
        calendar,
        max(today, local_date(spans[0].starts_at)),
    ):
        yield Day(
            day=entry.day,
            counts=entry.counts,
            why=explain(entry.why, reasons=REASONS, stages=STAGES),
            holder=HOLDERS.get(entry.holder, ""),
            number=entry.number,
            is_due=entry.is_due,
        )


def build_stretches(days):
    """Days in a row that are alike, as one line each."""
    for (counts, why, holder), group in groupby(days, key=lambda day: (day.counts, day.why, day.holder)):
        alike = list(group)
        yield Stretch(alike[0].day, alike[-1].day, counts, str(why), holder, len(alike))
