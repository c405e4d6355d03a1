"""One plan for the orders of a case that go together (一套方案), and the part each provider gives to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from common.files import StoredPathField
from utilities.models import WorkOrder

from ..querysets import PlanPartQuerySet, PlanQuerySet, WorkStepQuerySet


class PlanStatus(models.TextChoices):
    DRAFT = "draft", _("编制中")
    PRESENTED = "presented", _("待申请人确认")
    RETURNED = "returned", _("申请人退回修改")
    CONFIRMED = "confirmed", _("已确认")


class Plan(models.Model):
    """The plan of one group of orders; ``version`` counts how often it was put before the applicant.

    A part given after the confirmation is put before him alone: the plan stays confirmed meanwhile.
    """

    MOVES = {
        PlanStatus.DRAFT: {PlanStatus.PRESENTED},
        PlanStatus.PRESENTED: {PlanStatus.DRAFT, PlanStatus.RETURNED, PlanStatus.CONFIRMED},
        PlanStatus.RETURNED: {PlanStatus.PRESENTED, PlanStatus.DRAFT},
    }

    application = models.ForeignKey(Application, models.CASCADE, verbose_name=_("办件"), related_name="plans")
    group = models.PositiveSmallIntegerField(_("序号"), default=1)
    is_joint = models.BooleanField(_("联合方案"), default=False)
    version = models.PositiveSmallIntegerField(_("版本"), default=0)
    status = models.CharField(_("状态"), max_length=10, choices=PlanStatus.choices, default=PlanStatus.DRAFT)
    presented_at = models.DateTimeField(_("提交申请人时间"), null=True)
    confirmed_at = models.DateTimeField(_("确认时间"), null=True)
    reminded_of = models.PositiveSmallIntegerField(
        null=True, editable=False
    )  # the version he was reminded of

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("接入方案")
        verbose_name_plural = _("接入方案")
        ordering = ["application", "group"]
        permissions = [("put_forward_plan", _("可将方案先行提交申请人"))]
        constraints = [
            models.UniqueConstraint(fields=["application", "group"], name="one_plan_per_group"),
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(is_joint=True), name="one_joint_plan"
            ),
        ]

    def __str__(self):
        return f"{self.application} {self.name}"

    @property
    def name(self):
        return str(_("联合接入方案") if self.is_joint else _("单独接入方案"))


class PartStatus(models.TextChoices):
    DRAFT = "draft", _("编制中")
    GIVEN = "given", _("已提交")
    PRESENTED = "presented", _("待申请人确认")
    RETURNED = "returned", _("申请人退回修改")
    CONFIRMED = "confirmed", _("已确认")
    REPLACED = "replaced", _("已被新版代替")
    DROPPED = "dropped", _("已退出")


class PlanPart(models.Model):
    """What one order needs: each change is a new version, a row of its own."""

    MOVES = {
        PartStatus.DRAFT: {PartStatus.GIVEN, PartStatus.DROPPED},
        PartStatus.GIVEN: {PartStatus.PRESENTED, PartStatus.REPLACED, PartStatus.DROPPED},
        PartStatus.PRESENTED: {
            PartStatus.GIVEN,
            PartStatus.RETURNED,
            PartStatus.CONFIRMED,
            PartStatus.REPLACED,
            PartStatus.DROPPED,
        },
        PartStatus.RETURNED: {PartStatus.REPLACED, PartStatus.DROPPED},
        PartStatus.CONFIRMED: {PartStatus.REPLACED, PartStatus.DROPPED},
    }

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name=_("接入方案"), related_name="parts")
    order = models.ForeignKey(WorkOrder, models.CASCADE, verbose_name=_("工单"), related_name="plan_parts")
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    status = models.CharField(_("状态"), max_length=10, choices=PartStatus.choices, default=PartStatus.DRAFT)
    text = models.TextField(_("接入方案说明"), blank=True)
    provider_cost = models.DecimalField(_("专营单位承担（元）"), max_digits=12, decimal_places=2, default=0)
    applicant_cost = models.DecimalField(_("申请人承担（元）"), max_digits=12, decimal_places=2, default=0)
    public_cost = models.DecimalField(_("财政承担（元）"), max_digits=12, decimal_places=2, default=0)
    boundary = models.CharField(_("产权分界点"), max_length=200, blank=True)
    safety = models.CharField(_("安全距离要求"), max_length=300, blank=True)
    days = models.PositiveSmallIntegerField(_("工期（日）"), null=True, blank=True)
    drawing = StoredPathField(_("图纸"), max_length=120, blank=True, editable=False)
    drawing_name = models.CharField(_("图纸文件名"), max_length=150, blank=True)
    given_at = models.DateTimeField(_("提交时间"), null=True)
    given_by = models.CharField(_("提交人"), max_length=80, blank=True)
    confirmed_at = models.DateTimeField(_("确认时间"), null=True)
    return_reason = models.TextField(_("退回原因"), blank=True)

    objects = PlanPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("方案组成")
        verbose_name_plural = _("方案组成")
        ordering = ["order_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["order", "version"], name="one_part_per_version"),
            models.UniqueConstraint(
                fields=["order"], condition=models.Q(status="confirmed"), name="one_confirmed_part"
            ),
            models.UniqueConstraint(
                fields=["order"],
                condition=models.Q(status__in=["given", "presented", "returned"]),
                name="one_part_on_the_table",
            ),
            models.UniqueConstraint(
                fields=["order"], condition=models.Q(status="draft"), name="one_part_in_hand"
            ),
        ]

    def __str__(self):
        return f"{self.order} {_('方案')} {self.version}"

    @property
    def opens_ground(self):
        return any(route.opens_ground for route in self.routes.all())

    @property
    def builds(self):
        """Whether there is anything to build."""
        return bool(self.routes.all()) or any(step.step == Step.CONSTRUCTION for step in self.steps.all())

    @property
    def cost(self):
        return self.provider_cost + self.applicant_cost + self.public_cost


class Step(models.TextChoices):
    """What a part is made of; the last three have a stage of the same name."""

    DESIGN = "design", _("设计")
    CONTRACT = "contract", _("合同签订")
    EXCAVATION = "excavation", _("开挖")
    CONSTRUCTION = "construction", _("施工")
    BACKFILL = "backfill", _("回填")


class PlanStep(models.Model):
    """From when until when a part plans to do one of its steps."""

    part = models.ForeignKey(PlanPart, models.CASCADE, related_name="steps")
    step = models.CharField(_("步骤"), max_length=12, choices=Step.choices)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))

    class Meta:
        verbose_name = _("计划步骤")
        verbose_name_plural = _("计划步骤")
        ordering = ["starts_on", "ends_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["part", "step"], name="one_row_per_planned_step")]

    def __str__(self):
        return f"{self.get_step_display()} {self.starts_on} – {self.ends_on}"


class WorkStep(models.Model):
    """When a step of an order was really begun and done, whatever version of its part was in force."""

    order = models.ForeignKey(WorkOrder, models.CASCADE, verbose_name=_("工单"), related_name="work_steps")
    step = models.CharField(_("步骤"), max_length=12, choices=Step.choices)
    started_on = models.DateField(_("实际开始"), null=True, blank=True)
    finished_on = models.DateField(_("实际完成"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)

    objects = WorkStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("施工进度")
        verbose_name_plural = _("施工进度")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["order", "step"], name="one_row_per_step")]

    def __str__(self):
        return f"{self.order} {self.get_step_display()}"
