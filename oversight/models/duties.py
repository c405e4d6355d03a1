"""Duties (督办事项): what somebody owes until a day, from a bad rating, a meeting or an inspection.

One table for the three, see docs/decisions: they differ in what they come from, not in how they end.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from applications.models import Application
from common import clock
from utilities.models import Provider

from ..querysets import DutyQuerySet
from .group import Inspection, Meeting
from .owed import Owed
from .ratings import Rating


class TermCode(models.TextChoices):
    USUAL = "usual", _("一般问题")
    HARD = "hard", _("复杂问题")


class MendingTerm(models.Model):
    """How many working days a bad rating may take to be put right; a hard one the office lengthens once."""

    code = models.CharField(_("情形"), max_length=8, choices=TermCode.choices, unique=True)
    workdays = models.PositiveSmallIntegerField(_("整改期限（工作日）"))
    source = models.CharField(_("依据"), max_length=200)
    is_confirmed = models.BooleanField(_("已确认"), default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("差评整改期限")
        verbose_name_plural = _("差评整改期限")
        ordering = ["workdays"]

    def __str__(self):
        return self.get_code_display()


class DutyKind(models.TextChoices):
    RECTIFICATION = "rectification", _("差评整改")
    AGREED = "agreed", _("会议议定事项")
    MENDING = "mending", _("检查整改")


class Owner(models.TextChoices):
    PROVIDER = "provider", _("专营单位")
    WINDOW = "window", _("政务服务窗口")
    OFFICE = "office", _("区政务服务办")
    DEPARTMENT = "department", _("其他部门")


class DutyStatus(models.TextChoices):
    OPEN = "open", _("待办理")
    ANSWERED = "answered", _("待确认")
    CLOSED = "closed", _("已办结")


class Duty(Owed):
    """Its owner answers what was done, the office closes it or sends it back."""

    MOVES = {
        DutyStatus.OPEN: {DutyStatus.ANSWERED},
        DutyStatus.ANSWERED: {DutyStatus.OPEN, DutyStatus.CLOSED},
    }

    kind = models.CharField(_("类型"), max_length=14, choices=DutyKind.choices)
    number = models.CharField(_("编号"), max_length=20, unique=True, null=True, editable=False)
    status = models.CharField(_("状态"), max_length=10, choices=DutyStatus.choices, default=DutyStatus.OPEN)
    text = models.TextField(_("事项"))
    application = models.ForeignKey(
        Application, models.PROTECT, verbose_name=_("办件"), null=True, related_name="duties"
    )
    owner = models.CharField(_("责任方"), max_length=10, choices=Owner.choices)
    provider = models.ForeignKey(
        Provider, models.PROTECT, verbose_name=_("专营单位"), null=True, related_name="duties"
    )
    department = models.CharField(_("部门名称"), max_length=60, blank=True)

    rating = models.OneToOneField(
        Rating, models.PROTECT, verbose_name=_("评价"), null=True, related_name="duty"
    )
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name=_("会议"), null=True, related_name="duties"
    )
    inspection = models.OneToOneField(
        Inspection, models.PROTECT, verbose_name=_("监督检查"), null=True, related_name="duty"
    )

    opened_at = models.DateTimeField(_("提出时间"), default=clock.now)
    # Frozen from the term; empty where a day was agreed or set, which no calendar moves.
    workdays = models.PositiveSmallIntegerField(_("期限（工作日）"), null=True)
    is_lengthened = models.BooleanField(_("已延长"), default=False)
    reminded_for = models.DateField(_("已提醒的期限"), null=True, editable=False)
    answer = models.TextField(_("办理情况"), blank=True)
    answered_at = models.DateTimeField(_("办理时间"), null=True)
    reply = models.TextField(_("办结答复"), blank=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("督办事项")
        verbose_name_plural = _("督办事项")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["status", "due_on"]),
            models.Index(fields=["provider", "status"]),
        ]
        permissions = [
            ("answer_duty", _("可填报督办事项办理情况")),
            ("close_duty", _("可办结督办事项")),
            ("record_duty", _("可登记会议和监督检查")),
        ]

    def __str__(self):
        return self.number or str(_("督办事项"))

    @property
    def owner_name(self):
        """By name where there is one."""
        return str(self.provider or self.department or self.get_owner_display())

    @property
    def called_back_at(self):
        """When who rated was last spoken to, None while he was not."""
        calls = [step.at for step in self.steps.all() if step.kind == StepKind.CALLED and step.is_reached]
        return max(calls, default=None)

    @property
    def is_anonymous(self):
        """Whether its owner may not learn from which case it comes: the case would name the rater."""
        return self.rating is not None and not self.rating.is_named


class StepKind(models.TextChoices):
    ANSWERED = "answered", _("填报办理情况")
    SENT_BACK = "sent_back", _("退回继续办理")
    LENGTHENED = "lengthened", _("延长期限")
    CALLED = "called", _("回访")
    CLOSED = "closed", _("办结")


class DutyStep(models.Model):
    """What was done about a duty: by whom, when, in his words. Of a call-back also whether he was reached."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="steps")
    kind = models.CharField(_("事项"), max_length=10, choices=StepKind.choices)
    text = models.TextField(_("说明"), blank=True)
    is_reached = models.BooleanField(_("是否联系上"), null=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(_("经办人"), max_length=80)
    at = models.DateTimeField(_("时间"), default=clock.now)

    class Meta:
        verbose_name = _("督办事项记录")
        verbose_name_plural = _("督办事项记录")
        ordering = ["at", "pk"]

    def __str__(self):
        return self.get_kind_display()
