"""The history of a case: who did what, and who saw what."""

from django.conf import settings
from django.db import models
from django.db.models.functions import TruncMinute
from django.utils.translation import gettext_lazy as _

from accounts.actors import ActorKind
from common import clock

from ..querysets import EventQuerySet
from .application import Application
from .requests import ServiceRequest


class Audience(models.TextChoices):
    ALL = "", _("所有相关人")
    STAFF = "staff", _("工作人员")
    WATCH = "watch", _("统筹和督办人员")


class Event(models.Model):
    """One line of the history of a case: who did what, when."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="events")
    request = models.ForeignKey(ServiceRequest, models.SET_NULL, null=True, blank=True)
    verb = models.CharField(_("事项"), max_length=60)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    actor_kind = models.CharField(max_length=10, choices=ActorKind.choices)
    actor_name = models.CharField(_("经办人"), max_length=80)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.ALL, blank=True)
    text = models.TextField(_("说明"), blank=True)
    detail = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(_("时间"))

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("办理记录")
        verbose_name_plural = _("办理记录")
        # Moments are typed to the minute: within one, what was written down first stands first.
        ordering = [TruncMinute("at"), "pk"]

    def __str__(self):
        return self.verb


class Revealed(models.TextChoices):
    PHONE = "phone", _("完整联系电话")
    FORM = "form", _("申请表全部内容")
    PAPER = "paper", _("文书")
    MATERIAL = "material", _("申请材料")


class Reveal(models.Model):
    """Somebody saw personal data in full that lists show masked: who, what, when (网络安全法 21)."""

    application = models.ForeignKey(
        Application, models.CASCADE, verbose_name=_("办件"), related_name="reveals"
    )
    what = models.CharField(_("查看内容"), max_length=60, choices=Revealed.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(_("查看人"), max_length=80)
    side = models.CharField(_("所属"), max_length=80, blank=True)  # what the applicant is told of who it was
    at = models.DateTimeField(_("时间"), default=clock.now, db_index=True)

    class Meta:
        verbose_name = _("敏感信息查看记录")
        verbose_name_plural = _("敏感信息查看记录")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.actor_name} {self.get_what_display()}"
