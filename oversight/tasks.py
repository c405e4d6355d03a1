"""Beat's part in oversight."""

from celery import shared_task

from .services import pursue_overdue, remind_owners


@shared_task(ignore_result=True)
def watch_complaints():
    """Every five minutes: what should have been answered or done by yesterday."""
    pursue_overdue()


@shared_task(ignore_result=True)
def remind_of_duties():
    """Every quarter of an hour: what a provider has to have done by the next working day."""
    remind_owners()
