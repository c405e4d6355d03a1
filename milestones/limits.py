"""Which limit holds for a stage. Pure: the rows are given in."""

from .stages import Stage


def pick_limit(limits, stage, *, service="", variant="", has_outside_works=None, on):
    """The limit for a stage on the day it opens, or None.

    The more particular row wins, then the later one. While outside works are unknown the longer limit holds
    for a stage, and none for WHOLE, which freezes its own once they are known.
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
    latest = max(row.valid_from for row in rows)
    return max((row for row in rows if row.valid_from == latest), key=lambda row: row.days)


def _fits_outside_works(row, stage, known):
    if row.has_outside_works is None or known == row.has_outside_works:
        return True
    return known is None and stage != Stage.WHOLE
