"""The liaison group (工作联络小组) and the inspections: what was talked over, what was found."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from approvals.models import Department
from common import clock
from common.files import StoredPathsField
from utilities.models import Provider

from ..querysets import InspectionQuerySet, MeetingQuerySet


class Recorded(models.Model):
    """A record of the office: numbered, and by whom it was written."""

    number = models.CharField(_("编号"), max_length=20, unique=True, null=True, editable=False)
    recorded_at = models.DateTimeField(_("登记时间"), default=clock.now)
    recorder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("登记人"), related_name="+"
    )

    class Meta:
        abstract = True

    def __str__(self):
        return self.number or str(self._meta.verbose_name)


class MeetingStatus(models.TextChoices):
    PLANNED = "planned", _("已通知")
    HELD = "held", _("已召开")
    CANCELLED = "cancelled", _("已取消")


class Meeting(Recorded):
    """A meeting of the liaison group; what was agreed are duties, each with its owner and day."""

    MOVES = {MeetingStatus.PLANNED: {MeetingStatus.HELD, MeetingStatus.CANCELLED}}

    status = models.CharField(
        _("状态"), max_length=10, choices=MeetingStatus.choices, default=MeetingStatus.HELD
    )
    held_on = models.DateField(_("日期"))
    starts_at = models.TimeField(_("时间"), null=True)
    place = models.CharField(_("地点"), max_length=100)
    agenda = models.TextField(_("议题"), blank=True)
    providers = models.ManyToManyField(
        Provider, verbose_name=_("通知的专营单位"), blank=True, related_name="meetings"
    )
    departments = models.ManyToManyField(
        Department, verbose_name=_("通知的部门"), blank=True, related_name="meetings"
    )
    present = models.TextField(_("参加人员"), blank=True)
    minutes = models.TextField(_("会议纪要"), blank=True)
    cases = models.ManyToManyField(
        Application, verbose_name=_("涉及办件"), blank=True, related_name="meetings"
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("工作联络小组会议")
        verbose_name_plural = _("工作联络小组会议")
        ordering = ["-held_on", "-pk"]

    @property
    def is_planned(self):
        return self.status == MeetingStatus.PLANNED

    @property
    def is_held(self):
        return self.status == MeetingStatus.HELD


class Inspection(Recorded):
    """A look at a provider's work while or after it is done (事中事后监管); what must be mended is a duty."""

    inspected_on = models.DateField(_("检查日期"))
    provider = models.ForeignKey(
        Provider, models.PROTECT, verbose_name=_("检查对象"), related_name="inspections"
    )
    application = models.ForeignKey(
        Application, models.PROTECT, verbose_name=_("办件"), null=True, related_name="inspections"
    )
    inspectors = models.CharField(_("检查人员"), max_length=100)
    findings = models.TextField(_("检查情况"))
    photos = StoredPathsField(_("照片"), default=list, blank=True)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("监督检查记录")
        verbose_name_plural = _("监督检查记录")
        ordering = ["-inspected_on", "-pk"]
