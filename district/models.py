"""The district: its towns, the days the State Council moves, and when its offices are open."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .notices import Kind
from .querysets import TownQuerySet


class Town(models.Model):
    """A town, sub-district or development zone, under its code of the statistics bureau."""

    code = models.CharField(
        _("统计代码"),
        max_length=9,
        unique=True,
        validators=[RegexValidator(r"^120117\d{3}$", _("宁河区的统计代码为 9 位数字，以 120117 开头。"))],
    )
    name = models.CharField(_("名称"), max_length=60)
    is_active = models.BooleanField(_("可选"), default=True)
    order = models.PositiveSmallIntegerField(_("排序"), default=0)

    history = HistoricalRecords()
    objects = TownQuerySet.as_manager()

    class Meta:
        verbose_name = _("街镇（园区）")
        verbose_name_plural = _("街镇（园区）")
        ordering = ["order", "code"]

    def __str__(self):
        return self.name


class HolidayNotice(models.Model):
    """The State Council's notice for one year; without it the year's working days are estimated."""

    year = models.PositiveSmallIntegerField(_("年份"), unique=True)
    title = models.CharField(_("标题"), max_length=100)
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    issued_on = models.DateField(_("公布日期"), null=True, blank=True)
    url = models.URLField(_("原文网址"), blank=True)
    amendments = models.CharField(_("后续调整"), max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("节假日安排")
        verbose_name_plural = _("节假日安排")
        ordering = ["-year"]

    def __str__(self):
        return self.title


class CalendarDay(models.Model):
    """A day named in a notice: a day of rest (weekends inside a holiday too) or a working weekend day."""

    notice = models.ForeignKey(
        HolidayNotice, models.CASCADE, related_name="days", verbose_name=_("节假日安排")
    )
    day = models.DateField(
        _("日期"), unique=True, error_messages={"unique": _("该日期已列入节假日安排，请勿重复。")}
    )
    kind = models.CharField(_("类别"), max_length=4, choices=Kind.choices)
    name = models.CharField(_("节日"), max_length=20, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("放假或调休日")
        verbose_name_plural = _("放假和调休日")
        ordering = ["day"]

    def __str__(self):
        return f"{self.day} {self.get_kind_display()}"


class OfficeHours(models.Model):
    """From when to when the offices are open on a working day; one row per half."""

    opens_at = models.TimeField(_("上班"))
    closes_at = models.TimeField(_("下班"))
    is_confirmed = models.BooleanField(_("已确认"), default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("办公时间")
        verbose_name_plural = _("办公时间")
        ordering = ["opens_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="closes_after_it_opens",
                violation_error_message=_("下班时间必须晚于上班时间。"),
            )
        ]

    def __str__(self):
        return f"{self.opens_at:%H:%M}–{self.closes_at:%H:%M}"

    def clean(self):
        if not (self.opens_at and self.closes_at):
            return
        others = OfficeHours.objects.exclude(pk=self.pk)
        if others.filter(opens_at__lt=self.closes_at, closes_at__gt=self.opens_at).exists():
            raise ValidationError(_("与已有的办公时间重叠，请先修改原有的时段。"))
