"""What befalls a case of the demo later: people change, one of several carriers is chosen."""

from datetime import timedelta

from accounts.models import User
from applications.models import Proof
from applications.services import choose_carrier, hand_over, name_agent
from common import clock

from .messages import write_messages
from .ratings import RATED
from .works import WORKS


def choose(story, application):
    """The last of the carriers asked is chosen."""
    asked = application.requests.exclude(carrier="").order_by("pk")
    with clock.moved_to(story.at(story.case.days_ago, 9)):
        choose_carrier(asked.last(), by=story.clerk)


def appoint(story, application):
    """The owner sends somebody."""
    with clock.moved_to(story.at(1, 11)):
        name_agent(
            application,
            agent_name="孟庆山",
            agent_phone="13820002061",
            agent_capacity="施工单位项目经理",
            proof=Proof.MANDATE,
            by=story.clerk,
        )


def stand_in(story, application):
    """A colleague looks after the case until next week."""
    with clock.moved_to(story.at(story.case.days_ago, 9, 30)):
        until = clock.today() + timedelta(days=7)
        colleague = User.objects.get(username="clerk2")
        hand_over([application], taker=colleague, reason="休假", by=story.clerk, until=until)


LATER = {"choose": choose, "appoint": appoint, "stand_in": stand_in, "write": write_messages} | RATED | WORKS
