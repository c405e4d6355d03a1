"""Who decides permits, and which kinds of them there are."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from outbox.models import Endpoint

from ..querysets import DepartmentQuerySet


class Department(models.Model):
    """An authority that decides permits (审批部门); without an endpoint it is reached by hand."""

    code = models.SlugField(_("代号"), unique=True)
    name = models.CharField(_("部门名称"), max_length=80)
    phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    endpoint = models.ForeignKey(
        Endpoint,
        models.PROTECT,
        verbose_name=_("政务一网通接口（空：人工申报）"),
        null=True,
        blank=True,
        related_name="departments",
    )
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("审批人员"), blank=True, related_name="departments"
    )
    history = HistoricalRecords()

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("审批部门")
        verbose_name_plural = _("审批部门")
        ordering = ["pk"]

    def __str__(self):
        return self.name


class PermitType(models.Model):
    """A kind of permit as the district handles it; ``code`` ties it to its rule in ``needs``."""

    code = models.SlugField(_("代号"), unique=True)
    name = models.CharField(_("事项名称"), max_length=80)
    departments = models.ManyToManyField(Department, verbose_name=_("审批部门"), related_name="permit_types")
    promised_days = models.PositiveSmallIntegerField(
        _("承诺时限（工作日）"), default=5, validators=[MinValueValidator(1)]
    )
    legal_days = models.PositiveSmallIntegerField(
        _("法定时限（工作日）"), default=20, validators=[MinValueValidator(1)]
    )
    needs_decision = models.BooleanField(_("须作出许可决定（否：只需备案）"), default=True)
    threshold_metres = models.PositiveIntegerField(
        _("不足多少米只需备案（空：不区分）"), null=True, blank=True
    )
    is_needed = models.BooleanField(_("本区需要办理"), default=True)
    source = models.CharField(_("依据"), max_length=200)
    is_confirmed = models.BooleanField(_("已确认"), default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("审批事项")
        verbose_name_plural = _("审批事项")
        ordering = ["pk"]

    def __str__(self):
        return self.name
