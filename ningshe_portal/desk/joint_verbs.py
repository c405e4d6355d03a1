"""How a provider leaves the joint plan or the joint approval from the page of its order, and joins again.

A visit and a trench have verbs of their own.
"""

from django.utils.translation import gettext_lazy as _

from inspections.forms import AloneForm
from milestones.stages import Stage
from ningshe_portal import joint_steps
from utilities.forms import VerbForm

HERE = (Stage.PLAN, Stage.APPROVAL)


def is_here(fits):
    def of_running(order, milestone):
        return milestone is not None and milestone.stage in HERE and fits(order, milestone.stage)

    return of_running


# title, permission, fits, form, verb, what is said afterwards, whether it is of the running stage; by name
JOINT_VERBS = {
    "step-leave": (
        _("退出联办"),
        "milestones.report_stage",
        is_here(joint_steps.may_leave),
        lambda order, milestone, user, *data: AloneForm(*data),
        lambda order, milestone, **said: joint_steps.leave_step(order, milestone.stage, **said),
        _("已退出联办，这一环节由本单位单独办理。"),
        True,
    ),
    "step-join": (
        _("恢复联办"),
        "milestones.report_stage",
        is_here(joint_steps.may_join),
        lambda order, milestone, user, *data: VerbForm(*data),
        lambda order, milestone, **said: joint_steps.join_step(order, milestone.stage, **said),
        _("已恢复联办。"),
        True,
    ),
}
