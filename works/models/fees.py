"""What an order costs and who pays whom; the portal lists it and takes no money (费用汇总单，非缴款凭证)."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..querysets import FeeQuerySet
from .plans import PlanPart


class FeeKind(models.TextChoices):
    DESIGN = "design", _("设计费")
    WORKS = "works", _("工程施工费")
    EQUIPMENT = "equipment", _("设备材料费")
    ROAD = "road", _("掘路修复费")
    GREEN = "green", _("绿地、树木补偿费")
    OTHER = "other", _("其他")


class Payer(models.TextChoices):
    APPLICANT = "applicant", _("申请人")
    PROVIDER = "provider", _("专营单位")
    PUBLIC = "public", _("财政")


class Fee(models.Model):
    """One fee of one part; what the applicant pays for works outside his plot needs a look (国办函〔2020〕129号)."""

    part = models.ForeignKey(PlanPart, models.CASCADE, verbose_name=_("方案组成"), related_name="fees")
    kind = models.CharField(_("费用项目"), max_length=10, choices=FeeKind.choices)
    amount = models.DecimalField(
        _("金额（元）"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    is_outside = models.BooleanField(_("用于用地红线外的工程"), default=True)
    payee = models.CharField(_("收款单位"), max_length=80)
    payer = models.CharField(_("付款方"), max_length=10, choices=Payer.choices)
    basis = models.CharField(_("收费依据"), max_length=200)
    agreed_on = models.DateField(_("商定日期"), null=True, blank=True)
    paid_on = models.DateField(_("缴纳日期"), null=True, blank=True)
    invoice = models.CharField(_("发票号码"), max_length=40, blank=True)
    recorded_at = models.DateTimeField(_("登记时间"), null=True, editable=False)

    objects = FeeQuerySet.as_manager()

    class Meta:
        verbose_name = _("费用")
        verbose_name_plural = _("费用")
        ordering = ["part", "pk"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.amount}"

    @property
    def is_outside_red_line(self):
        """Whether the applicant pays for what lies outside his red line: it needs a look."""
        return self.is_outside and self.payer == Payer.APPLICANT
