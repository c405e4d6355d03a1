"""The demo's applicants look at the plans that lie before them, and say yes; some send one back first."""

from accounts.actors import APPLICANT
from works.models import Plan
from works.services.confirming import confirm_plan, return_plan

from .rounds import each

WHY = "表箱位置挡住车库门，请往东移三米。"


def answer_plans(script):
    plans = Plan.objects.awaiting_applicant().filter(application__status="accepted")
    each(plans.select_related("application"), lambda plan: answer_plan(plan, script))


def answer_plan(plan, script):
    if script.awaits("sends_plan_back", plan.application):
        return_plan(plan, version=plan.version, reason=WHY, by=APPLICANT)
    else:
        confirm_plan(plan, version=plan.version, by=APPLICANT)


ACTS = (answer_plans,)
