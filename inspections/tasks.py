"""Beat's part in inspections."""

from celery import shared_task

from .services import remind_of_counters
from .services import remind_of_visits as remind
from .services import watch_visits as watch


@shared_task(ignore_result=True)
def watch_visits():
    """Every five minutes: clocks that stood still until the day of a visit run again."""
    watch()


@shared_task(ignore_result=True)
def remind_of_visits():
    """Every quarter of an hour: applicants who have not confirmed a visit near, or not answered to another day."""
    remind()
    remind_of_counters()
