"""Which limit holds for a stage. Pure: the rows are given in."""

from .stages import Stage


def pick_limit(limits, stage, *, service="", variant="", has_outside_works=None, on):
    """The limit for a stage on the day it opens, or None.

    The more particular row wins, then the later one. While outside works are unknown the longer of the limits
    in force holds for a stage, and none for WHOLE, which freezes its own once they are known.
    """
    fitting = [
        row
        for row in limits
        if row.stage == stage
        and row.service in ("", service)
        and row.variant in ("", variant)
        and row.valid_from <= on
        and _fits_outside_works(row, stage, has_outside_works)
    ]
    if not fitting:
        return None
    particular = max((bool(row.service), bool(row.variant)) for row in fitting)
    rows = [row for row in fitting if (bool(row.service), bool(row.variant)) == particular]
    in_force = _latest_by_outside_works(rows)
    if has_outside_works in in_force and has_outside_works is not None:
        return in_force[has_outside_works]
    return max(in_force.values(), key=lambda row: row.days)


def _latest_by_outside_works(rows):
    """The later row wins among those for the same answer only: it says nothing about the other answer."""
    ordered = sorted(rows, key=lambda row: (row.valid_from, row.days))
    return {row.has_outside_works: row for row in ordered}


def _fits_outside_works(row, stage, known):
    if row.has_outside_works is None or known == row.has_outside_works:
        return True
    return known is None and stage != Stage.WHOLE
