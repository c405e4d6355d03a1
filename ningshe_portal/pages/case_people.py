"""Whom the applicant can ask about his case, and who may act in it."""

from dataclasses import dataclass

from django.conf import settings

from applications.models import HandOver
from applications.services.people import LIVING
from common.codes import mask_phone

from .verbs import Panel


@dataclass(frozen=True)
class People:
    """``phone``: as on the papers, the office's or else the clerk's. ``hand_over``: how the case came to him."""

    application: object
    phone: str
    hand_over: HandOver | None
    contact_phone: str
    agent_phone: str
    shows_applicant: bool
    may_change: bool


def load_people(board):
    """A provider knows the contact of its own order from there."""
    application, viewer = board.application, board.viewer
    if not application.clerk and viewer.is_provider:
        return None
    last = application.hand_overs.select_related("giver", "taker").first()
    return People(
        application,
        phone=settings.OFFICE_PHONE or getattr(application.clerk, "phone", "") or "12345",
        hand_over=last if last and last.ended_at is None and last.taker_id == application.clerk_id else None,
        contact_phone=mask_phone(application.contact_phone),
        agent_phone=mask_phone(application.agent_phone),
        shows_applicant=not viewer.is_provider,
        may_change=viewer.is_applicant and application.status in LIVING,
    )


PEOPLE = Panel("case/_people.html", load_people)
