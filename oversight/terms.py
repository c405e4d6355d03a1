"""How long an answer may take. Pure.

No notice of this district sets these terms yet: they are this portal's own, to be confirmed (待确认).
"""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from common.clock import local_date
from common.workdays import add_workdays

URGE_WORKDAYS = 1
COMPLAINT_WORKDAYS = 5  # as 12345 hotlines elsewhere ask for
SOURCE = _("答复期限为平台暂定，待确认")
RATING_DAYS = 30  # natural days a rating link is good for, counted from the day it may be sent


def workdays_to_answer(kind):
    return URGE_WORKDAYS if kind == "urge" else COMPLAINT_WORKDAYS


def answer_term(kind, filed_at, calendar):
    """The last day to answer and whether it is estimated; the day of filing is day zero."""
    return mending_term(filed_at, workdays_to_answer(kind), calendar)


def mending_term(opened_at, workdays, calendar):
    """The last day to put something right and whether it is estimated; the day it was opened is day zero."""
    due_on = add_workdays(local_date(opened_at), workdays, calendar)
    return due_on, calendar.is_estimated(due_on)


def rating_until(opens_at):
    """The last day of a rating link; ``opens_at``: the moment it may be sent."""
    return local_date(opens_at) + timedelta(days=RATING_DAYS)
