"""What happens to those nobody answers: the supervisors are told once for each due date."""

from django.utils.translation import gettext as _

from common import clock
from district.hours import next_office_moment
from district.services import load_calendar, load_office_hours
from utilities.push import tell_office, tell_supervisors

from ..models import Complaint
from ..terms import answer_term


def pursue_overdue():
    """Tell of each that is overdue; the key of the message makes it once."""
    now = clock.now()
    not_before = next_office_moment(now, load_calendar(), load_office_hours())
    for complaint in Complaint.objects.overdue(clock.local_date(now)):
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


def redate_open():
    """A new calendar: every open one gets its due date anew."""
    calendar = load_calendar()
    changed = []
    for complaint in Complaint.objects.open().select_for_update():
        before = complaint.due_on, complaint.is_estimated
        complaint.due_on, complaint.is_estimated = answer_term(complaint.kind, complaint.filed_at, calendar)
        if (complaint.due_on, complaint.is_estimated) != before:
            changed.append(complaint)
    Complaint.objects.bulk_update(changed, ["due_on", "is_estimated"])
