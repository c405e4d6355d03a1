"""What happens to those nobody answers: the supervisors are told once for each due date."""

from django.db import transaction
from django.utils.translation import gettext as _

from common import clock
from common.sweeps import sweep
from district.hours import next_office_moment
from district.services import load_calendar, load_office_hours
from utilities.push import tell_office, tell_supervisors

from ..models import Complaint
from ..terms import answer_term


def pursue_overdue():
    """Tell of each that is overdue, once for each due date."""
    now = clock.now()
    not_before = next_office_moment(now, load_calendar(), load_office_hours())
    overdue = Complaint.objects.overdue(clock.local_date(now)).unpursued()
    sweep(overdue, lambda complaint: _pursue(complaint, not_before))


@transaction.atomic
def _pursue(complaint, not_before):
    """Look again: it may have been answered or redated meanwhile, or told of by another sweep."""
    as_it_was = Complaint.objects.open().unpursued().filter(pk=complaint.pk, due_on=complaint.due_on)
    if not as_it_was.update(pursued_for=complaint.due_on):
        return
    text = _("【宁河报装】%(kind)s %(number)s 答复已超期（截止 %(due)s），请尽快答复。") % {
        "kind": complaint.get_kind_display(),
        "number": complaint.number,
        "due": complaint.due_on,
    }
    told = {
        "kind": "complaint.overdue",
        "key": f"complaint.overdue:{complaint.number}:{complaint.due_on}",
        "about": complaint.number,
        "text": text,
        "not_before": not_before,
    }
    tell_office(**told)
    tell_supervisors(**told)


@transaction.atomic
def redate_open():
    """A new calendar: every open one gets its due date anew. One told as certain is never cut short."""
    calendar = load_calendar()
    changed = []
    for complaint in Complaint.objects.open().select_for_update():
        before = complaint.due_on, complaint.is_estimated
        due_on, is_estimated = answer_term(complaint.kind, complaint.filed_at, calendar)
        if not complaint.is_estimated:
            due_on = max(due_on, complaint.due_on)
        complaint.due_on, complaint.is_estimated = due_on, is_estimated
        if (due_on, is_estimated) != before:
            changed.append(complaint)
    Complaint.objects.bulk_update(changed, ["due_on", "is_estimated"])
