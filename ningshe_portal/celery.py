"""Celery is the doorbell: rows in the database are the work, tasks only move them along."""

import os

from celery import Celery
from celery.signals import beat_init
from kombu.transport.virtual import QoS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ningshe_portal.settings")

app = Celery("ningshe_portal")
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
