"""Beat's part in applications: silence is deemed acceptance, corrections end, papers are drawn."""

from celery import shared_task

from . import expiring
from .drawing import draw_paper
from .models import Paper
from .promises import look_after_promises, look_after_requests, pass_on_left_lying
from .reminders import look_after_corrections
from .silence import answer_silence
from .temporary import watch_temporary as remind_of_ends
from .terms import keep_terms

SWEEP = 20
SWEEP_SECONDS = 15  # what a sweep hands out and nobody takes by then, the next one hands out again


@shared_task(ignore_result=True)
def watch_silence():
    """Every five minutes: warn of, then accept, what nobody answered."""
    answer_silence()


@shared_task(ignore_result=True)
def watch_corrections():
    """Every five minutes: remind of terms that near their end, hand over what was not answered."""
    look_after_corrections()


@shared_task(ignore_result=True)
def watch_temporary():
    """Every hour: say which temporary supplies end soon, or have ended."""
    remind_of_ends()


@shared_task(ignore_result=True)
def warn_of_deletion():
    """Every morning: a draft left alone is deleted in a week."""
    expiring.warn_of_deletion()


@shared_task(ignore_result=True)
def watch_promises():
    """Every five minutes: remind of what was promised (容缺), hand over what did not come."""
    look_after_promises()


@shared_task(ignore_result=True)
def watch_requests():
    """Every five minutes: the same for what a provider asked for; pass on what the window left lying."""
    look_after_requests()
    pass_on_left_lying()


@shared_task(ignore_result=True)
def mind_terms():
    """Every quarter of an hour: what was agreed up to a day that has passed comes to its end."""
    keep_terms()


@shared_task(ignore_result=True)
def draw_undrawn_papers():
    """Every 15 s: hand papers whose ring got lost, or that failed, to the workers."""
    for pk in Paper.objects.in_turn().values_list("pk", flat=True)[:SWEEP]:
        draw.apply_async((pk,), expires=SWEEP_SECONDS)


@shared_task(ignore_result=True)
def draw(pk):
    draw_paper(Paper.objects.select_related("application").get(pk=pk))
