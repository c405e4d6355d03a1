"""The days of visits as a calendar file (RFC 5545), for the telephone of who waits for it. Pure."""

from datetime import UTC, datetime, time

from common.clock import LOCAL

HOURS = {"morning": (time(9, 0), time(12, 0)), "afternoon": (time(13, 30), time(17, 0))}
MOST_OCTETS = 75
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def write_calendar(events):
    """``events``: the lines of each, as ``list_lines`` gives them."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Ninghe//Hook-up portal//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        *(line for event in events for line in event),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _fold(line))


def list_lines(visit, *, url, summary, location, description, stamp):
    """One event; the same visit keeps its UID, so that a moved or cancelled one takes the place of the one before."""
    starts, ends = HOURS[visit.half]
    is_cancelled = visit.status == "cancelled"
    return [
        "BEGIN:VEVENT",
        f"UID:visit-{visit.pk}@{url.split('/')[2]}",
        f"SEQUENCE:{visit.moves + is_cancelled}",
        f"DTSTAMP:{_utc(stamp)}",
        f"DTSTART:{_utc(datetime.combine(visit.on, starts, tzinfo=LOCAL))}",
        f"DTEND:{_utc(datetime.combine(visit.on, ends, tzinfo=LOCAL))}",
        f"SUMMARY:{_text(summary)}",
        f"LOCATION:{_text(location)}",
        f"DESCRIPTION:{_text(description)}",
        f"URL:{url}",
        f"STATUS:{'CANCELLED' if is_cancelled else 'CONFIRMED'}",
        "END:VEVENT",
    ]


def _utc(moment):
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words):
    return str(words).translate(ESCAPED)


def _fold(line):
    """No line is longer than 75 octets; a character is never cut in two."""
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > MOST_OCTETS:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + octets
    yield part
