"""How long an answer may take, over rest days and into a year whose notice is not out."""

from datetime import date, datetime

import pytest

from common.clock import LOCAL
from district.services import load_calendar
from oversight.terms import answer_term


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "filed_at", "due_on", "is_estimated"),
    [
        ("urge", "2026-11-27 10:00", date(2026, 11, 30), False),
        ("urge", "2026-09-30 23:59", date(2026, 10, 8), False),
        ("urge", "2026-10-09 10:00", date(2026, 10, 10), False),
        ("urge", "2026-12-31 17:00", date(2027, 1, 4), True),
        ("complaint", "2026-09-30 10:00", date(2026, 10, 13), False),
        ("complaint", "2026-02-13 10:00", date(2026, 2, 27), False),
        ("hotline", "2026-11-23 10:00", date(2026, 11, 30), False),
        ("inspection", "2026-12-28 10:00", date(2027, 1, 5), True),
    ],
    ids=[
        "over a weekend",
        "over National Day",
        "on a make-up day",
        "into next year",
        "complaint over National Day",
        "over Spring Festival",
        "by telephone",
        "inspection",
    ],
)
def test_the_day_of_filing_is_day_zero(kind, filed_at, due_on, is_estimated):
    moment = datetime.fromisoformat(filed_at).replace(tzinfo=LOCAL)

    assert answer_term(kind, moment, load_calendar()) == (due_on, is_estimated)
