"""The permits of a case: which department decides what, who files, how far each is."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from applications.models import Application, Paper
from common import clock
from common.files import StoredPathField
from milestones.ledger import Unit
from outbox.models import Endpoint
from utilities.models import Provider, WorkOrder
from works.models import RoadSection

from .querysets import DepartmentQuerySet, EntrustmentQuerySet, PermitQuerySet


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


class PermitStatus(models.TextChoices):
    PLANNED = "planned", _("待申报")
    FILED = "filed", _("已申报")
    ACCEPTED = "accepted", _("审批部门已受理")
    GRANTED = "granted", _("已批准")
    RECORDED = "recorded", _("已备案")
    REFUSED = "refused", _("不予批准")
    WITHDRAWN = "withdrawn", _("不再需要")
    REPLACED = "replaced", _("已重新申报")


WITH_AUTHORITY = (PermitStatus.FILED, PermitStatus.ACCEPTED)
SETTLED = (PermitStatus.GRANTED, PermitStatus.RECORDED)
DECIDED = (*SETTLED, PermitStatus.REFUSED)


class Filer(models.TextChoices):
    PROVIDER = "provider", _("受托专营单位申报")
    APPLICANT = "applicant", _("申请人自行申报")


class WayOut(models.TextChoices):
    """What may be done about a road that must not be opened yet."""

    REROUTE = "reroute", _("改走其他路由（修改方案）")
    TRENCHLESS = "trenchless", _("改用非开挖方式（修改方案）")
    GOVERNMENT = "government", _("报区政府批准后申报")
    WAIT = "wait", _("等待保护期满后申报")


BY_PLAN = (WayOut.REROUTE, WayOut.TRENCHLESS)  # the providers have to change their plans


class Permit(models.Model):
    """One permit of one department for all orders of a case that need it."""

    MOVES = {
        PermitStatus.PLANNED: {PermitStatus.FILED, PermitStatus.WITHDRAWN},
        PermitStatus.FILED: {
            PermitStatus.ACCEPTED,
            PermitStatus.GRANTED,
            PermitStatus.RECORDED,
            PermitStatus.REFUSED,
            PermitStatus.WITHDRAWN,
        },
        PermitStatus.ACCEPTED: {
            PermitStatus.GRANTED,
            PermitStatus.RECORDED,
            PermitStatus.REFUSED,
            PermitStatus.WITHDRAWN,
        },
        PermitStatus.REFUSED: {PermitStatus.REPLACED, PermitStatus.WITHDRAWN},
        # What was small enough to be recorded has grown.
        PermitStatus.RECORDED: {PermitStatus.REPLACED},
    }

    application = models.ForeignKey(
        Application, models.CASCADE, verbose_name=_("办件"), related_name="permits"
    )
    type = models.ForeignKey(PermitType, models.PROTECT, verbose_name=_("审批事项"), related_name="permits")
    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name=_("审批部门"), related_name="permits"
    )
    number = models.CharField(_("审批编号"), max_length=26, unique=True)
    orders = models.ManyToManyField(WorkOrder, verbose_name=_("相关工单"), related_name="permits")
    sections = models.ManyToManyField(RoadSection, verbose_name=_("路段"), related_name="permits")
    reason = models.TextField(_("需要办理的原因"))
    # By place, see ``overtaken``.
    amounts = models.JSONField(_("各路段申报的范围和数量"), default=dict, editable=False)
    needs_decision = models.BooleanField(_("须作出许可决定"), default=True)
    protected_until = models.DateField(_("道路保护期至"), null=True)
    way_out = models.CharField(_("保护期内的处理办法"), max_length=10, choices=WayOut.choices, blank=True)
    way_out_basis = models.CharField(_("批准文号或说明"), max_length=200, blank=True)
    filed_by = models.CharField(_("申报方式"), max_length=10, choices=Filer.choices, default=Filer.PROVIDER)
    status = models.CharField(
        _("状态"), max_length=10, choices=PermitStatus.choices, default=PermitStatus.PLANNED
    )
    external_number = models.CharField(_("政务一网通受理编号"), max_length=60, blank=True)
    created_at = models.DateTimeField(_("列出时间"), default=clock.now)
    filed_at = models.DateTimeField(_("申报时间"), null=True)
    filer_name = models.CharField(_("申报人"), max_length=80, blank=True)
    accepted_at = models.DateTimeField(_("受理时间"), null=True)
    decided_at = models.DateTimeField(_("决定时间"), null=True)
    decider_name = models.CharField(_("登记人"), max_length=80, blank=True)
    decision_number = models.CharField(_("决定文号"), max_length=60, blank=True)
    conditions = models.TextField(_("许可条件"), blank=True)
    refusal_reason = models.TextField(_("不予批准的理由"), blank=True)
    valid_until = models.DateField(_("有效期至"), null=True)
    file = StoredPathField(max_length=120, blank=True, editable=False)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="replaced_by", verbose_name=_("原申报")
    )

    # Its own clock: the limits are frozen when it is filed.
    limit_days = models.PositiveSmallIntegerField(_("承诺时限（工作日）"), null=True)
    legal_days = models.PositiveSmallIntegerField(_("法定时限（工作日）"), null=True)
    due_on = models.DateField(_("承诺办结日期"), null=True, db_index=True)
    legal_due_on = models.DateField(_("法定办结日期"), null=True)
    is_estimated = models.BooleanField(_("暂估"), default=False)
    is_counting = models.BooleanField(_("计时中"), default=True)
    days_left = models.IntegerField(_("停表时剩余（工作日）"), null=True)

    objects = PermitQuerySet.as_manager()
    limit_unit = Unit.WORKDAY

    class Meta:
        verbose_name = _("审批手续")
        verbose_name_plural = _("审批手续")
        ordering = ["pk"]
        indexes = [models.Index(fields=["department", "status"])]
        permissions = [
            ("file_permit", _("可申报审批手续")),
            ("decide_permit", _("可登记审批决定")),
            ("entrust_permits", _("可登记审批委托")),
        ]

    def __str__(self):
        return self.number

    @property
    def is_with_authority(self):
        return self.status in WITH_AUTHORITY

    @property
    def is_settled(self):
        return self.status in SETTLED

    @property
    def is_decided(self):
        return self.status in DECIDED

    def is_lapsed(self, today):
        """Whether the time for which it was granted is over."""
        return self.is_settled and self.valid_until is not None and self.valid_until < today

    @property
    def extra_days(self):
        """Working days added to its limits by an extension."""
        extension = getattr(self, "extension", None)
        return extension.days if extension else 0

    @property
    def title(self):
        """挖掘城市道路（区城市管理委）"""
        return f"{self.type}（{self.department}）"


class Procedure(models.TextChoices):
    """What does not count towards the limit of a decision (行政许可法 45)."""

    HEARING = "hearing", _("听证")
    TESTING = "testing", _("检验、检测、检疫")
    APPRAISAL = "appraisal", _("鉴定")
    EXPERTS = "experts", _("专家评审")


class WrittenNotice(models.Model):
    """What the department told the applicant in writing."""

    notice_number = models.CharField(_("告知书文号"), max_length=60)
    text = models.TextField(_("告知内容"), blank=True)
    file = StoredPathField(max_length=120, blank=True, editable=False)
    actor_name = models.CharField(_("登记人"), max_length=80)

    class Meta:
        abstract = True


class PermitSpan(WrittenNotice):
    """A special procedure during which the limit of a permit does not run."""

    permit = models.ForeignKey(Permit, models.CASCADE, related_name="spans")
    procedure = models.CharField(_("特别程序"), max_length=10, choices=Procedure.choices)
    expected_days = models.PositiveSmallIntegerField(_("预计需要（工作日）"))
    expected_until = models.DateField(_("预计至"))
    starts_at = models.DateTimeField(_("自"))
    ends_at = models.DateTimeField(_("至"), null=True)

    class Meta:
        verbose_name = _("特别程序")
        verbose_name_plural = _("特别程序")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["permit"], condition=Q(ends_at=None), name="one_open_procedure_per_permit"
            )
        ]

    def __str__(self):
        return self.get_procedure_display()


class PermitExtension(WrittenNotice):
    """The term of a decision prolonged once by the head of the department (行政许可法 42)."""

    permit = models.OneToOneField(Permit, models.CASCADE, related_name="extension")
    days = models.PositiveSmallIntegerField(_("延长（工作日）"))
    approved_by = models.CharField(_("批准人"), max_length=60)
    at = models.DateTimeField(_("登记时间"), default=clock.now)

    class Meta:
        verbose_name = _("延长审批期限")
        verbose_name_plural = _("延长审批期限")

    def __str__(self):
        return str(self.days)


class PermitPaper(models.Model):
    """A paper that came after the decision; what was there before stays."""

    permit = models.ForeignKey(Permit, models.CASCADE, verbose_name=_("审批手续"), related_name="papers")
    title = models.CharField(_("文书名称"), max_length=80)
    file = StoredPathField(max_length=120, editable=False)
    added_at = models.DateTimeField(_("补充时间"), default=clock.now)
    actor_name = models.CharField(_("登记人"), max_length=80)

    class Meta:
        verbose_name = _("补充文书")
        verbose_name_plural = _("补充文书")
        ordering = ["pk"]

    def __str__(self):
        return self.title


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
