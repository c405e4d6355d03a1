"""The verbs of a visit: proposed, answered, fixed, moved, left, cancelled; and what was found there."""

from .answering import answer_counter, answer_visit, confirm_visit, wish_day
from .arranging import (
    arrange_visit,
    cancel_visit,
    check_company,
    check_in_time,
    dissolve,
    join_visit,
    leave_visit,
)
from .erasing import erase_findings
from .finding import record_finding
from .fixing import fix_visit, fix_what_is_agreed
from .mending import lines_to_mend, list_to_mend, report_mended
from .record import BadVisit
from .reminding import remind_of_counters, remind_of_visits
from .watching import watch_visits

__all__ = [
    "BadVisit",
    "answer_counter",
    "answer_visit",
    "arrange_visit",
    "cancel_visit",
    "check_company",
    "check_in_time",
    "confirm_visit",
    "dissolve",
    "erase_findings",
    "fix_visit",
    "fix_what_is_agreed",
    "join_visit",
    "leave_visit",
    "record_finding",
    "lines_to_mend",
    "list_to_mend",
    "report_mended",
    "remind_of_counters",
    "remind_of_visits",
    "watch_visits",
    "wish_day",
]
