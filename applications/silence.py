"""Silence: a form nobody answers is warned of on day 3 and, once it is typed in, accepted after day 5."""

from contextlib import suppress

from common import clock
from common.status import WrongStatus
from common.sweeps import sweep
from common.workdays import add_workdays
from district.services import load_calendar

from .models import Application, Status
from .services import deem_accepted, last_silent_day, warn_of_silence

WARNING_WORKDAYS = 3


def answer_silence():
    """Accept what has been silent for five full working days, warn of what nears it."""
    calendar, today = load_calendar(), clock.today()
    waiting = Application.objects.awaiting_acceptance() | Application.objects.awaiting_entry()
    sweep(waiting, lambda row: answer_for(row, calendar, today))


def answer_for(application, calendar, today):
    """What silence does to one form today, if anything; one not typed in yet there is nothing to accept of."""
    day_zero = clock.local_date(application.complete_at)
    last_day = last_silent_day(application, calendar)
    if today > last_day and application.status == Status.SUBMITTED:
        with suppress(WrongStatus):  # a clerk was quicker
            deem_accepted(application)
    elif today >= add_workdays(day_zero, WARNING_WORKDAYS, calendar):
        warn_of_silence(application, until=last_day)
