"""The steps of all orders of a case on one line of days, and where they are in each other's way. Pure."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations

ONE_DAY = timedelta(days=1)
GROUND = ("excavation", "backfill")
LEFT, RIGHT = 66, 352
HEAD, ROW, NAME = 26, 22, 26
BAR = 10


@dataclass(frozen=True)
class Days:
    """One step of one order: planned and, as far as it has come, real."""

    step: str
    label: str
    first: date | None
    last: date | None
    began: date | None = None
    ended: date | None = None


@dataclass(frozen=True)
class Line:
    """One order. ``trenches``: (section, section's name, the trenches it has there) of each stretch it opens."""

    party: str
    mark: str
    days: tuple
    trenches: tuple = field(default=())

    def on(self, step):
        return next((row for row in self.days if row.step == step and row.first), None)

    @property
    def window(self):
        """While the ground is open, as planned."""
        opened, closed = self.on("excavation"), self.on("backfill")
        return (opened.first, closed.last) if opened and closed else None

    @property
    def last_day(self):
        return max((row.last for row in self.days if row.last), default=None)


@dataclass(frozen=True)
class Conflict:
    """``why``: trench, order or wish."""

    why: str
    one: str
    other: str = ""
    section: str = ""
    on: date | None = None


def find_conflicts(lines, wished_on=None):
    found = [conflict for one, other in combinations(lines, 2) for conflict in _in_one_place(one, other)]
    for line in lines:
        opened, built = line.on("excavation"), line.on("construction")
        if opened and built and built.first < opened.first:
            found.append(Conflict("order", line.party, on=built.first))
        if wished_on and line.last_day and line.last_day > wished_on:
            found.append(Conflict("wish", line.party, on=line.last_day))
    return found


def _in_one_place(one, other):
    """Both have the ground of one section open at the same time, and not in one trench."""
    if not (one.window and other.window and _overlap(one.window, other.window)):
        return
    theirs = {section: trenches for section, _name, trenches in other.trenches}
    for section, name, trenches in one.trenches:
        if section in theirs and not trenches & theirs[section]:
            yield Conflict("trench", one.party, other.party, section=name)


def _overlap(one, other):
    return one[0] <= other[1] and other[0] <= one[1]


@dataclass(frozen=True)
class Chart:
    height: int
    names: list
    bars: list
    ticks: list
    today_x: float | None


def draw_chart(lines, today, colours):
    """Where each bar lies; None where nothing has a date."""
    days = [day for line in lines for row in line.days for day in _all_days(row)]
    if not days:
        return None
    first, last = min(days), max(max(days), min(days) + 6 * ONE_DAY)
    scale = _Scale(first, last)
    names, bars, y = [], [], HEAD
    for line in lines:
        rows = [row for row in line.days if _all_days(row)]
        if not rows:
            continue
        names.append({"text": line.party, "y": y + 15})
        y += NAME
        for row in rows:
            bars.append(_bar(row, y, scale, colours[line.mark]))
            y += ROW
    today_x = scale.x(today) if first <= today <= last else None
    return Chart(y + 6, names, bars, scale.ticks(), today_x)


def _all_days(row):
    return [day for day in (row.first, row.last, row.began, row.ended) if day]


def _bar(row, y, scale, colour):
    real_from = row.began or row.ended
    return {
        "label": row.label,
        "text_y": y + 13,
        "y": y + 3,
        "height": BAR,
        "colour": colour,
        "planned": scale.piece(row.first, row.last) if row.first else None,
        "real": scale.piece(real_from, row.ended or real_from) if real_from else None,
    }


class _Scale:
    def __init__(self, first, last):
        self.first, self.last = first, last
        self.days = (last - first).days + 1

    def x(self, day):
        return round(LEFT + (RIGHT - LEFT) * (day - self.first).days / self.days, 1)

    def piece(self, first, last):
        x = self.x(first)
        return {"x": x, "width": round(max(self.x(last + ONE_DAY) - x, 3), 1)}

    def ticks(self):
        """First day, and then a few more in even steps, as 12-07."""
        step = max(1, -(-self.days // 5))
        days = [self.first + place * ONE_DAY for place in range(0, self.days, step)]
        return [{"x": self.x(day), "text": f"{day:%m-%d}"} for day in days]
