"""How long an answer may take. Pure.

No notice of this district sets these terms yet: they are this portal's own, to be confirmed (待确认).
"""

from django.utils.translation import gettext_lazy as _

from common.clock import local_date
from common.workdays import add_workdays

URGE_WORKDAYS = 1
COMPLAINT_WORKDAYS = 5  # as 12345 hotlines elsewhere ask for
SOURCE = _("答复期限为平台暂定，待确认")


def workdays_to_answer(kind):
    return URGE_WORKDAYS if kind == "urge" else COMPLAINT_WORKDAYS


def answer_term(kind, filed_at, calendar):
    """The last day to answer and whether it is estimated; the day of filing is day zero."""
    due_on = add_workdays(local_date(filed_at), workdays_to_answer(kind), calendar)
    return due_on, calendar.is_estimated(due_on)
