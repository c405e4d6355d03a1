from datetime import timedelta

import pytest

from accounts.actors import SYSTEM
from common import clock

from .factories import ApplicationFactory

pytestmark = pytest.mark.django_db


def test_within_a_minute_what_was_written_down_first_stands_first(at):
    at("2026-11-25 13:05")
    application, typed = ApplicationFactory(), clock.now()

    for verb, moment in (
        ("order.acknowledged", typed + timedelta(seconds=40)),
        ("milestone.reached", typed),
        ("plan.presented", typed + timedelta(minutes=1)),
        ("order.read", typed - timedelta(seconds=1)),
    ):
        application.record(verb, by=SYSTEM, at=moment)

    verbs = [event.verb for event in application.events.all()]
    assert verbs == ["order.read", "order.acknowledged", "milestone.reached", "plan.presented"]
    assert [event.verb for event in application.events.reverse()] == verbs[::-1]
