"""What was agreed up to a day: cases go back to their first clerk, mandates of agents run out."""

from contextlib import suppress

from common import clock
from common.status import Refusal
from common.sweeps import sweep

from .models import Application
from .services import end_mandate, give_back, return_due


def keep_terms():
    """End what ended yesterday or before."""
    today = clock.today()
    sweep(return_due(today), passing_over(give_back))
    sweep(Application.objects.mandate_over(today), passing_over(end_mandate))


def passing_over(verb):
    """Somebody was quicker, or has to act first: the next look comes in any case."""

    def act(row):
        with suppress(Refusal):
            verb(row)

    return act
