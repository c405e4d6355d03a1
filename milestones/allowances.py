"""The maximum of a pause as it stands in the rows: what the pure count needs is read here."""

from common import clock
from common.clock import local_date
from district.services import load_calendar

from .models import PauseLimit
from .pauses import measure, measure_open
from .stages import PauseReason


def allowance_of(pause, calendar=None):
    """What a pause that has begun may use; its milestone's spans may be prefetched."""
    milestone = pause.milestone
    opened_on = local_date(milestone.counting_from)
    return measure_open(pause, pauses_of(milestone), opened_on, calendar or load_calendar())


def list_allowances(milestone, calendar=None):
    """For each reason what a pause that begins now may use."""
    most = dict(PauseLimit.objects.values_list("reason", "days"))
    pauses, opened_on = pauses_of(milestone), local_date(milestone.counting_from)
    calendar, today = calendar or load_calendar(), clock.today()
    return {
        reason: measure(pauses, reason, most.get(reason), opened_on, calendar, today)
        for reason in PauseReason.values
    }


def pauses_of(milestone):
    return [span for span in milestone.spans.all() if span.is_pause]
