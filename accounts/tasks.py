from celery import shared_task
from django.core.management import call_command

from accounts.attempts import delete_stale_attempts
from accounts.services import delete_stale_codes


@shared_task(ignore_result=True)
def clean_up():
    """Hourly: forget used-up codes, wrong guesses and ended sessions."""
    delete_stale_codes()
    delete_stale_attempts()
    call_command("clearsessions")
