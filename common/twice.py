"""Who clicks twice has said it once."""

from datetime import timedelta

from common import clock

DOUBLE_CLICK = timedelta(minutes=1)


def said_just_now(rows, moment, **same):
    """The row that says the same and whose ``moment`` is less than a minute ago, if there is one.

    Whoever calls holds a lock, so that the second click sees what the first has written.
    """
    return all_just_now(rows, moment, **same).first()


def all_just_now(rows, moment, **same):
    """Every such row: for who has to compare more than its own columns."""
    return rows.filter(**same, **{f"{moment}__gt": clock.now() - DOUBLE_CLICK})
