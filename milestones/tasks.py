"""Beat's part in milestones."""

from celery import shared_task

from .alerts import raise_alerts


@shared_task(ignore_result=True)
def watch_clocks():
    """Every five minutes: raise what has become due soon or overdue."""
    raise_alerts()
