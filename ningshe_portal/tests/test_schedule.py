"""What beat rings for exists."""

from ningshe_portal.celery import app
from ningshe_portal.schedule import SCHEDULE


def test_every_job_of_the_schedule_is_a_task():
    app.loader.import_default_modules()
    missing = {entry["task"] for entry in SCHEDULE.values()} - set(app.tasks)
    assert not missing
