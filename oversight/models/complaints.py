"""Urging and complaints, each with its number, its limit and its answer."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.actors import ActorKind
from applications.models import Application, ServiceRequest
from common import clock

from ..querysets import ComplaintQuerySet
from .owed import Owed


class ComplaintKind(models.TextChoices):
    URGE = "urge", _("催办")
    COMPLAINT = "complaint", _("投诉")
    HOTLINE = "hotline", _("12345 转办")
    INSPECTION = "inspection", _("监督检查")


class ComplaintStatus(models.TextChoices):
    OPEN = "open", _("待答复")
    ANSWERED = "answered", _("已答复")


class Complaint(Owed):
    """Somebody urges or complains; it has a number, a limit in working days, and gets an answer."""

    MOVES = {ComplaintStatus.OPEN: {ComplaintStatus.ANSWERED}}

    kind = models.CharField(_("类型"), max_length=12, choices=ComplaintKind.choices)
    number = models.CharField(_("编号"), max_length=20, unique=True, null=True, editable=False)
    status = models.CharField(
        _("状态"), max_length=10, choices=ComplaintStatus.choices, default=ComplaintStatus.OPEN
    )
    application = models.ForeignKey(
        Application, models.PROTECT, verbose_name=_("办件"), null=True, related_name="complaints"
    )
    request = models.ForeignKey(
        ServiceRequest, models.SET_NULL, verbose_name=_("报装事项"), null=True, related_name="complaints"
    )
    text = models.TextField(_("内容"))
    actor_kind = models.CharField(max_length=10, choices=ActorKind.choices)
    actor_name = models.CharField(_("提出人"), max_length=80)
    filed_at = models.DateTimeField(_("提出时间"), default=clock.now)
    answer = models.TextField(_("答复"), blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    answered_by = models.CharField(_("答复人"), max_length=80, blank=True)
    answerer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("催办投诉")
        verbose_name_plural = _("催办投诉")
        ordering = ["-filed_at", "-pk"]
        indexes = [models.Index(fields=["status", "due_on"])]
        permissions = [("answer_complaint", _("可答复催办投诉"))]

    def __str__(self):
        return self.number or str(_("催办投诉"))
