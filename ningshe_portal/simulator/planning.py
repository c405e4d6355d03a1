"""The demo's applicants look at the plans that lie before them, and say yes."""

from accounts.actors import APPLICANT
from works.models import Plan
from works.services.confirming import confirm_plan


def confirm_plans():
    for plan in Plan.objects.awaiting_applicant().filter(application__status="accepted"):
        confirm_plan(plan, version=plan.version, by=APPLICANT)
