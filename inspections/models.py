"""Visits to the place: who comes together on which day, and what each of them found there."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Half, Paper
from common import clock
from common.files import StoredPathField
from milestones import stages
from milestones.models import Report
from milestones.stages import Holder, Stage
from utilities.models import WorkOrder

from .querysets import AttendanceQuerySet, VisitQuerySet


class VisitKind(models.TextChoices):
    """Its value is that of the stage it serves."""

    SURVEY = Stage.SURVEY.value, _("踏勘")
    ACCEPTANCE = Stage.ACCEPTANCE.value, _("验收")
    CONNECTION = Stage.CONNECTION.value, _("接通")


WISH_OF = {kind: stages.WISH_OF[kind] for kind in VisitKind}
JOINT_LABELS = {
    VisitKind.SURVEY: _("联合踏勘"),
    VisitKind.ACCEPTANCE: _("联合验收"),
    VisitKind.CONNECTION: _("一次接通"),
}


class VisitStatus(models.TextChoices):
    PROPOSED = "proposed", _("待约定")
    FIXED = "fixed", _("已约定")
    DONE = "done", _("已完成")
    CANCELLED = "cancelled", _("已取消")


OPEN = (VisitStatus.PROPOSED, VisitStatus.FIXED)


class Asker(models.TextChoices):
    """Who wanted the present day."""

    PORTAL = "portal", _("系统（最近可约的时间）")
    APPLICANT = "applicant", _("申请人")
    PROVIDER = "provider", _("承办单位")
    OFFICE = "office", _("统筹人员")


class Visit(models.Model):
    """One day on which an order, or all that need to together, comes to the place (一体踏勘、一次验收、一次接通)."""

    MOVES = {
        VisitStatus.PROPOSED: {VisitStatus.FIXED, VisitStatus.DONE, VisitStatus.CANCELLED},
        VisitStatus.FIXED: {VisitStatus.DONE, VisitStatus.CANCELLED},
    }

    application = models.ForeignKey(
        Application, models.PROTECT, verbose_name=_("办件"), related_name="visits"
    )
    kind = models.CharField(_("类型"), max_length=12, choices=VisitKind.choices)
    status = models.CharField(
        _("状态"), max_length=12, choices=VisitStatus.choices, default=VisitStatus.PROPOSED
    )
    is_joint = models.BooleanField(_("联合"), default=True)  # else of one order, and nobody joins it
    on = models.DateField(_("日期"))
    half = models.CharField(_("上午或下午"), max_length=10, choices=Half.choices)
    asked_by = models.CharField(_("日期由谁提出"), max_length=10, choices=Asker.choices)
    # The day the applicant asked for, where one was feasible earlier: the days before it do not count.
    not_before = models.DateField(_("申请人要求不早于"), null=True, blank=True)
    # The one counter-proposal of a provider, and what the applicant said to it.
    counter_on = models.DateField(_("另提日期"), null=True, blank=True)
    counter_half = models.CharField(_("另提上午或下午"), max_length=10, choices=Half.choices, blank=True)
    counter_by = models.ForeignKey(
        WorkOrder, models.PROTECT, verbose_name=_("另提日期的工单"), null=True, blank=True, related_name="+"
    )
    counter_answer = models.BooleanField(_("申请人同意另提日期"), null=True)
    counter_reminded_at = models.DateTimeField(null=True, editable=False)
    # Another day the applicant asks for; the office has still to say.
    wished_on = models.DateField(_("申请人希望改到"), null=True, blank=True)
    wished_half = models.CharField(_("希望上午或下午"), max_length=10, choices=Half.choices, blank=True)
    confirmed_at = models.DateTimeField(_("申请人确认时间"), null=True)
    confirmed_by = models.CharField(_("确认人"), max_length=80, blank=True)
    reminded_for = models.DateField(null=True, editable=False)  # the day he was reminded of
    proposed_at = models.DateTimeField(_("提出时间"), default=clock.now)
    fixed_at = models.DateTimeField(_("约定时间"), null=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    moves = models.PositiveSmallIntegerField(_("改期次数"), default=0)
    arrangement = models.ForeignKey(Paper, models.SET_NULL, null=True, blank=True, related_name="+")
    # The paper of what was found, one for all who came; a connection has none.
    record = models.ForeignKey(Paper, models.SET_NULL, null=True, editable=False, related_name="visits")

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("上门安排")
        verbose_name_plural = _("上门安排")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind"],
                condition=Q(status="proposed", is_joint=True),
                name="one_proposed_joint_visit_per_kind",
            )
        ]
        permissions = [("arrange_visit", _("可安排上门时间"))]

    def __str__(self):
        return f"{self.label} {self.application}"

    @property
    def is_open(self):
        return self.status in OPEN

    @property
    def label(self):
        """联合踏勘; of one who comes alone 踏勘."""
        return str(JOINT_LABELS[self.kind] if self.is_joint else VisitKind(self.kind).label)

    @property
    def wish(self):
        return WISH_OF[self.kind]

    def has_begun(self, today):
        """Whether somebody has been there on the present day and said what he found."""
        found = [one for one in self.attendances.all() if one.has_finding and one.left_at is None]
        return self.on <= today and bool(found)

    def is_spent(self, today):
        """Whether its day passed before all had agreed to it: of a joint one the office says when."""
        return self.status == VisitStatus.PROPOSED and self.on < today

    @property
    def has_open_counter(self):
        return self.counter_on is not None and self.counter_answer is None


class Answer(models.TextChoices):
    NONE = "", _("未答复")
    COMING = "coming", _("可以到场")
    NOT = "not", _("不能到场")


class Result(models.TextChoices):
    PASSED = "passed", _("通过")
    FAILED = "failed", _("未通过")


class Unsigned(models.TextChoices):
    """Why the applicant's signature is missing."""

    ABSENT = "absent", _("申请人未到场")
    REFUSED = "refused", _("申请人拒绝签字")


class Attendance(models.Model):
    """One work order at a visit: whether its provider comes, and what it found."""

    visit = models.ForeignKey(Visit, models.PROTECT, verbose_name=_("上门安排"), related_name="attendances")
    order = models.ForeignKey(WorkOrder, models.PROTECT, verbose_name=_("工单"), related_name="attendances")
    answer = models.CharField(_("答复"), max_length=8, choices=Answer.choices, blank=True)
    answer_note = models.CharField(_("答复说明"), max_length=200, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    # Who has to mend what failed the last time before this visit.
    mender = models.CharField(_("整改责任方"), max_length=10, choices=Holder.choices, blank=True)
    # The day first named for coming again, an earlier one of the visit cuts it short: until then one mends.
    mends_until = models.DateField(_("整改到哪天"), null=True, blank=True)
    left_at = models.DateTimeField(_("退出时间"), null=True)

    result = models.CharField(_("结果"), max_length=8, choices=Result.choices, blank=True)
    report = models.OneToOneField(Report, models.PROTECT, null=True, related_name="attendance")
    has_outside_works = models.BooleanField(_("有外线工程"), null=True)
    assessed_demand = models.DecimalField(_("核定用量"), max_digits=12, decimal_places=2, null=True)
    method = models.CharField(_("接入方式"), max_length=300, blank=True)
    missing = models.TextField(_("还缺什么"), blank=True)
    to_mend = models.JSONField(_("整改事项"), default=list, blank=True)
    checklist = models.JSONField(_("检查项目"), default=dict, blank=True)
    people = models.JSONField(_("到场人员"), default=list, blank=True)
    signature = StoredPathField(_("申请人签字"), max_length=120, blank=True, editable=False)
    unsigned = models.CharField(_("没有签字的原因"), max_length=8, choices=Unsigned.choices, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("上门日程")
        verbose_name_plural = _("上门日程")
        ordering = ["order_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "order"], name="one_attendance_per_order_and_visit")
        ]

    def __str__(self):
        return f"{self.visit} {self.order}"

    @property
    def has_finding(self):
        return bool(self.result)
