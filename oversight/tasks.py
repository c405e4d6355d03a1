"""Beat's part in oversight."""

from celery import shared_task

from .services import pursue_overdue


@shared_task(ignore_result=True)
def watch_complaints():
    """Every five minutes: what should have been answered by yesterday."""
    pursue_overdue()
