"""A row of a queue: lamp, number, applicant, services as four marks, received, left. Pure."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from applications.catalogue import SERVICES
from applications.models import Status
from common.codes import mask_phone
from ningshe_portal.pages.deadlines import Deadline, deadline, supply_deadline
from ningshe_portal.pages.next_acts import correction_deadline
from ningshe_portal.pages.temporary_forms import standing
from works.picture import facts_text


@dataclass(frozen=True)
class Mark:
    """One of the four services, asked for or not."""

    code: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Row:
    application: object
    marks: list[Mark]
    phone: str
    received_at: datetime | None
    deadline: Deadline | None = None
    request: object | None = None
    note: str = ""
    awaits_entry: bool = False


def build_row(application, calendar, today):
    """``application.running``: its running milestones but WHOLE. The most urgent one gives the lamp.

    Of a case sent back it is the term of its correction, ``application.awaited``.
    """
    deadlines = [correction_deadline(correction, calendar, today) for correction in application.awaited]
    deadlines = deadlines or [deadline(milestone, calendar, today) for milestone in application.running]
    return Row(
        application=application,
        marks=list_marks(application.asked_services),
        phone=mask_phone(application.contact_phone),
        received_at=application.received_at or application.submitted_at,
        deadline=min(deadlines, key=lambda until: until.urgency, default=None),
        awaits_entry=application.status == Status.RECEIVED,
    )


def build_draft_row(application, calendar, today):
    """What was typed so far."""
    return Row(
        application=application,
        marks=list_marks(application.asked_services),
        phone=mask_phone(application.contact_phone),
        received_at=application.saved_at,
    )


def build_unrouted_row(request, calendar, today):
    """A request nobody has in hand; it has waited since the case was accepted."""
    return Row(
        application=request.application,
        marks=list_marks({request.service}),
        phone=mask_phone(request.application.contact_phone),
        received_at=request.application.accepted_at,
        request=request,
    )


def build_temporary_row(follow_up, today):
    """A temporary supply after the finish: on since, until when, and what its user wants."""
    request = follow_up.request
    return Row(
        application=request.application,
        marks=list_marks({request.service}),
        phone=mask_phone(request.application.contact_phone),
        received_at=follow_up.created_at,
        deadline=supply_deadline(follow_up.until, today) if follow_up.until else None,
        request=request,
        note=standing(follow_up),
    )


@dataclass(frozen=True)
class WaitingRow:
    """Somebody who waits for a network; ``url``: the list of all who wait for it in this town, to be told."""

    waiting: object
    phone: str
    url: str


def build_waiting_row(waiting):
    alike = {
        "service__exact": waiting.service,
        "carrier__exact": waiting.carrier,
        "town__id__exact": waiting.town_id,
        "told_at__isempty": 1,
    }
    address = reverse("admin:applications_waiting_changelist")
    return WaitingRow(waiting, mask_phone(waiting.application.contact_phone), f"{address}?{urlencode(alike)}")


@dataclass(frozen=True)
class RoadRow:
    """A stretch of road, and what each provider says of it."""

    section: object
    words: list


def build_road_row(section):
    return RoadRow(section, [(str(word), facts_text(word)) for word in section.words.all()])


def list_marks(services):
    return [Mark(code, str(entry.label), code in services) for code, entry in SERVICES.items()]
