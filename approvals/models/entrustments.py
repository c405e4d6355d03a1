"""The applicant entrusts a provider with the filing."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Paper
from common import clock
from common.files import StoredPathField
from utilities.models import Provider

from ..querysets import EntrustmentQuerySet


class EntrustmentStatus(models.TextChoices):
    DRAWN_UP = "drawn_up", _("待签署")
    SIGNED = "signed", _("已签署")
    REVOKED = "revoked", _("已失效")


class Entrustment(models.Model):
    """The applicant lets one provider file all permits of his case (审批委托书)."""

    MOVES = {
        EntrustmentStatus.DRAWN_UP: {EntrustmentStatus.SIGNED, EntrustmentStatus.REVOKED},
        EntrustmentStatus.SIGNED: {EntrustmentStatus.REVOKED},
    }

    application = models.ForeignKey(
        Application, models.CASCADE, verbose_name=_("办件"), related_name="entrustments"
    )
    provider = models.ForeignKey(
        Provider, models.PROTECT, verbose_name=_("受托单位"), related_name="entrustments"
    )
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="+")
    status = models.CharField(
        _("状态"), max_length=10, choices=EntrustmentStatus.choices, default=EntrustmentStatus.DRAWN_UP
    )
    created_at = models.DateTimeField(_("出具时间"), default=clock.now)
    signed_on = models.DateField(_("签署日期"), null=True)
    signed_by = models.CharField(_("签署登记人"), max_length=80, blank=True)
    scan = StoredPathField(max_length=120, blank=True, editable=False)  # '' where confirmed online
    ended_at = models.DateTimeField(_("失效时间"), null=True)

    objects = EntrustmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("审批委托")
        verbose_name_plural = _("审批委托")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=~Q(status="revoked"),
                name="one_living_entrustment_per_application",
            )
        ]

    def __str__(self):
        return f"{self.application} → {self.provider}"
