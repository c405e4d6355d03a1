"""Beat's part in utilities."""

from celery import shared_task

from .fallbacks import pursue_unanswered_orders


@shared_task(ignore_result=True)
def pursue_silence():
    """Every minute: orders nobody has opened go to B, then to the office."""
    pursue_unanswered_orders()
