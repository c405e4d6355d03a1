"""The portal itself: settings, addresses, roles, and the pages that join the apps."""

from .celery import app as celery_app

__all__ = ["celery_app"]
