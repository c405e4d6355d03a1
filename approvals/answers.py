"""What a department's system says of a filing, read from its JSON. Pure."""

import json
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime

from common.days import check_year

from .models import PermitStatus, Procedure

SAYABLE = {
    PermitStatus.ACCEPTED,
    PermitStatus.GRANTED,
    PermitStatus.RECORDED,
    PermitStatus.REFUSED,
}
# What stops or prolongs the term, with the numbers and texts that belong to it beside the written notice.
EVENTS = {
    "procedure_begun": {"counts": ("expected_days",), "texts": {"procedure": 10, "text": 5000}},
    "procedure_ended": {"counts": (), "texts": {}},
    "extended": {"counts": ("days",), "texts": {"approved_by": 60, "text": 5000}, "days": ("approved_on",)},
}
TEXTS = {"conditions": 5000, "refusal_reason": 5000, "decision_number": 60}
LONGEST_NUMBER = 60


class BadAnswer(ValueError):
    """It cannot be understood. The text says what is wrong with it."""


@dataclass(frozen=True)
class Notice:
    """A special procedure that begins or ends, or an extension: told the applicant in writing under this number."""

    event: str
    notice_number: str
    said: dict


@dataclass(frozen=True)
class Answer:
    """``status``: '' where only the number or a notice is told; ``said``: what belongs to a decision."""

    reference: str
    number: str
    status: str
    decided_at: datetime | None = None
    said: dict = field(default_factory=dict)
    notice: Notice | None = None


def read_answer(body: bytes) -> Answer:
    """Raises ``BadAnswer``. Unknown fields are passed over: the other side may say more one day."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadAnswer("not JSON") from error
    if not isinstance(told, dict):
        raise BadAnswer("not an object")
    status = _text(told, "status", 10)
    if status and status not in SAYABLE:
        raise BadAnswer("status: accepted, granted, recorded or refused")
    said = {name: _text(told, name, most) for name, most in TEXTS.items() if told.get(name)}
    valid_until = _moment(told, "valid_until", date.fromisoformat)
    notice = _notice(told)
    if status and notice:
        raise BadAnswer("status and event: one at a time")
    return Answer(
        reference=_text(told, "reference", 26),
        number=_text(told, "number", LONGEST_NUMBER),
        status=status,
        decided_at=_aware(_moment(told, "decided_at", datetime.fromisoformat)),
        said=said | ({"valid_until": valid_until} if valid_until else {}),
        notice=notice,
    )


def _notice(told):
    event = _text(told, "event", 20)
    if not event:
        return None
    if event not in EVENTS:
        raise BadAnswer(f"event: {', '.join(EVENTS)}")
    fields = EVENTS[event]
    said = {name: _text(told, name, most) for name, most in fields["texts"].items()}
    if "procedure" in said and said["procedure"] not in Procedure.values:
        raise BadAnswer(f"procedure: {', '.join(Procedure.values)}")
    said |= {name: _count(told, name) for name in fields["counts"]}
    days = {name: _moment(told, name, date.fromisoformat) for name in fields.get("days", ())}
    said |= {name: day for name, day in days.items() if day}
    return Notice(event, _text(told, "notice_number", LONGEST_NUMBER), said)


def _count(told, name):
    """Working days."""
    count = told.get(name)
    if type(count) is not int or not 0 < count < 1000:
        raise BadAnswer(f"{name}: a number of working days")
    return count


def _text(told, name, most):
    text = told.get(name) or ""
    if not isinstance(text, str) or len(text) > most or not _is_storable(text):
        raise BadAnswer(f"{name}: text of at most {most} characters")
    return text.strip()


def _is_storable(text):
    """No database keeps a NUL (Cc) or half of a surrogate pair (Cs)."""
    return all(letter in "\n\r\t" or unicodedata.category(letter) not in ("Cc", "Cs") for letter in text)


def _moment(told, name, parse):
    text = told.get(name)
    if not text:
        return None
    try:
        return check_year(parse(text))
    except (TypeError, ValueError) as error:
        raise BadAnswer(f"{name}: {text}") from error


def _aware(moment):
    """A clock face alone says nothing."""
    if moment is not None and moment.tzinfo is None:
        raise BadAnswer("decided_at: with its offset")
    return moment
