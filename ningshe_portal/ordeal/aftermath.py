"""After the blows: wait until everything has arrived, with a person's help where that is quicker."""

import time

from accounts.models import User
from common.status import WrongStatus
from outbox.models import Endpoint, Message, Status
from outbox.schedule import FAILURES_TO_OPEN
from outbox.services import resend_message, resume_endpoint
from utilities.models import WorkOrder

from .cast import OFFICE

PAUSE_SECONDS = 0.5


def see_through(resume, probes, patience):
    """Resume the named providers at once, the other silent ones after ``probes`` seconds; what it took.

    ``is_quiet``: nothing waits any more and every order is in hand, before ``patience`` seconds were over.
    """
    began, office = time.monotonic(), User.objects.get(username=OFFICE)
    resumed = resume_all(Endpoint.objects.filter(providers__code__in=resume), by=office)
    resent, is_quiet = 0, False
    while not is_quiet and time.monotonic() - began < patience:
        time.sleep(PAUSE_SECONDS)
        resent += resend_stuck(by=office)
        if time.monotonic() - began > probes:
            resumed |= resume_all(Endpoint.objects.filter(failures__gte=FAILURES_TO_OPEN), by=office)
        is_quiet = not webhooks().exclude(status=Status.SENT).exists() and not owes_anything()
    return {
        "seconds": round(time.monotonic() - began, 1),
        "is_quiet": is_quiet,
        "resumed": sorted(resumed),
        "resent": resent,
    }


def webhooks():
    return Message.objects.filter(channel="webhook")


def owes_anything():
    return webhooks().unannounced().exists() or WorkOrder.objects.unacknowledged().exists()


def resume_all(endpoints, *, by):
    """What the office does in the admin; only those where something waits are counted."""
    needy = endpoints.filter(messages__status=Status.WAITING).distinct()
    resumed = set(needy.values_list("providers__code", flat=True))
    for endpoint in needy:
        resume_endpoint(endpoint, by=by)
    return resumed


def resend_stuck(*, by):
    """What a person does with messages that need attention; how many there were."""
    resent = 0
    for message in webhooks().filter(status=Status.NEEDS_ATTENTION):
        try:
            resend_message(message, by=by)
        except WrongStatus:  # it has arrived meanwhile
            continue
        resent += 1
    return resent
