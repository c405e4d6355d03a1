"""Loads the demo, case by case; after a crash the next start goes on where it stopped."""

from datetime import timedelta

from applications.models import Application
from common import clock
from common.status import move
from outbox.models import Attempt, Message, Outcome, Status
from outbox.signals import message_arrived

from .cases import CASES
from .limits import load_limits
from .people import load_people
from .ratings import load_group
from .story import Story, token_of

FRESH = timedelta(hours=1)  # younger messages are really sent


def load_demo(*, tell):
    """Make what is not there yet; ``tell`` is called with a line of progress."""
    load_people()
    load_limits()
    present = clock.now()
    known = set(Application.objects.values_list("token", flat=True))
    missing = [case for case in CASES if token_of(case) not in known]
    for case in missing:
        Story(case, present).play()
    load_group(present)
    deliver_history(present)
    tell(f"演示数据：{len(CASES)} 个办件，本次新载入 {len(missing)} 个。")


def deliver_history(present):
    """What was sent weeks ago has long arrived: nobody shall be told of it today."""
    for message in Message.objects.filter(status=Status.WAITING, created_at__lt=present - FRESH):
        arrived_at = message.created_at + timedelta(seconds=2)
        with clock.moved_to(arrived_at):
            move(message, Status.SENT, sent_at=arrived_at, attempts=1)
            Attempt.objects.create(
                message=message, at=arrived_at, seconds=0.2, outcome=Outcome.ARRIVED, http_status=204
            )
            message_arrived.send(Message, message=message, at=arrived_at)
