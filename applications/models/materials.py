"""What the applicant brings, what he promised to bring, and what he was told is missing."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common import clock
from common.files import StoredPathField

from ..catalogue import MATERIAL_KINDS
from ..querysets import CorrectionQuerySet, MaterialQuerySet
from .application import Application
from .requests import ServiceRequest


class Medium(models.TextChoices):
    ORIGINAL = "original", _("原件")
    COPY = "copy", _("复印件")


class Material(models.Model):
    """A paper of the case: a file (private, stored under the hash of its content), a paper noted at the desk,
    or one the applicant has promised to bring (容缺)."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="materials")
    kind = models.CharField(
        _("材料"), max_length=20, choices=[(option.code, option.label) for option in MATERIAL_KINDS]
    )
    name = models.CharField(_("文件名"), max_length=150, blank=True)
    path = StoredPathField(max_length=120, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    content_type = models.CharField(max_length=80, blank=True, editable=False)
    size = models.PositiveIntegerField(_("大小（字节）"), default=0)
    added_at = models.DateTimeField(_("上传时间"), default=clock.now)
    removed_at = models.DateTimeField(_("移除时间"), null=True)

    # What the clerk notes of a paper in his hands.
    medium = models.CharField(_("原件或复印件"), max_length=8, choices=Medium.choices, blank=True)
    copies = models.PositiveSmallIntegerField(_("份数"), null=True)
    pages = models.PositiveSmallIntegerField(_("页数"), null=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("收取人"), null=True, related_name="+"
    )
    handed_to = models.CharField(_("转交"), max_length=80, blank=True)
    handed_at = models.DateTimeField(_("转交时间"), null=True)
    given_back_to = models.CharField(_("领回人"), max_length=60, blank=True)
    given_back_at = models.DateTimeField(_("退还时间"), null=True)
    signature = StoredPathField(max_length=120, blank=True, editable=False)

    # 容缺: promised in writing, brought by then, the clock running meanwhile.
    promised_at = models.DateTimeField(_("承诺时间"), null=True)
    promised_until = models.DateField(_("承诺补交期限"), null=True)
    reminded_on = models.DateField(_("提醒日期"), null=True)
    brought_at = models.DateTimeField(_("补交时间"), null=True)
    promise_expired_at = models.DateTimeField(_("容缺逾期时间"), null=True)
    promise_extended_at = models.DateTimeField(_("容缺延期时间"), null=True)
    answers = models.ForeignKey(
        "Correction", models.SET_NULL, verbose_name=_("对应补正"), null=True, related_name="brought"
    )

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("材料")
        verbose_name_plural = _("材料")
        ordering = ["pk"]
        permissions = [("settle_promise", _("可延长或结束容缺"))]

    def __str__(self):
        return self.name or str(self.get_kind_display())

    @property
    def is_promised(self):
        """Promised in writing and not brought yet."""
        return self.promised_at is not None and self.brought_at is None

    @property
    def is_held(self):
        """A paper the window took and has not given back."""
        return bool(self.medium) and self.given_back_at is None and self.removed_at is None

    @property
    def due_on(self):
        """The last day of a promise; it was written and signed, and a new calendar does not move it."""
        return self.promised_until

    @property
    def paper_text(self):
        """原件 1 份，3 页"""
        if not self.medium:
            return ""
        counted = _("%(medium)s %(copies)d 份") % {
            "medium": self.get_medium_display(),
            "copies": self.copies or 1,
        }
        return f"{counted}，{_('%d 页') % self.pages}" if self.pages else str(counted)


class Correction(models.Model):
    """What is missing, told once and complete (行政许可法 32).

    With ``request``: papers its provider asked for after acceptance, through the window: ``order`` is the number
    of the provider's work order, and nothing is told before the window has passed it on.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="corrections")
    request = models.ForeignKey(ServiceRequest, models.CASCADE, null=True, blank=True)
    items = models.JSONField(_("需补正内容"), default=list)
    asked_at = models.DateTimeField(_("提出时间"), null=True)
    order = models.CharField(_("工单编号"), max_length=30, blank=True)
    kind = models.CharField(
        _("材料"),
        max_length=20,
        choices=[(option.code, option.label) for option in MATERIAL_KINDS],
        blank=True,
    )
    told_at = models.DateTimeField(_("告知时间"), default=clock.now, null=True)
    due_on = models.DateField(_("补正期限"), null=True)
    is_estimated = models.BooleanField(_("暂估"), default=False)
    asked_by = models.CharField(_("提出单位"), max_length=80, blank=True)
    reminded_on = models.DateField(_("提醒日期"), null=True)
    expired_at = models.DateTimeField(_("逾期转统筹时间"), null=True)
    answered_at = models.DateTimeField(_("补正时间"), null=True)
    closed_at = models.DateTimeField(_("不再需要的时间"), null=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("补正告知")
        verbose_name_plural = _("补正告知")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.application} {self.told_at or self.asked_at:%Y-%m-%d}"

    @property
    def due_text(self):
        """The last day as messages and history write it, marked where it may still move."""
        return str(_("%s（暂估）") % self.due_on) if self.is_estimated else self.due_on.isoformat()
