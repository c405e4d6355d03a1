"""A plan that lies before the applicant is not forgotten: he is reminded of each version once."""

from django.db import transaction

from accounts.actors import SYSTEM
from applications.models import Status
from applications.services import lock
from applications.telling import tell_applicant
from common import clock
from common.sweeps import sweep
from common.workdays import workdays_between
from district.services import load_calendar, when_office_opens

from ..models import Plan

REMIND_AFTER = 3  # working days


def remind_of_plans():
    """Each plan the applicant has had before him for three working days without a word."""
    calendar, today = load_calendar(), clock.today()

    def look_at(plan):
        if workdays_between(clock.local_date(plan.presented_at), today, calendar) >= REMIND_AFTER:
            _remind(plan)

    rows = Plan.objects.to_remind().filter(application__status=Status.ACCEPTED)
    sweep(rows.select_related("application"), look_at)


@transaction.atomic
def _remind(plan):
    """Unless he has answered meanwhile, or something else lies before him."""
    application = lock(plan.application)
    as_it_was = Plan.objects.to_remind().filter(pk=plan.pk, version=plan.version)
    if not Plan.objects.filter(pk__in=as_it_was.values("pk")).update(reminded_of=plan.version):
        return
    application.record("plan.reminded", by=SYSTEM, plan=plan.pk, version=plan.version)
    key = f"{plan.pk}:{plan.version}"
    tell_applicant(application, "plan.reminded", key=key, not_before=when_office_opens())
