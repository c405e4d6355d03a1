"""The office lets one provider take plan, approval or trench alone, or brings it back to the others."""

from django.utils.translation import gettext_lazy as _

from milestones.stages import Stage
from ningshe_portal.joint_steps import join_step, leave_step, list_steps, may_join, may_leave
from ningshe_portal.pages.verbs import Verb
from ningshe_portal.pages.visit_forms import LeaveForm, StepForm
from ningshe_portal.pages.visit_verbs import step_form
from utilities.models import WorkOrder
from works.models import DigParty
from works.services.trenches import take_lead

ARRANGE = "inspections.arrange_visit"


def steps_to_leave(application):
    return list_steps(application, may_leave)


def steps_to_join(application):
    return list_steps(application, may_join)


def parties_to_lead(application):
    """Each order in an open trench that another one leads."""
    rows = DigParty.objects.led_by_others().filter(order__request__application=application)
    orders = WorkOrder.objects.living().filter(dig_parties__in=rows)
    orders = orders.select_related("request__application").distinct()
    return [(order, Stage.BACKFILL) for order in orders.order_by("pk")]


def lead(application, *, order, kind, reason, by):
    take_lead(order, reason=reason, by=by)


def leave(application, *, order, kind, reason, by):
    leave_step(order, kind, reason=reason, by=by)


def join(application, *, order, kind, by):
    join_step(order, kind, by=by)


VERBS = {
    "step-leave": Verb(
        title=_("某项单独办理方案、审批或开挖"),
        button=_("改为单独办理"),
        hint=_("选中的事项由承办单位单独办理这一环节，其他事项照常，时限各算各的。"),
        permission=ARRANGE,
        fits=lambda application: bool(steps_to_leave(application)),
        make_form=step_form(LeaveForm, steps_to_leave),
        run=leave,
        done=_("已改为单独办理。"),
    ),
    "dig-lead": Verb(
        title=_("改由另一家牵头回填"),
        button=_("改由该单位牵头"),
        hint=_(
            "原牵头单位迟迟不回填的，由沟内另一家接替牵头，登记回填后各方的回填环节一并完成；原牵头单位此前的逾期照记。"
        ),
        permission=ARRANGE,
        fits=lambda application: bool(parties_to_lead(application)),
        make_form=step_form(LeaveForm, parties_to_lead),
        run=lead,
        done=_("已改由该单位牵头，并通知沟内各方。"),
    ),
    "step-join": Verb(
        title=_("恢复联合办理方案、审批或开挖"),
        button=_("恢复联合办理"),
        permission=ARRANGE,
        fits=lambda application: bool(steps_to_join(application)),
        make_form=step_form(StepForm, steps_to_join),
        run=join,
        done=_("已恢复联合办理。"),
    ),
}
