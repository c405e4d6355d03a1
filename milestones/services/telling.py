"""What becomes of a pause, in the history of the case and to its provider."""

from common import clock
from utilities.push import order_page, tell_provider


def record_pause(pause, verb, *, by, text=""):
    """A line in the history, for applicant, provider and staff alike."""
    milestone = pause.milestone
    milestone.application.record(
        verb,
        by=by,
        request=milestone.request,
        text=text,
        stage=milestone.stage,
        order=milestone.order.number,
        pause=pause.pk,
    )


def tell_provider_of_pause(pause, milestone, what, text):
    """``what``: expired, revoked, allowed; the order says how the clock stands since. ``text`` is the SMS."""
    tell_provider(
        pause.milestone.order,
        "order.amended",
        at=clock.now(),
        text=f"{text}{order_page(pause.milestone.order)}",
        changes=["pause"],
        stage=milestone.stage,
        due_on=milestone.due_on.isoformat() if milestone.due_on else None,
        is_estimated=milestone.is_estimated,
        pause={"id": pause.pk, "event": what},
    )


def about(pause):
    return pause.milestone.order.number
