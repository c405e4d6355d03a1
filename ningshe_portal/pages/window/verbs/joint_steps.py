"""The office lets one provider take plan, approval or trench alone, or brings it back to the others."""

from django.utils.translation import gettext_lazy as _

from ningshe_portal.joint_steps import join_step, leave_step, list_steps, may_join, may_leave
from ningshe_portal.pages.verbs import Verb
from ningshe_portal.pages.visit_forms import LeaveForm, StepForm
from ningshe_portal.pages.visit_verbs import step_form

ARRANGE = "inspections.arrange_visit"


def steps_to_leave(application):
    return list_steps(application, may_leave)


def steps_to_join(application):
    return list_steps(application, may_join)


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
