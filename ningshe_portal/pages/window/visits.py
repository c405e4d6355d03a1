"""The visits of a case on its review: how far the day is agreed, and what can be done about it; and their queue."""

from dataclasses import dataclass

from common import clock
from common.codes import mask_phone
from inspections.models import Visit
from inspections.words import when_text
from ningshe_portal.pages.verbs import Panel
from ningshe_portal.pages.visit_cards import build_card, load_open_visits, state_of, taking_part

from .offered import load_verbs
from .rows import list_marks
from .verbs.visits import VERBS

QUEUE = "visits"


def load_visits(application, user):
    """Nothing where no visit is open and none could be arranged."""
    cards = [build_card(visit, application) for visit in load_open_visits(application)]
    verbs = load_verbs(application, user, VERBS)
    if not cards and not verbs:
        return None
    return {"cards": cards, "verbs": verbs, "number": application.number}


def awaiting_office(cases):
    """What somebody at the office must arrange, the first day first."""
    return Visit.objects.awaiting_office(clock.today()).filter(application__in=cases)


def in_queue(cases):
    rows = awaiting_office(cases).select_related("application").order_by("on", "pk")
    return rows.prefetch_related("attendances__order__request", "counter_by__provider")


@dataclass(frozen=True)
class VisitRow:
    visit: Visit
    phone: str
    marks: list
    when: str
    state: str


def build_visit_row(visit):
    everybody = taking_part(visit)
    return VisitRow(
        visit=visit,
        phone=mask_phone(visit.application.contact_phone),
        marks=list_marks({one.order.request.service for one in everybody}),
        when=when_text(visit),
        state=state_of(visit, everybody, is_applicant=False),
    )


VISITS = Panel("window/_visits.html", load_visits)
