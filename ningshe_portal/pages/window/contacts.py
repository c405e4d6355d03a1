"""What was tried to reach the applicant, and whether the office may end the case on it."""

from dataclasses import dataclass

from applications.models import ContactAttempt, Status
from applications.termination import TERMINABLE, read_grounds
from common import clock
from ningshe_portal.pages.verbs import Panel


@dataclass(frozen=True)
class Contacts:
    """``missing``: what is still wanting for an end; '' when nothing is or an end is not in question."""

    attempts: list[ContactAttempt]
    missing: str
    may_end: bool


def load_contacts(application, user):
    """Only where something was tried, or the applicant is being waited for."""
    attempts = list(application.contact_attempts.all())
    if not attempts and application.status != Status.RETURNED:
        return None
    if application.status not in TERMINABLE:
        return Contacts(attempts, "", may_end=False)
    missing = read_grounds(application, clock.today()).missing
    return Contacts(attempts, missing, may_end=not missing)


CONTACTS = Panel("window/_contacts.html", load_contacts)
