"""Beat's part in works: what happened in a trench reaches the other cases in it, offers lapse, papers are chased."""

from celery import shared_task

from accounts.actors import SYSTEM
from utilities.models import WorkOrder

from .services.alone import look_after_own
from .services.dig_stages import settle_order, settle_others
from .services.emergencies import look_after_papers
from .services.joining import look_after_offers
from .services.news import tell, tell_all_news
from .services.reminding import remind_of_offers
from .services.reminding import remind_of_plans as remind
from .services.sections import follow_changes


@shared_task(ignore_result=True)
def settle_trenches():
    """Every minute: stages that are behind what happened in their trenches, and who has not heard of it."""
    try:
        settle_others(by=SYSTEM)
    finally:
        tell_all_news()


@shared_task(ignore_result=True)
def follow_sections():
    """Every minute: what is known of a road has changed; the cases on it may need other permits."""
    follow_changes(by=SYSTEM)


@shared_task(ignore_result=True)
def settle(pk):
    """One of them, right after the commit."""
    settle_order(WorkOrder.objects.get(pk=pk), by=SYSTEM)


@shared_task(ignore_result=True)
def tell_news(pk):
    """One line of what another party did, right after the commit."""
    tell(pk)


@shared_task(ignore_result=True)
def watch_digs():
    """Every five minutes: offers nobody answers, papers that do not come, trenches that have passed to a case."""
    look_after_own()
    look_after_offers()
    remind_of_offers()
    look_after_papers()


@shared_task(ignore_result=True)
def remind_of_plans():
    """Every quarter of an hour: applicants who have a plan before them."""
    remind()
