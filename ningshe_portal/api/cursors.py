"""Reading by change without ever skipping a late commit. Pure, but for the one question to the database.

A transaction may write the moment of its change now and commit seconds later. So rows are handed out as soon as
they are seen, but the place to go on from never passes a moment before which something may still appear.
"""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection

from common import clock

# Longer than any verb takes between reading the clock and committing; a repeated row harms nobody.
ORDERS_LAG = timedelta(seconds=60)
# Events are held back instead, for their own ids say where to go on; the moment and the key of an event are taken
# within one statement, so what is needed is only what the clocks of two machines may differ by.
EVENTS_LAG = timedelta(seconds=2)
OLDEST_WRITER = """
    SELECT min(xact_start) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()
"""


class BadCursor(ValueError):
    """Not a cursor of this portal."""


@dataclass(frozen=True)
class Place:
    """The last row read: when it changed, and its key among those of the same moment."""

    moment: datetime
    pk: int


@dataclass(frozen=True)
class Cursor:
    """``place``: where this sweep goes on; ``settled``: where the next sweep begins."""

    place: Place | None = None
    settled: Place | None = None

    def after(self, places, *, horizon, has_more):
        """The cursor to hand out with these rows.

        While there are more rows the sweep goes on behind the last one; at its end it falls back to the last row
        that had settled when it was read without a gap before it.
        """
        settled = self.settled
        if self.place == self.settled:
            for place in places:
                if place.moment >= horizon:
                    break
                settled = place
        return Cursor(places[-1], settled) if has_more else Cursor(settled, settled)


def settled_before(lag):
    """Nothing that is not visible now can appear with an earlier moment than this.

    PostgreSQL is asked for the oldest transaction that has written and not committed; SQLite has one writer.
    """
    moments = [clock.now()]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(OLDEST_WRITER)
            moments += [row[0] for row in cursor.fetchall() if row[0]]
    return min(moments) - lag


def write_cursor(cursor):
    """Opaque to the reader."""
    places = [
        place and [place.moment.astimezone(UTC).isoformat(), place.pk]
        for place in (cursor.place, cursor.settled)
    ]
    return base64.urlsafe_b64encode(json.dumps(places).encode()).decode().rstrip("=")


def read_cursor(text):
    """Raises ``BadCursor``."""
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        place, settled = json.loads(base64.urlsafe_b64decode(padded))
        return Cursor(_place(place), _place(settled))
    except (ValueError, TypeError, LookupError, OverflowError, RecursionError) as error:
        raise BadCursor(text) from error


def _place(pair):
    if pair is None:
        return None
    moment, pk = datetime.fromisoformat(pair[0]), pair[1]
    if moment.tzinfo is None or not isinstance(pk, int) or not 0 <= pk < 2**63:
        raise BadCursor(pair)
    return Place(moment.astimezone(UTC), pk)
