"""The days of visits come by themselves: clocks that stood still for the applicant run again."""

from django.db import transaction

from applications.services import lock
from common.sweeps import sweep

from ..models import Visit
from .record import align


def watch_visits():
    """Let every clock of an open visit be held by whom it waits for today."""
    sweep(Visit.objects.open().select_related("application"), _look_at)


@transaction.atomic
def _look_at(visit):
    """Again under the lock: it may have ended meanwhile."""
    application = lock(visit.application, even_erased=True)
    visit = Visit.objects.open().filter(pk=visit.pk).first()
    if visit:
        visit.application = application
        align(visit)
