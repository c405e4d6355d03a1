"""Notices and forms, frozen when the verb happened."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.files import StoredPathField

from ..emergency_numbers import number_of
from ..paper_querysets import EmergencyReceiptManager, PaperQuerySet
from .application import Application
from .requests import ServiceRequest


class PaperKind(models.TextChoices):
    INTAKE = "intake", _("收件回执")
    EMERGENCY = "emergency", _("应急收件回执")
    FORM = "form", _("联动报装信息表")
    CONSENT = "consent", _("告知同意与办理意愿确认书")
    AGENT = "agent", _("授权委托书")
    PROMISE = "promise", _("容缺受理承诺书")
    RECEIPT = "receipt", _("受理通知书")
    CORRECTION = "correction", _("一次性补正告知书")
    REFUSAL = "refusal", _("不予受理通知书")
    WITHDRAWAL = "withdrawal", _("撤回确认书")
    UNAVAILABLE = "unavailable", _("暂不具备接入条件告知书")
    TERMINATION = "termination", _("终止办理告知书")
    ORDER = "order", _("派工单")
    ARRANGEMENT = "arrangement", _("踏勘安排")
    SURVEY = "survey", _("踏勘记录")
    PLAN = "plan", _("接入方案")
    FEES = "fees", _("费用汇总单（非缴款凭证）")
    ENTRUSTMENT = "entrustment", _("审批委托书")
    ACCEPTANCE = "acceptance", _("验收结果")
    COMPLETION = "completion", _("办结通知书")
    SUPERVISION = "supervision", _("督办单")


class Paper(models.Model):
    """A notice or form, its content frozen when the verb happened; drawn as PDF afterwards."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="papers", null=True)
    request = models.ForeignKey(ServiceRequest, models.PROTECT, null=True, related_name="papers")
    kind = models.CharField(_("文书"), max_length=20, choices=PaperKind.choices)
    serial = models.PositiveIntegerField(_("序号"))
    code = models.CharField(_("验证码"), max_length=24, unique=True)
    content = models.JSONField(_("内容"))
    file = StoredPathField(max_length=120, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    issued_at = models.DateTimeField(_("出具时间"))
    attempts = models.PositiveIntegerField(_("生成次数"), default=0)
    drawn_at = models.DateTimeField(_("生成时间"), null=True)
    voided_at = models.DateTimeField(_("作废时间"), null=True)
    # Only where somebody took it out of use; what a newer paper replaces has none.
    voided_by = models.CharField(_("作废人"), max_length=80, blank=True)
    void_reason = models.CharField(_("作废原因"), max_length=200, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("文书")
        verbose_name_plural = _("文书")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "kind", "serial"], name="one_paper_per_serial"),
            # Printed before there is a case, and numbered through for all of them.
            models.UniqueConstraint(
                fields=["serial"], condition=Q(kind="emergency"), name="one_emergency_receipt_per_serial"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.application or ''}"

    @property
    def slug(self):
        """The end of its address: ``form-1``."""
        return f"{self.kind}-{self.serial}"


class EmergencyReceipt(Paper):
    """A receipt printed for a power cut: unused, entered since, or void."""

    objects = EmergencyReceiptManager()

    class Meta:
        proxy = True
        verbose_name = _("应急收件回执")
        verbose_name_plural = _("应急收件回执")
        ordering = ["-serial"]

    def __str__(self):
        return self.number

    @property
    def number(self):
        """The printed one, also after the content has been let go."""
        return number_of(self.serial)
