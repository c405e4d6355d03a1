"""Beat's part on top: what has been kept long enough goes, one rule a task."""

from celery import shared_task

from .retention import RULES

EXPIRES = 600  # the next round hands it out again


@shared_task(ignore_result=True)
def purge_all():
    """Every ten minutes in the small hours: hand each rule to a worker."""
    for rule in RULES:
        purge.apply_async((rule.code,), expires=EXPIRES)


@shared_task(ignore_result=True)
def purge_prompt():
    """Every hour: what is kept for hours and not for days."""
    for rule in RULES:
        if rule.is_prompt:
            purge.apply_async((rule.code,), expires=EXPIRES)


@shared_task(ignore_result=True)
def purge(code):
    """One round of one rule, at most a few hundred rows."""
    purged = next(rule for rule in RULES if rule.code == code).run()
    if purged.errors:
        raise ExceptionGroup(f"{code}: some rows could not be purged", list(purged.errors))
