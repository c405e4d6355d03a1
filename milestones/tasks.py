"""Beat's part in milestones."""

from celery import shared_task

from .alerts import raise_alerts
from .services import end_spent_pauses as end_spent


@shared_task(ignore_result=True)
def watch_clocks():
    """Every five minutes: raise what has become due soon or overdue."""
    raise_alerts()


@shared_task(ignore_result=True)
def end_spent_pauses():
    """Every five minutes: let the clocks run again whose pause has used up its maximum."""
    end_spent()
