"""A sketch of the sections of a plan, and a chart of its days: where each shape lies. Pure.

Units of the drawing are those of a view box 360 wide, so that its letters stay readable on a telephone.
"""

from dataclasses import dataclass
from itertools import accumulate

WIDTH, MARGIN = 360, 10
FIELD = WIDTH - 2 * MARGIN
TITLE, ROAD, LANE, GAP = 20, 16, 33, 16
MOST_LETTERS = 21  # of a title; the list beside it has the whole
FIRST_WIDE = "\u2e80"  # from here on letters are as wide as they are high
# As on every page: the colour of a service is only a mark, its name stands beside it.
COLOURS = {"water": "#1a6fd0", "power": "#b27700", "gas": "#cf4f0c", "network": "#1a8048"}


@dataclass(frozen=True)
class Lane:
    """One party along one section. ``mark``: its service, for the colour."""

    label: str
    mark: str
    start: float
    end: float
    is_cut: bool


@dataclass(frozen=True)
class Bar:
    x: float
    end: float
    y: float
    text_y: float
    label: str
    colour: str
    is_cut: bool


@dataclass(frozen=True)
class Stretch:
    title: str
    title_y: float
    road_y: float
    shared: list
    lanes_height: float
    bars: list


@dataclass(frozen=True)
class Sketch:
    height: float
    stretches: list


def draw(sections):
    """``sections``: (title, metres, lanes, shared pieces) each, from top to bottom."""
    stretches, y = [], GAP
    for title, metres, lanes, shared in sections:
        stretches.append(_stretch(title, float(metres), lanes, shared, y))
        y += TITLE + ROAD + LANE * len(lanes) + GAP
    return Sketch(height=round(y, 1), stretches=stretches)


def _stretch(title, metres, lanes, shared, top):
    road = top + TITLE
    below = road + ROAD
    return Stretch(
        title=_fit(title),
        title_y=top + 14,
        road_y=road,
        shared=[_piece(left, right, metres) for left, right in shared],
        lanes_height=ROAD + LANE * len(lanes),
        bars=[_bar(lane, metres, below + LANE * place) for place, lane in enumerate(lanes)],
    )


def _fit(title):
    """As much of a title as there is room for; figures and Latin letters take half of it."""
    ends = accumulate(1 if letter >= FIRST_WIDE else 0.5 for letter in title)
    fitting = sum(end <= MOST_LETTERS for end in ends)
    return title if fitting == len(title) else f"{title[:fitting]}…"


def _piece(left, right, metres):
    x = MARGIN + FIELD * float(left) / metres
    return {"x": round(x, 1), "width": round(FIELD * float(right - left) / metres, 1)}


def _bar(lane, metres, top):
    place = _piece(lane.start, lane.end, metres)
    return Bar(
        x=place["x"],
        end=round(place["x"] + max(place["width"], 2), 1),
        y=top + 5,
        text_y=top + 24,
        label=lane.label,
        colour=COLOURS.get(lane.mark, "#55606e"),
        is_cut=lane.is_cut,
    )
