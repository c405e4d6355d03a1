"""Celery is the doorbell: rows in the database are the work, tasks only move them along."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ningshe_portal.settings")

app = Celery("ningshe_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
