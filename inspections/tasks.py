"""Beat's part in inspections."""

from celery import shared_task

from .services import watch_visits as watch


@shared_task(ignore_result=True)
def watch_visits():
    """Every five minutes: clocks that stood still until the day of a visit run again."""
    watch()
