"""The stages of each case, their limits, and the clocks that watch them."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.actors import ActorKind
from applications.catalogue import SERVICES
from applications.models import Application, ServiceRequest
from common import clock
from common.files import StoredPathField, StoredPathsField
from utilities.models import Variant, WorkOrder

from .ledger import Unit
from .querysets import (
    ApartQuerySet,
    MilestoneQuerySet,
    OfMilestoneQuerySet,
    SpanQuerySet,
    TimeLimitQuerySet,
)
from .stages import STANDSTILL_CHOICES, Holder, PauseReason, Stage

UNIT_CHOICES = [(Unit.WORKDAY, _("工作日")), (Unit.NATURAL, _("自然日"))]


class TimeLimit(models.Model):
    """How long a stage may take, where that was found, and whether the district has confirmed it."""

    stage = models.CharField(_("环节"), max_length=12, choices=Stage.choices)
    service = models.CharField(
        _("专业（空：全部）"),
        max_length=10,
        choices=[(code, entry.label) for code, entry in SERVICES.items()],
        blank=True,
    )
    variant = models.CharField(_("供电方式"), max_length=12, choices=Variant.choices, blank=True)
    has_outside_works = models.BooleanField(_("有外线工程（空：不区分）"), null=True, blank=True)
    days = models.PositiveSmallIntegerField(_("时限（日）"))
    unit = models.CharField(_("单位"), max_length=8, choices=UNIT_CHOICES, default=Unit.WORKDAY)
    excluded_stages = models.JSONField(_("不计入的环节"), default=list, blank=True)
    source = models.CharField(_("依据"), max_length=200)
    is_confirmed = models.BooleanField(_("已确认"), default=False)
    valid_from = models.DateField(_("自何日起适用"))
    history = HistoricalRecords()

    objects = TimeLimitQuerySet.as_manager()

    class Meta:
        verbose_name = _("办理时限")
        verbose_name_plural = _("办理时限")
        ordering = ["stage", "service", "variant", "has_outside_works", "valid_from"]

    def __str__(self):
        return f"{self.get_stage_display()} {self.days} {self.get_unit_display()}"


class PauseLimit(models.Model):
    """How long a clock may stand still for one reason before the office must allow more (working days)."""

    reason = models.CharField(_("暂停原因"), max_length=24, choices=PauseReason.choices, unique=True)
    days = models.PositiveSmallIntegerField(_("最长（工作日）"), validators=[MinValueValidator(1)])
    source = models.CharField(_("依据"), max_length=200)
    is_confirmed = models.BooleanField(_("已确认"), default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("暂停上限")
        verbose_name_plural = _("暂停上限")
        ordering = ["reason"]

    def __str__(self):
        return f"{self.get_reason_display()} {self.days}"


class MilestoneStatus(models.TextChoices):
    PENDING = "pending", _("未开始")
    RUNNING = "running", _("进行中")
    REACHED = "reached", _("已完成")
    SKIPPED = "skipped", _("不需要")
    CANCELLED = "cancelled", _("已取消")


class Milestone(models.Model):
    """One stage of one order (or of the application, or the whole of a request) and its clock."""

    MOVES = {
        MilestoneStatus.PENDING: {
            MilestoneStatus.RUNNING,
            MilestoneStatus.SKIPPED,
            MilestoneStatus.CANCELLED,
        },
        MilestoneStatus.RUNNING: {
            MilestoneStatus.REACHED,
            MilestoneStatus.SKIPPED,
            MilestoneStatus.CANCELLED,
        },
        # A plan that was changed needs what the plan before did not.
        MilestoneStatus.SKIPPED: {MilestoneStatus.PENDING},
    }

    application = models.ForeignKey(Application, models.CASCADE, related_name="milestones")
    request = models.ForeignKey(
        ServiceRequest, models.CASCADE, null=True, blank=True, related_name="milestones"
    )
    order = models.ForeignKey(WorkOrder, models.CASCADE, null=True, blank=True, related_name="milestones")
    stage = models.CharField(_("环节"), max_length=12, choices=Stage.choices)
    status = models.CharField(
        _("状态"), max_length=10, choices=MilestoneStatus.choices, default=MilestoneStatus.PENDING
    )
    opened_at = models.DateTimeField(_("开始时间"), null=True)
    # Later than opened_at only for INTAKE after a correction, which counts anew.
    counting_from = models.DateTimeField(_("起算时间"), null=True)
    reached_at = models.DateTimeField(_("完成时间"), null=True)
    due_on = models.DateField(_("截止日期"), null=True, db_index=True)
    is_estimated = models.BooleanField(_("暂估"), default=False)
    limit_days = models.PositiveSmallIntegerField(_("时限（日）"), null=True)
    limit_unit = models.CharField(max_length=8, choices=UNIT_CHOICES, default=Unit.WORKDAY)
    limit_source = models.CharField(_("时限依据"), max_length=200, blank=True)
    limit_is_confirmed = models.BooleanField(_("时限已确认"), default=False)
    excluded_stages = models.JSONField(default=list, blank=True)
    # By when the parties mean to be through, from the plan or the permits: it becomes the limit of this stage.
    agreed_on = models.DateField(_("约定完成日期"), null=True)
    agreed_source = models.CharField(_("约定依据"), max_length=200, blank=True)
    # The open span's facts, kept beside it so that a list needs no second table.
    holder = models.CharField(_("当前责任方"), max_length=10, choices=Holder.choices, blank=True)
    is_counting = models.BooleanField(_("计时中"), default=True)
    days_left = models.IntegerField(_("停表时剩余（日）"), null=True)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("环节")
        verbose_name_plural = _("环节")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "stage"],
                condition=Q(order__isnull=False),
                name="one_milestone_per_order_stage",
            ),
            models.UniqueConstraint(
                fields=["request", "stage"],
                condition=Q(order__isnull=True, request__isnull=False),
                name="one_milestone_per_request_stage",
            ),
            models.UniqueConstraint(
                fields=["application", "stage"],
                condition=Q(request__isnull=True),
                name="one_milestone_per_application_stage",
            ),
        ]
        indexes = [models.Index(fields=["status", "due_on"])]
        permissions = [
            ("report_stage", _("可上报环节")),
            ("pause_milestone", _("可暂停计时")),
            ("revoke_pause", _("可撤销暂停")),
            ("allow_pause", _("可批准延长暂停")),
        ]

    def __str__(self):
        return f"{self.order or self.request or self.application} {self.get_stage_display()}"


class Span(models.Model):
    """From when to when somebody held a milestone, and whether those days count."""

    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="spans")
    holder = models.CharField(_("责任方"), max_length=10, choices=Holder.choices)
    starts_at = models.DateTimeField(_("自"))
    ends_at = models.DateTimeField(_("至"), null=True)
    counts = models.BooleanField(_("计入时限"), default=True)
    reason = models.CharField(_("原因"), max_length=24, choices=STANDSTILL_CHOICES, blank=True)
    basis = models.TextField(_("依据"), blank=True)
    evidence = StoredPathField(max_length=120, blank=True, editable=False)
    expected_until = models.DateField(_("预计至"), null=True, blank=True)
    actor_kind = models.CharField(max_length=10, choices=ActorKind.choices, default=ActorKind.SYSTEM)
    actor_name = models.CharField(_("设置人"), max_length=80, blank=True)
    # What became of a provider's pause: doubted by the applicant, taken away, or let go on by the office.
    objection = models.TextField(_("申请人异议"), blank=True)
    objected_at = models.DateTimeField(_("异议时间"), null=True)
    revoked_at = models.DateTimeField(_("撤销时间"), null=True)
    revoked_by = models.CharField(_("撤销人"), max_length=80, blank=True)
    revoke_reason = models.CharField(_("撤销原因"), max_length=200, blank=True)
    upheld_at = models.DateTimeField(_("核查时间"), null=True)
    upheld_by = models.CharField(_("核查人"), max_length=80, blank=True)
    uphold_reason = models.CharField(_("核查意见"), max_length=200, blank=True)
    # The maximum for its reason when it began (working days), and when it ran out.
    most_days = models.PositiveSmallIntegerField(_("上限（工作日）"), null=True)
    expired_at = models.DateTimeField(_("达到上限时间"), null=True)
    allowed_until = models.DateField(_("批准暂停至"), null=True)
    allowed_by = models.CharField(_("批准人"), max_length=80, blank=True)
    allow_reason = models.CharField(_("批准原因"), max_length=200, blank=True)

    objects = SpanQuerySet.as_manager()

    class Meta:
        verbose_name = _("计时段")
        verbose_name_plural = _("计时段")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["milestone"], condition=Q(ends_at__isnull=True), name="one_open_span_per_milestone"
            )
        ]

    def __str__(self):
        return f"{self.get_holder_display()} {self.starts_at:%Y-%m-%d}"

    @property
    def is_pause(self):
        """As ``pauses()`` of the rows: set by a provider, with a maximum and open to objection."""
        return self.reason in PauseReason.values


class Outcome(models.TextChoices):
    REACHED = "reached", _("已完成")
    FAILED = "failed", _("未通过")
    NOT_NEEDED = "not_needed", _("不需要")


class Report(models.Model):
    """What somebody said of a stage: when it happened, and when that was told."""

    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="reports")
    outcome = models.CharField(_("结果"), max_length=12, choices=Outcome.choices)
    occurred_at = models.DateTimeField(_("发生时间"))
    recorded_at = models.DateTimeField(_("上报时间"), default=clock.now)
    is_late = models.BooleanField(_("迟报"), default=False)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(_("上报人"), max_length=80)
    note = models.TextField(_("说明"), blank=True)
    photos = StoredPathsField(default=list, blank=True)
    detail = models.JSONField(default=dict, blank=True)

    objects = OfMilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("上报")
        verbose_name_plural = _("上报")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.milestone} {self.get_outcome_display()}"


class AlertLevel(models.TextChoices):
    DUE_SOON = "due_soon", _("即将到期")
    OVERDUE = "overdue", _("超期")


class Alert(models.Model):
    """Raised once per milestone, level and due date."""

    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="alerts")
    level = models.CharField(_("级别"), max_length=10, choices=AlertLevel.choices)
    due_on = models.DateField(_("截止日期"))
    raised_at = models.DateTimeField(_("提醒时间"), default=clock.now)
    voided_at = models.DateTimeField(_("作废时间"), null=True)

    objects = OfMilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("提醒")
        verbose_name_plural = _("提醒")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "level", "due_on"], name="one_alert_per_due_date")
        ]

    def __str__(self):
        return f"{self.milestone} {self.get_level_display()}"


class Apart(models.Model):
    """An order that takes a joint step alone (单独办理), from when to when."""

    order = models.ForeignKey(WorkOrder, models.CASCADE, related_name="aparts")
    stage = models.CharField(_("环节"), max_length=12, choices=Stage.choices)
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("自"), default=clock.now)
    ends_at = models.DateTimeField(_("至"), null=True)
    actor_name = models.CharField(_("办理人"), max_length=80)

    objects = ApartQuerySet.as_manager()

    class Meta:
        verbose_name = _("单独办理")
        verbose_name_plural = _("单独办理")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "stage"], condition=Q(ends_at=None), name="apart_once_per_order_stage"
            )
        ]

    def __str__(self):
        return f"{self.order} {self.get_stage_display()}"
