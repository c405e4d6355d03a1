"""The state of a case in one sentence, and the wishes of its applicant. Pure."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import FULFILLED, RequestStatus, Status
from milestones.stages import PauseReason, Wait

from .deadlines import day_text

WISHES = {
    "wants_joint_survey": gettext_lazy("联合踏勘"),
    "wants_joint_works": gettext_lazy("联合施工"),
    "wants_joint_acceptance": gettext_lazy("联合验收"),
    "wants_joint_connection": gettext_lazy("一次接通"),
    "entrusts_permits": gettext_lazy("委托办理审批"),
}
SENTENCES = {
    Status.DRAFT: gettext_lazy("申请尚未提交。"),
    Status.RECEIVED: gettext_lazy("窗口已收到申请表，等待录入。"),
    Status.SUBMITTED: gettext_lazy("申请已提交，等待窗口受理。"),
    Status.RETURNED: gettext_lazy("材料需要补正。"),
    Status.FINISHED: gettext_lazy("全部事项已办结。"),
    Status.REFUSED: gettext_lazy("申请不予受理，原因见“不予受理通知书”。"),
    Status.WITHDRAWN: gettext_lazy("申请已撤回。"),
    Status.TERMINATED: gettext_lazy("办件已终止，可以重新申请。"),
}


FILING, WAY_OUT = "filing", "way_out"  # asked for by his permits
# What the applicant is asked for by a stage that waits for him; for what is not here he need not do anything.
ASKED = {
    Wait.PLAN_CONFIRMATION: gettext_lazy("请您确认接入方案"),
    Wait.ENTRUSTMENT: gettext_lazy("请您签署审批委托书"),
    FILING: gettext_lazy("请您申报审批手续"),
    WAY_OUT: gettext_lazy("请您选定受限道路的处理办法"),
    Wait.APPLICANT_MENDING: gettext_lazy("请您完成整改"),
    PauseReason.APPLICANT_MATERIALS: gettext_lazy("请您补充材料"),
    PauseReason.APPLICANT_SITE: gettext_lazy("请您准备好现场"),
    PauseReason.APPLICANT_PAYMENT: gettext_lazy("请您签约或缴费"),
}


def headline(application, requests, correction=None, waits=()):
    """The state of the case in one sentence, and what it waits for: ``waits``, the reasons its applicant can end."""
    if application.status == Status.RETURNED and correction:
        return _due(correction)
    if application.status == Status.ACCEPTED:
        asked = "，".join(str(ASKED[reason]) for reason in dict.fromkeys(waits) if reason in ASKED)
        return _("已受理，%s。") % _counted(requests) + (_("%s。") % asked if asked else "")
    if application.status == Status.FINISHED and any(one.status not in FULFILLED for one in requests):
        return _("已办结，%s。") % _counted(requests)
    return str(SENTENCES[Status(application.status)])


def _due(correction):
    day = day_text(correction.due_on)
    if correction.expired_at:
        return _("补正期限为 %s，现已过期，请尽快补齐，否则将终止办理。") % day
    return _("材料需要补正，请于 %s 前补齐。") % (_("%s（暂估）") % day if correction.is_estimated else day)


def _counted(requests):
    """2 项办理中，1 项已接通"""
    statuses = [request.status for request in requests]
    parts = [
        _("%(count)d 项%(status)s") % {"count": statuses.count(status), "status": status.label}
        for status in RequestStatus
        if status in statuses
    ]
    return "，".join(parts)


def list_wishes(application):
    """Pairs of a joint step and whether the applicant chose it."""
    return [(label, getattr(application, name)) for name, label in WISHES.items()]
