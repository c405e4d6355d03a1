"""All other dates of a run counted again from its bare rows: permits, complaints, duties, trenches and offers.

Pure: rows in, what is wrong out; the terms are those of the rules of the trade, not of the portal's code.
"""

from datetime import date, timedelta

from . import books
from .recount import ONE_DAY, due_on, group, local_date, moment

COMPLAINT_WORKDAYS = {"urge": 1, "complaint": 5, "hotline": 5, "inspection": 5}
PAPERS_WITHIN = timedelta(hours=24)  # 城市道路管理条例 34


def wrong_terms(read, calendar) -> dict[str, list[str]]:
    """Everything in this module, by what it is about; ``read`` gives the rows of a query of ``books``."""
    terms = read(books.DIG_TERMS)
    return {
        "审批手续": wrong_permits(read(books.PERMITS), read(books.STOPS), read(books.EXTENSIONS), calendar),
        "催办投诉": wrong_complaints(read(books.COMPLAINTS), calendar),
        "差评整改": wrong_duties(read(books.DUTIES), calendar),
        "沟槽": wrong_trenches(read(books.DIGS), terms),
        "并沟邀请": wrong_offers(read(books.OFFERS), terms),
    }


def wrong_permits(permits, stops, extensions, calendar) -> list[str]:
    """The promised and the legal day of each permit that was filed (行政许可法 42, 45, 82).

    One that is not needed any more is due no more.
    """
    by_permit, wrong = group(stops, "permit_id"), []
    longer = {row["permit_id"]: row for row in extensions}
    for row in (row for row in permits if row["filed_at"] and row["status"] != "withdrawn"):
        spans = list(periods(row["filed_at"], by_permit[row["id"]]))
        for limit, stored in (("limit_days", "due_on"), ("legal_days", "legal_due_on")):
            counted = {"counting_from": row["filed_at"], "limit_days": row[limit], "limit_unit": "workday"}
            expected = prolonged(counted, longer.get(row["id"]), spans, calendar)
            wrong += differs(row["number"], row[stored], expected)
    return wrong


def prolonged(counted, extension, spans, calendar) -> date | None:
    """A term that was over when its extension was approved stays over (行政许可法 42)."""
    plain = due_on(counted, spans, calendar)
    if extension is None or (plain and plain.isoformat() < extension["approved_on"]):
        return plain
    return due_on(counted | {"limit_days": counted["limit_days"] + extension["days"]}, spans, calendar)


def periods(filed_at: str, stops):
    """From the filing on, now counting, now not: each procedure and the time between them."""
    since = filed_at
    for stop in stops:
        yield {"starts_at": since, "counts": 1}
        yield {"starts_at": stop["starts_at"], "counts": 0}
        since = stop["ends_at"]
    if since:
        yield {"starts_at": since, "counts": 1}


def wrong_complaints(complaints, calendar) -> list[str]:
    return [
        line
        for row in complaints
        for line in differs(
            row["number"],
            row["due_on"],
            workdays_after(local_date(row["filed_at"]), COMPLAINT_WORKDAYS[row["kind"]], calendar),
        )
    ]


def wrong_duties(duties, calendar) -> list[str]:
    """Rectifications; what was agreed upon or demanded has the day somebody named."""
    return [
        line
        for row in duties
        if row["workdays"]
        for line in differs(
            row["number"],
            row["due_on"],
            workdays_after(local_date(row["opened_at"]), row["workdays"], calendar),
        )
    ]


def wrong_trenches(digs, terms) -> list[str]:
    """Protection and warranty from the day it was closed; an emergency's papers within a day of opening it."""
    wrong = []
    for row in digs:
        name, closed = f"沟槽 {row['id']}", row["closed_at"] and local_date(row["closed_at"])
        for stored, kind in (("protected_until", "protection"), ("warranty_until", "warranty")):
            wrong += differs(f"{name} {kind}", row[stored], closed and closed + days_of(terms, kind))
        is_urgent = row["kind"] == "emergency"
        papers = moment(row["opened_at"]) + PAPERS_WITHIN if is_urgent else None
        if (row["papers_due_at"] and moment(row["papers_due_at"])) != papers:
            wrong.append(f"{name}: {row['papers_due_at']} ≠ {papers}")
    return wrong


def wrong_offers(offers, terms) -> list[str]:
    """Until when the sharing of a trench may be answered."""
    return [
        line
        for row in offers
        for line in differs(
            f"并沟 {row['id']}", row["until"], local_date(row["offered_at"]) + days_of(terms, "offer")
        )
    ]


def workdays_after(day: date, count: int, calendar) -> date:
    """So many working days later; ``day`` itself is day zero."""
    while count:
        day += ONE_DAY
        count -= calendar.is_workday(day)
    return day


def days_of(terms, kind: str) -> timedelta:
    return next(timedelta(days=row["days"]) for row in terms if row["kind"] == kind)


def differs(name: str, stored: str | None, expected: date | None) -> list[str]:
    return [] if stored == (expected and expected.isoformat()) else [f"{name}: {stored} ≠ {expected}"]
