"""Trenches (一次开挖、一次回填): who opens the ground where and when, and who lies in it, also from other cases."""

from datetime import timedelta

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import clock
from common.files import StoredPathField, StoredPathsField
from utilities.models import Provider, WorkOrder

from ..dig_querysets import DigNewsQuerySet, DigOfferQuerySet, DigPartyQuerySet, DigQuerySet
from ..extent import Extent
from .roads import RoadSection


class DigTermKind(models.TextChoices):
    JOINING = "joining", _("并沟：前后多少日内的开挖视为可合并")
    OFFER = "offer", _("并沟：多少日内答复")
    PROTECTION = "protection", _("回填后路面保护期")
    WARRANTY = "warranty", _("回填质量保修期")
    PAPERS = "papers", _("应急开挖：补办手续到期前多久提醒单位")


class TermUnit(models.TextChoices):
    DAYS = "days", _("自然日")
    HOURS = "hours", _("小时")


class DigTerm(models.Model):
    """A term of this app, where it was found, and whether the district has confirmed it; natural days but for one."""

    kind = models.CharField(_("期限"), max_length=12, choices=DigTermKind.choices, unique=True)
    days = models.PositiveSmallIntegerField(_("时限"), validators=[MinValueValidator(1)])
    unit = models.CharField(_("单位"), max_length=5, choices=TermUnit.choices, default=TermUnit.DAYS)
    source = models.CharField(_("依据"), max_length=200)
    is_confirmed = models.BooleanField(_("已确认"), default=False)

    class Meta:
        verbose_name = _("开挖回填期限")
        verbose_name_plural = _("开挖回填期限")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.days} {self.get_unit_display()}"


class DigKind(models.TextChoices):
    PLANNED = "planned", _("计划开挖")
    EMERGENCY = "emergency", _("应急抢修开挖")


class DigStatus(models.TextChoices):
    PLANNED = "planned", _("待开挖")
    OPEN = "open", _("已开挖")
    CLOSED = "closed", _("已回填")
    CANCELLED = "cancelled", _("已取消")


class Dig(models.Model):
    """One trench on one section. What happens in it is done under the lock of the section."""

    MOVES = {
        DigStatus.PLANNED: {DigStatus.OPEN, DigStatus.CANCELLED},
        DigStatus.OPEN: {DigStatus.CLOSED},
    }

    section = models.ForeignKey(RoadSection, models.PROTECT, verbose_name=_("路段"), related_name="digs")
    kind = models.CharField(_("类型"), max_length=10, choices=DigKind.choices, default=DigKind.PLANNED)
    status = models.CharField(_("状态"), max_length=10, choices=DigStatus.choices, default=DigStatus.PLANNED)
    starts_on = models.DateField(_("计划开挖"), null=True, blank=True)
    ends_on = models.DateField(_("计划回填"), null=True, blank=True)
    opened_at = models.DateTimeField(_("开挖时间"), null=True)
    lead_passed_at = models.DateTimeField(_("改由他方牵头"), null=True, editable=False)
    closed_at = models.DateTimeField(_("回填时间"), null=True)
    protected_until = models.DateField(_("保护期至"), null=True)
    warranty_until = models.DateField(_("保修期至"), null=True)
    # An emergency is dug first; its papers follow within 24 hours (城市道路管理条例 34).
    cause = models.CharField(_("抢修原因"), max_length=300, blank=True)
    papers_due_at = models.DateTimeField(_("补办手续期限"), null=True)
    papers_brought_at = models.DateTimeField(_("补办手续时间"), null=True)
    papers_number = models.CharField(_("补办手续文号"), max_length=60, blank=True)
    papers_file = StoredPathField(_("补办手续文件"), max_length=120, blank=True, editable=False)
    papers_reminded_at = models.DateTimeField(null=True, editable=False)
    papers_chased_at = models.DateTimeField(null=True, editable=False)

    objects = DigQuerySet.as_manager()

    class Meta:
        verbose_name = _("开挖")
        verbose_name_plural = _("开挖")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.section} {self.get_kind_display()}"

    @property
    def last_protected_day(self):
        """The last day it must not be opened: on ``protected_until`` it may."""
        return self.protected_until and self.protected_until - timedelta(days=1)

    @property
    def is_emergency(self):
        return self.kind == DigKind.EMERGENCY

    @property
    def leader(self):
        """The provider that leads, None where nobody lies in it any more."""
        parties = self.parties.living().select_related("provider").order_by("role", "pk")
        return next((party.provider for party in parties[:1]), None)


class PartyRole(models.TextChoices):
    LEAD = "lead", _("牵头单位")
    PARTNER = "partner", _("参建单位")


class DigParty(models.Model):
    """Who lies in a trench. It is done once its works are finished, its hidden works passed and itself surveyed."""

    STEPS = ("finished_at", "hidden_passed_at", "surveyed_at")

    dig = models.ForeignKey(Dig, models.CASCADE, verbose_name=_("开挖"), related_name="parties")
    provider = models.ForeignKey(
        Provider, models.PROTECT, verbose_name=_("专营单位"), related_name="dig_parties"
    )
    order = models.ForeignKey(
        WorkOrder, models.PROTECT, verbose_name=_("工单"), null=True, blank=True, related_name="dig_parties"
    )
    role = models.CharField(_("分工"), max_length=8, choices=PartyRole.choices, default=PartyRole.PARTNER)
    metres = models.DecimalField(_("沟内长度（米）"), max_digits=7, decimal_places=1, default=0)
    stretches = models.JSONField(_("沟内起止（米）"), default=list, blank=True, editable=False)
    joined_at = models.DateTimeField(_("加入时间"), default=clock.now)
    finished_at = models.DateTimeField(_("沟内施工完成"), null=True)
    hidden_passed_at = models.DateTimeField(_("隐蔽工程验收合格"), null=True)
    surveyed_at = models.DateTimeField(_("竣工测量完成"), null=True)
    # Of its opening and backfill, as they come; the report of the stage has them too.
    photos = StoredPathsField(_("现场照片"), default=list, blank=True, editable=False)
    left_at = models.DateTimeField(_("退出时间"), null=True)
    left_reason = models.CharField(_("退出原因"), max_length=200, blank=True)

    objects = DigPartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("沟内单位")
        verbose_name_plural = _("沟内单位")
        ordering = ["dig", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dig"], condition=Q(role="lead", left_at=None), name="one_lead_per_dig"
            ),
            models.UniqueConstraint(fields=["dig", "order"], condition=Q(left_at=None), name="in_a_dig_once"),
        ]

    def __str__(self):
        return f"{self.provider} {self.dig}"

    @property
    def extent(self):
        """Where on the section it lies; of who came in before that was kept only the length is known."""
        return Extent.read(self.stretches) or Extent.first(self.metres)

    @property
    def is_lead(self):
        return self.role == PartyRole.LEAD

    @property
    def missing(self):
        """The names of the steps still to be reported."""
        return [
            str(self._meta.get_field(name).verbose_name) for name in self.STEPS if not getattr(self, name)
        ]

    @property
    def is_done(self):
        return not self.missing

    @property
    def done_at(self):
        """When the last of its steps was done, None before."""
        return max(getattr(self, name) for name in self.STEPS) if self.is_done else None


class OfferStatus(models.TextChoices):
    OFFERED = "offered", _("待答复")
    JOINED = "joined", _("已并沟")
    DECLINED = "declined", _("不并沟")
    LAPSED = "lapsed", _("已失效")


class DigOffer(models.Model):
    """To an order: a trench of another case on the same section that it may share."""

    MOVES = {
        OfferStatus.OFFERED: {OfferStatus.JOINED, OfferStatus.DECLINED, OfferStatus.LAPSED},
        # Who has left the trench, or wants to share one after all, is asked anew.
        OfferStatus.JOINED: {OfferStatus.OFFERED},
        OfferStatus.DECLINED: {OfferStatus.OFFERED},
        OfferStatus.LAPSED: {OfferStatus.OFFERED},
    }

    dig = models.ForeignKey(Dig, models.CASCADE, verbose_name=_("开挖"), related_name="offers")
    order = models.ForeignKey(WorkOrder, models.CASCADE, verbose_name=_("工单"), related_name="dig_offers")
    status = models.CharField(
        _("状态"), max_length=10, choices=OfferStatus.choices, default=OfferStatus.OFFERED
    )
    offered_at = models.DateTimeField(_("提出时间"), default=clock.now)
    until = models.DateField(_("答复期限"))
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    answered_by = models.CharField(_("答复人"), max_length=80, blank=True)
    reason = models.CharField(_("说明"), max_length=200, blank=True)
    reminded_at = models.DateTimeField(null=True, editable=False)

    objects = DigOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("并沟邀请")
        verbose_name_plural = _("并沟邀请")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["dig", "order"], name="offered_once")]

    def __str__(self):
        return f"{self.order} → {self.dig}"


class DigNewsKind(models.TextChoices):
    JOINED = "joined", _("并入沟槽")
    LEFT = "left", _("退出沟槽")
    LEAD = "lead", _("牵头单位变更")
    KEPT_OUT = "kept_out", _("审批未办结，未随沟开挖")


class DigNews(models.Model):
    """What an order has to hear of a trench it shares: written with the cause, told afterwards."""

    dig = models.ForeignKey(Dig, models.CASCADE, related_name="news")
    order = models.ForeignKey(WorkOrder, models.CASCADE, related_name="dig_news")
    kind = models.CharField(max_length=10, choices=DigNewsKind.choices)
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="+")  # who joined, left, leads
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    objects = DigNewsQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["id"], condition=Q(told_at=None), name="untold_dig_news")]

    def __str__(self):
        return f"{self.order} {self.kind} {self.dig}"
