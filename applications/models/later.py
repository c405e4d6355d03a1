"""What remains to be done after a request has ended: tell when the network arrives, end what was temporary."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common import clock
from district.models import Town

from ..catalogue import SERVICES, service_label
from ..querysets import FollowUpQuerySet, WaitingQuerySet
from .application import Application
from .requests import ServiceRequest


class Waiting(models.Model):
    """Somebody wants to be told when a network reaches his town."""

    application = models.ForeignKey(
        Application, models.CASCADE, verbose_name=_("办件"), related_name="waitings"
    )
    town = models.ForeignKey(Town, models.PROTECT, verbose_name=_("街镇（园区）"))
    service = models.CharField(
        _("事项"), max_length=10, choices=[(code, entry.label) for code, entry in SERVICES.items()]
    )
    carrier = models.CharField(
        _("运营商"),
        max_length=10,
        choices=[(carrier.code, carrier.label) for entry in SERVICES.values() for carrier in entry.carriers],
        blank=True,
    )
    created_at = models.DateTimeField(_("登记时间"), default=clock.now)
    told_at = models.DateTimeField(_("告知时间"), null=True)
    cancelled_at = models.DateTimeField(_("取消时间"), null=True)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        verbose_name = _("管网通达告知")
        verbose_name_plural = _("管网通达告知")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "service", "carrier"], name="one_waiting_per_service"
            )
        ]

    def __str__(self):
        return f"{self.town} {self.label}"

    @property
    def label(self):
        return service_label(self.service, self.carrier)


class FollowUpStatus(models.TextChoices):
    OPEN = "open", _("使用中")
    PERMANENT = "permanent", _("已转为正式")
    REMOVED = "removed", _("已拆除")


class TemporaryWish(models.TextChoices):
    EXTEND = "extend", _("延期使用")
    PERMANENT = "permanent", _("转为正式")
    REMOVE = "remove", _("拆除停用")


class FollowUp(models.Model):
    """A temporary supply that is on: until when, what its user wants to become of it, and how it ended."""

    MOVES = {FollowUpStatus.OPEN: {FollowUpStatus.PERMANENT, FollowUpStatus.REMOVED}}

    request = models.OneToOneField(ServiceRequest, models.CASCADE, related_name="follow_up")
    status = models.CharField(
        _("状态"), max_length=10, choices=FollowUpStatus.choices, default=FollowUpStatus.OPEN
    )
    until = models.DateField(_("使用至"), null=True)
    reminded_for = models.DateField(_("已提醒的截止日期"), null=True)
    overdue_for = models.DateField(_("已告知到期的截止日期"), null=True)
    wish = models.CharField(_("申请人希望"), max_length=10, choices=TemporaryWish.choices, blank=True)
    wished_until = models.DateField(_("希望延期至"), null=True)
    wished_at = models.DateTimeField(_("提出时间"), null=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("开始时间"), default=clock.now)
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    ended_by = models.CharField(_("办理人"), max_length=80, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("临时用水用电")
        verbose_name_plural = _("临时用水用电")
        ordering = ["until", "pk"]

    def __str__(self):
        return f"{self.request} {self.until or ''}".strip()
