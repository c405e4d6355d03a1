"""The ends of temporary supplies, watched: near, or passed."""

from common import clock
from common.sweeps import sweep
from district.hours import next_office_moment
from district.services import load_calendar, load_office_hours

from .models import FollowUp
from .services import remind_of_end


def watch_temporary():
    """While the offices are open, so that whoever is told can call back, say what ends soon or has ended."""
    now = clock.now()
    if next_office_moment(now, load_calendar(), load_office_hours()) > now:
        return
    today = clock.local_date(now)
    rows = FollowUp.objects.to_remind(today).select_related("request__application")
    sweep(rows, lambda follow_up: remind_of_end(follow_up, today=today))
