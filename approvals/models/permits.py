"""A permit of a case: for whom and where, who files it, and how far it is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from common import clock
from common.files import StoredPathField
from milestones.ledger import Unit
from utilities.models import WorkOrder
from works.models import RoadSection

from ..querysets import PermitQuerySet
from .departments import Department, PermitType


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
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="replaced", verbose_name=_("重新申报为")
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

    @property
    def decision(self):
        """What was decided, '' before; of one that was dropped or filed anew as well."""
        if self.is_decided or self.decided_at is None:
            return self.status if self.is_decided else ""
        was_recorded = self.status == PermitStatus.REPLACED and not self.refusal_reason
        return PermitStatus.RECORDED if was_recorded else PermitStatus.REFUSED

    def is_lapsed(self, today):
        """Whether the time for which it was granted is over."""
        return self.is_settled and self.valid_until is not None and self.valid_until < today

    @property
    def extra_days(self):
        """Working days added to its limits by an extension."""
        return self.prolonged_by.days if self.prolonged_by else 0

    @property
    def prolonged_by(self):
        """Its extension, None without one."""
        return getattr(self, "extension", None)

    file_name, file_title = "decision", _("决定文书")

    @property
    def title(self):
        """挖掘城市道路（区城市管理委）"""
        return f"{self.type}（{self.department}）"
