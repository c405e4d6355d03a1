"""Complaints and duties as one list: with lamp, owner and day. What its reader may not know is not in it."""

from dataclasses import dataclass

from django.urls import reverse

from oversight.models import Complaint, DutyStatus
from oversight.services.supervising import addressee_of
from oversight.terms import workdays_to_answer

from .deadlines import Deadline, deadline
from .next_acts import Term


@dataclass(frozen=True)
class Item:
    """One line of the list. ``case``: the number, '' where there is none or the reader may not know it."""

    number: str
    kind: str
    text: str
    owner: str
    status: object
    case: str
    deadline: Deadline | None
    url: str


def duty_deadline(duty, calendar, today):
    return deadline(Term(duty.due_on, duty.is_estimated, duty.workdays), calendar, today)


def complaint_item(complaint, calendar, today):
    term = Term(complaint.due_on, complaint.is_estimated, workdays_to_answer(complaint.kind))
    is_open = complaint.status == "open"
    return Item(
        number=complaint.number,
        kind=complaint.get_kind_display(),
        text=complaint.text,
        owner=addressee_of(complaint),
        status=complaint,
        case=complaint.application.number if complaint.application else "",
        deadline=deadline(term, calendar, today) if is_open else None,
        url=reverse("complaint", args=[complaint.number]),
    )


def duty_item(duty, calendar, today, *, sees_case=True):
    shows_case = duty.application is not None and (sees_case or not duty.is_anonymous)
    return Item(
        number=duty.number,
        kind=duty.get_kind_display(),
        text=duty.text,
        owner=duty.owner_name,
        status=duty,
        case=duty.application.number if shows_case else "",
        deadline=None if duty.status == DutyStatus.CLOSED else duty_deadline(duty, calendar, today),
        url=reverse("duty", args=[duty.number]),
    )


def build_item(row, calendar, today, *, sees_case=True):
    if isinstance(row, Complaint):
        return complaint_item(row, calendar, today)
    return duty_item(row, calendar, today, sees_case=sees_case)
