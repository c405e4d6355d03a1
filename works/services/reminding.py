"""What lies before somebody is not forgotten: the applicant's plan, each version once; a provider's dig offer."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from applications.models import Status
from applications.services import lock
from applications.telling import tell_applicant
from common import clock
from common.clock import midnight
from common.sweeps import sweep
from common.workdays import workdays_between
from district.services import load_calendar, when_office_opens
from utilities.push import order_page, remind_handlers

from ..models import DigOffer, Plan
from .digging import record

REMIND_AFTER = 3  # working days
REMIND_BEFORE = 1  # working day before an offer lapses


def remind_of_plans():
    """Each plan the applicant has had before him for three working days without a word."""
    calendar, today = load_calendar(), clock.today()

    def look_at(plan):
        if workdays_between(clock.local_date(plan.presented_at), today, calendar) >= REMIND_AFTER:
            _remind_of_plan(plan)

    rows = Plan.objects.to_remind().filter(application__status=Status.ACCEPTED)
    sweep(rows.select_related("application"), look_at)


@transaction.atomic
def _remind_of_plan(plan):
    """Unless he has answered meanwhile, or something else lies before him."""
    application = lock(plan.application)
    as_it_was = Plan.objects.to_remind().filter(pk=plan.pk, version=plan.version)
    if not Plan.objects.filter(pk__in=as_it_was.values("pk")).update(reminded_of=plan.version):
        return
    application.record("plan.reminded", by=SYSTEM, plan=plan.pk, version=plan.version)
    key = f"{plan.pk}:{plan.version}"
    tell_applicant(application, "plan.reminded", key=key, not_before=when_office_opens())


def remind_of_offers():
    """Each offer nobody has answered that lapses after the next working day; not on the day it was made."""
    calendar, today = load_calendar(), clock.today()

    def look_at(offer):
        if workdays_between(today, offer.until, calendar) <= REMIND_BEFORE:
            _remind_of_offer(offer)

    rows = DigOffer.objects.to_remind().filter(until__gte=today, offered_at__lt=midnight(today))
    sweep(rows.select_related("dig__section", "order__provider", "order__request__application"), look_at)


@transaction.atomic
def _remind_of_offer(offer):
    """Unless it has been answered meanwhile."""
    order, now = offer.order, clock.now()
    lock(order.application)
    if not DigOffer.objects.to_remind().filter(pk=offer.pk).update(reminded_at=now):
        return
    record(offer.dig, order, "dig.offer_reminded", by=SYSTEM, at=now)
    text = _(
        "【宁河报装】工单 %(number)s 在%(section)s可以并沟，请最迟 %(until)s 答复，逾期未答复的各自开挖：%(url)s"
    )
    facts = {"number": order, "section": offer.dig.section, "until": offer.until, "url": order_page(order)}
    remind_handlers(order, "dig.offer_reminded", text % facts)
