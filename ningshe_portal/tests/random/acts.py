"""Everything anybody may do with a case, one function each: ``act(order, world)``.

What is not possible now is refused by the service and changes nothing; what nobody may do is tried as well and must
be refused. Add a verb here, and the walk does it.
"""

from accounts.actors import SYSTEM
from approvals.services import end_road_waits, follow_backfills, follow_lapses
from inspections.services import watch_visits
from inspections.services.reminding import remind_of_counters, remind_of_visits
from milestones.alerts import raise_alerts
from milestones.services import end_spent_pauses
from oversight.services.pursuing import pursue_overdue, remind_owners
from works.services.alone import look_after_own
from works.services.dig_stages import settle_others
from works.services.emergencies import look_after_papers
from works.services.joining import look_after_offers
from works.services.news import tell_all_news
from works.services.reminding import remind_of_offers, remind_of_plans
from works.services.sections import follow_changes

from .counter import COUNTER
from .crew import CREW
from .owed import OWED
from .path import go_on
from .permits import PERMITS
from .trenches import TRENCHES


def settle_trenches():
    settle_others(by=SYSTEM)


def follow_roads():
    follow_changes(by=SYSTEM)


ANY = (*CREW, *TRENCHES, *PERMITS, *COUNTER, *OWED)
SWEEPS = (
    *(settle_trenches, end_spent_pauses, watch_visits, look_after_offers, look_after_own, end_road_waits),
    *(look_after_papers, remind_of_plans, remind_of_offers, remind_of_visits, remind_of_counters),
    *(
        raise_alerts,
        pursue_overdue,
        remind_owners,
        tell_all_news,
        follow_roads,
        follow_backfills,
        follow_lapses,
    ),
)

__all__ = ["ANY", "SWEEPS", "go_on"]
