"""The stages of a case in their order, and who holds a stage. Pure."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    INTAKE = "intake", _("受理")
    ACKNOWLEDGE = "acknowledge", _("接单")
    SURVEY = "survey", _("踏勘")
    PLAN = "plan", _("方案")
    APPROVAL = "approval", _("审批")
    EXCAVATION = "excavation", _("开挖")
    CONSTRUCTION = "construction", _("施工")
    BACKFILL = "backfill", _("回填")
    ACCEPTANCE = "acceptance", _("验收")
    CONNECTION = "connection", _("接通")
    WHOLE = "whole", _("全程")


# What a work order runs through, one after the other.
PATH = (
    Stage.ACKNOWLEDGE,
    Stage.SURVEY,
    Stage.PLAN,
    Stage.APPROVAL,
    Stage.EXCAVATION,
    Stage.CONSTRUCTION,
    Stage.BACKFILL,
    Stage.ACCEPTANCE,
    Stage.CONNECTION,
)
# Reported by the provider itself, by admin or API.
REPORTED = PATH[1:]
# Which choice of the applicant makes a step a joint one; permits are shared whatever he wishes.
WISH_OF = {
    Stage.SURVEY: "wants_joint_survey",
    Stage.PLAN: "wants_joint_works",
    Stage.EXCAVATION: "wants_joint_works",
    Stage.BACKFILL: "wants_joint_works",
    Stage.ACCEPTANCE: "wants_joint_acceptance",
    Stage.CONNECTION: "wants_joint_connection",
}


class Holder(models.TextChoices):
    WINDOW = "window", _("窗口")
    PROVIDER = "provider", _("专营单位")
    APPLICANT = "applicant", _("申请人")
    AUTHORITY = "authority", _("审批部门")
    JOINT = "joint", _("联合各方")
    OFFICE = "office", _("统筹办公室")
    SITE = "site", _("施工现场")


def first_holder(stage):
    """Who holds a stage when it opens; APPROVAL is handed on at once where permits are followed."""
    return Holder.WINDOW if stage == Stage.INTAKE else Holder.PROVIDER


class PauseReason(models.TextChoices):
    """Why a provider's clock may stand still; nothing else is a reason."""

    APPLICANT_MATERIALS = "applicant_materials", _("等待申请人补充材料")
    APPLICANT_SITE = "applicant_site", _("申请人现场尚不具备条件")
    APPLICANT_PAYMENT = "applicant_payment", _("等待申请人签约或缴费")
    APPLICANT_REQUEST = "applicant_request", _("申请人要求延后")
    SPECIAL_PROCEDURE = "special_procedure", _("审批部门特别程序（听证、检测、鉴定、专家评审）")
    PUBLIC_NOTICE = "public_notice", _("公示（请注明依据）")
    FORCE_MAJEURE = "force_majeure", _("不可抗力（极端天气、重大活动保障等）")


class Wait(models.TextChoices):
    """Why a stage stands still in the order of things; nobody has paused it, and no maximum holds."""

    APPLICANT_DAY = "applicant_day", _("申请人约定的日期未到")
    PLAN_CONFIRMATION = "plan_confirmation", _("等待申请人确认方案")
    OTHER_PARTS = "other_parts", _("等待其他单位提交方案")
    ENTRUSTMENT = "entrustment", _("等待申请人签署审批委托书")
    APPLICANT_FILING = "applicant_filing", _("申请人自行办理审批")
    APPLICANT_MENDING = "applicant_mending", _("等待申请人整改")
    OTHER_PARTIES = "other_parties", _("等待同沟其他单位完工")
    MORE_PERMITS = "more_permits", _("等待方案变更新增的审批办结")
    AUTHORITY_PROCEDURE = "authority_procedure", _("审批部门特别程序（不计时）")
    ROAD_PROTECTION = "road_protection", _("道路在保护期内，等待期满")


# Every reason for which a day may not count.
STANDSTILL_CHOICES = [*PauseReason.choices, *Wait.choices]

PAUSE_HOLDERS = {
    PauseReason.APPLICANT_MATERIALS: Holder.APPLICANT,
    PauseReason.APPLICANT_SITE: Holder.APPLICANT,
    PauseReason.APPLICANT_PAYMENT: Holder.APPLICANT,
    PauseReason.APPLICANT_REQUEST: Holder.APPLICANT,
    PauseReason.SPECIAL_PROCEDURE: Holder.AUTHORITY,
    PauseReason.PUBLIC_NOTICE: Holder.AUTHORITY,
    PauseReason.FORCE_MAJEURE: Holder.SITE,
}
