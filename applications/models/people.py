"""Who looks after a case, and how its applicant was reached."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common import clock

from ..querysets import CallQuerySet, HandOverQuerySet
from .application import Application


class HandOver(models.Model):
    """First contact passed on (移交): both names are kept, and when the first clerk takes it back."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="hand_overs")
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("移交人"), null=True, related_name="+"
    )
    taker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("接收人"), related_name="+"
    )
    reason = models.CharField(_("移交原因"), max_length=200)
    at = models.DateTimeField(_("移交时间"), default=clock.now)
    until = models.DateField(_("移交至"), null=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("首问移交")
        verbose_name_plural = _("首问移交")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.giver or '—'} → {self.taker}"


class Proof(models.TextChoices):
    """What the window saw before it changed who stands behind a case."""

    IDENTITY = "identity", _("本人身份证件原件")
    LETTER = "letter", _("盖章的单位介绍信和经办人身份证件")
    MANDATE = "mandate", _("签字的授权委托书和代理人身份证件")
    FORMER = "former", _("原联系人本人到窗口确认并出示身份证件")


class Way(models.TextChoices):
    PHONE = "phone", _("电话")
    VISIT = "visit", _("上门")
    SMS = "sms", _("短信")
    POST = "post", _("邮寄")
    COUNTER = "counter", _("当面")


class ContactAttempt(models.Model):
    """One dated try to reach the applicant. Three in vain, and the office may end the case."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="contact_attempts")
    way = models.CharField(_("方式"), max_length=8, choices=Way.choices)
    is_reached = models.BooleanField(_("已联系上"), default=False)
    note = models.CharField(_("情况"), max_length=300, blank=True)
    at = models.DateTimeField(_("时间"))
    recorded_at = models.DateTimeField(_("登记时间"), default=clock.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(_("联系人员"), max_length=80)

    class Meta:
        verbose_name = _("联系记录")
        verbose_name_plural = _("联系记录")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.get_way_display()} {self.at:%Y-%m-%d}"


class Call(models.Model):
    """What an applicant without a mobile has to be told by telephone (电话告知); closed by who has told it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="calls")
    kind = models.CharField(_("事由"), max_length=40)
    text = models.TextField(_("告知内容"))
    key = models.CharField(max_length=200, unique=True, editable=False)
    created_at = models.DateTimeField(_("产生时间"), default=clock.now)
    made_at = models.DateTimeField(_("告知时间"), null=True)
    made_by = models.CharField(_("告知人"), max_length=80, blank=True)
    note = models.CharField(_("情况"), max_length=300, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("电话告知")
        verbose_name_plural = _("电话告知")
        ordering = ["created_at", "pk"]

    def __str__(self):
        return f"{self.application} {self.text[:20]}"
