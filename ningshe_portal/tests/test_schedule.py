"""What beat rings for exists, and makes good for every bell that was lost."""

import pytest

from ningshe_portal.celery import app
from ningshe_portal.schedule import SCHEDULE
from outbox.tasks import STALE_SECONDS

# What is rung for after a commit, and the sweep that finds the same rows.
SWEEPS = {
    "outbox.tasks.send": "outbox.tasks.send_due_messages",
    "applications.tasks.draw": "applications.tasks.draw_undrawn_papers",
    "works.tasks.settle": "works.tasks.settle_trenches",
    "works.tasks.tell_news": "works.tasks.settle_trenches",
    "approvals.tasks.follow_backfill": "approvals.tasks.follow_backfills",
}


def test_every_job_of_the_schedule_is_a_task():
    app.loader.import_default_modules()
    missing = {entry["task"] for entry in SCHEDULE.values()} - set(app.tasks)
    assert not missing


@pytest.mark.parametrize(("rung", "sweep"), SWEEPS.items())
def test_a_lost_bell_is_made_good_for_as_soon_as_it_is_stale(rung, sweep):
    app.loader.import_default_modules()
    every = min(entry["schedule"] for entry in SCHEDULE.values() if entry["task"] == sweep)

    assert rung in app.tasks
    assert every <= STALE_SECONDS
