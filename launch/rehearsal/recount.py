"""Every date of a run counted again from its bare rows: no model, no service and no clock of the portal takes part.

Pure: rows in, what is wrong out. The rules are those of the architecture's "clocks" and of 民法典 200–204: the day of
the event is day zero; a day counts for whoever holds the clock at its end; the date is the last of the counted days.
"""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)
LONGEST = timedelta(days=800)
SURE_HOLIDAYS = {
    (1, 1),
    (5, 1),
    (5, 2),
    (10, 1),
    (10, 2),
    (10, 3),
}  # the rules of the trade, of an estimated year
STAGES = 9
ENDED = {"reached", "skipped", "cancelled"}


class Calendar:
    """Working days: Monday to Friday but for what the State Council's notices make of single days.

    In a year whose notice is not out nobody works on the holidays that have a fixed date.
    """

    def __init__(self, days):
        self.kinds = {date.fromisoformat(row["day"]): row["kind"] for row in days}
        self.years = {day.year for day in self.kinds}

    def is_workday(self, day: date) -> bool:
        is_sure_rest = day.year not in self.years and (day.month, day.day) in SURE_HOLIDAYS
        usual = "rest" if day.weekday() > 4 or is_sure_rest else "work"
        return self.kinds.get(day, usual) == "work"

    def from_here(self, day: date) -> date:
        """``day`` itself if one works on it, else the next on which one does."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day


def wrong_dates(milestones, spans, calendar) -> list[str]:
    """The milestones whose stored date is not the one their spans and their limit lead to."""
    wrong, by_milestone = [], group(spans, "milestone_id")
    for row in milestones:
        expected = due_on(row, by_milestone[row["id"]], calendar)
        if row["due_on"] != (expected and expected.isoformat()):
            wrong.append(f"{row['number']} {row['stage']}: {row['due_on']} ≠ {expected}")
    return wrong


def due_on(row, spans, calendar) -> date | None:
    """The due date by its definition; None without a limit, and where the clock stands still before it is used up."""
    if not row["limit_days"] or not spans:
        return None
    day, used = local_date(row["counting_from"]), 0
    latest = day + LONGEST
    while used < row["limit_days"] and day < latest:
        day += ONE_DAY
        span = span_at_the_end(day, spans)
        if span is spans[-1] and not span["counts"]:
            return None
        used += span["counts"] and (row["limit_unit"] == "natural" or calendar.is_workday(day))
    return calendar.from_here(day) if row["limit_unit"] == "natural" else day


def span_at_the_end(day: date, spans):
    """The span that runs when the day ends; the last one goes on for ever."""
    end = datetime.combine(day + ONE_DAY, time.min, tzinfo=LOCAL)
    begun = [row for row in spans if moment(row["starts_at"]) < end]
    return begun[-1] if begun else spans[0]


def wrong_limits(milestones, limits, calendar) -> list[str]:
    """The milestones with a limit that no row of the table of limits gives, nor any day agreed upon."""
    table = {(row["stage"], row["service"], row["days"], row["unit"]) for row in limits}
    wrong = []
    for row in milestones:
        given = (row["limit_days"], row["limit_unit"])
        named = any((row["stage"], service, *given) in table for service in ("", row["service"]))
        if row["limit_days"] and not named and not is_agreed(row, calendar):
            wrong.append(f"{row['number']} {row['stage']}: {row['limit_days']} {row['limit_unit']}")
    return wrong


def is_agreed(row, calendar) -> bool:
    """Whether the limit is the number of days to an agreed date; who gets a stage too late for it has one day."""
    if not row["agreed_on"]:
        return False
    opened = local_date(row["counting_from"])
    agreed = calendar.from_here(date.fromisoformat(row["agreed_on"]))
    days = (opened + ONE_DAY * number for number in range(1, max((agreed - opened).days, 0) + 1))
    return row["limit_days"] == max(sum(map(calendar.is_workday, days)), 1)


def wrong_stages(milestones) -> list[str]:
    """Orders, requests and cases of which some stage has not ended, or the stages of which are not all there."""
    wrong = [
        f"{row['number']} {row['stage']}: {row['status']}" for row in milestones if row["status"] not in ENDED
    ]
    orders = group((row for row in milestones if row["order_id"]), "order_id")
    return wrong + [f"{rows[0]['number']}: {len(rows)}" for rows in orders.values() if len(rows) != STAGES]


def broken_spans(milestones, spans) -> list[str]:
    """Milestones that were held by nobody or by two at some moment between their opening and their end."""
    wrong, by_milestone = [], group(spans, "milestone_id")
    for row in milestones:
        own = by_milestone[row["id"]]
        joined = all(
            before["ends_at"] == after["starts_at"] for before, after in zip(own, own[1:], strict=False)
        )
        is_open = bool(own) and own[-1]["ends_at"] is None
        if not joined or is_open != (row["status"] == "running") or bool(own) != bool(row["opened_at"]):
            wrong.append(f"{row['number']} {row['stage']}")
    return wrong


def group(rows, name) -> defaultdict:
    found = defaultdict(list)
    for row in rows:
        found[row[name]].append(row)
    return found


def moment(text: str) -> datetime:
    """A time as SQLite keeps it: UTC without saying so."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local_date(text: str) -> date:
    return moment(text).astimezone(LOCAL).date()
