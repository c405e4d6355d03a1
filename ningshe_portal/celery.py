"""Celery is the doorbell: rows in the database are the work, tasks only move them along."""

import logging
import os

from celery import Celery, Task
from celery.signals import beat_init
from django.db import OperationalError
from kombu.transport.virtual import QoS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ningshe_portal.settings")

logger = logging.getLogger(__name__)


class PatientTask(Task):
    """A database that is locked or away for a moment is no fault of the job, which is swept again: one line says so."""

    throws = (OperationalError,)

    def on_failure(self, exc, task_id, args, kwargs, einfo):
        if isinstance(exc, self.throws):
            logger.warning("%s: the database did not answer in time: %s", self.name, exc)


app = Celery("ningshe_portal", task_cls=PatientTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# A worker that ends, or loses its broker, hands nothing back: the rows are swept.
QoS.restore_at_shutdown = False


@beat_init.connect
def sweep_at_once(sender, **_):
    """A start is when most is due: the first sweep does not wait for its interval to pass."""
    for entry in sender.scheduler.schedule.values():
        if interval := getattr(entry.schedule, "run_every", None):
            entry.last_run_at -= interval
