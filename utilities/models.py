"""The providers of water, power, gas and network, who serves where, and their work orders."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.actors import ActorKind
from applications.catalogue import SERVICES
from applications.models import ServiceRequest
from common import clock
from common.files import StoredPathField
from district.models import Town
from outbox.models import Endpoint

from .querysets import ApiKeyQuerySet, MembershipQuerySet, ProviderQuerySet, WorkOrderQuerySet

SERVICE_CHOICES = [(code, entry.label) for code, entry in SERVICES.items()]
CARRIER_CHOICES = [(carrier.code, carrier.label) for entry in SERVICES.values() for carrier in entry.carriers]


class Provider(models.Model):
    """A company that hooks people up (专营单位)."""

    code = models.SlugField(_("代号"), unique=True)
    name = models.CharField(_("单位名称"), max_length=80)
    service = models.CharField(_("专业"), max_length=10, choices=SERVICE_CHOICES)
    carrier = models.CharField(_("运营商"), max_length=10, choices=CARRIER_CHOICES, blank=True)
    endpoint = models.ForeignKey(
        Endpoint, models.PROTECT, verbose_name=_("推送地址"), null=True, blank=True, related_name="providers"
    )
    hotline = models.CharField(_("客服电话"), max_length=30, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    history = HistoricalRecords()

    objects = ProviderQuerySet.as_manager()

    class Meta:
        verbose_name = _("专营单位")
        verbose_name_plural = _("专营单位")
        ordering = ["pk"]

    def __str__(self):
        return self.name

    def is_behind(self, by):
        """Whether it is this provider that acts: a user of its staff, or its own system, on its own orders only."""
        if getattr(by, "pk", None):
            return self.members.filter(user=by).exists()
        return by.kind == ActorKind.PROVIDER

    def clean(self):
        carriers = SERVICES[self.service].carriers if self.service else ()
        if bool(carriers) != bool(self.carrier):
            raise ValidationError({"carrier": _("用网单位须选择运营商，其他专业不选。")})


class ServiceArea(models.Model):
    """Who serves a town; no provider means that there is no network there yet."""

    service = models.CharField(_("专业"), max_length=10, choices=SERVICE_CHOICES)
    carrier = models.CharField(_("运营商"), max_length=10, choices=CARRIER_CHOICES, blank=True, default="")
    town = models.ForeignKey(Town, models.PROTECT, verbose_name=_("街镇（园区）"))
    provider = models.ForeignKey(
        Provider, models.PROTECT, verbose_name=_("专营单位（空：暂无管网）"), null=True, blank=True
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("服务范围")
        verbose_name_plural = _("服务范围")
        ordering = ["service", "carrier", "town"]
        constraints = [
            models.UniqueConstraint(fields=["service", "carrier", "town"], name="one_provider_per_area")
        ]

    def __str__(self):
        return f"{self.get_service_display()} {self.town}"

    def clean(self):
        if self.provider and (self.provider.service, self.provider.carrier) != (self.service, self.carrier):
            raise ValidationError({"provider": _("该单位不办理这个专业。")})


class Role(models.TextChoices):
    A = "A", _("A角")
    B = "B", _("B角")


class Membership(models.Model):
    """A member of a provider's staff (专人): A answers, B stands in."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("用户"), related_name="memberships"
    )
    provider = models.ForeignKey(Provider, models.CASCADE, verbose_name=_("专营单位"), related_name="members")
    role = models.CharField(_("角色"), max_length=1, choices=Role.choices, default=Role.A)
    away_from = models.DateField(_("请假自"), null=True, blank=True)
    away_to = models.DateField(_("请假至"), null=True, blank=True)
    history = HistoricalRecords()

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("专人")
        verbose_name_plural = _("专人")
        ordering = ["role", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "provider"], name="one_membership_per_provider")
        ]

    def __str__(self):
        return f"{self.user}（{self.get_role_display()}）"

    def clean(self):
        if self.away_from and self.away_to and self.away_to < self.away_from:
            raise ValidationError({"away_to": _("结束日期不能早于开始日期。")})


class OrderStatus(models.TextChoices):
    PENDING = "pending", _("待接单")
    OPEN = "open", _("办理中")
    RETURNED = "returned", _("已退单")
    UNAVAILABLE = "unavailable", _("暂不具备条件")
    NOT_CHOSEN = "not_chosen", _("未选用")
    WITHDRAWN = "withdrawn", _("已撤回")
    TERMINATED = "terminated", _("已终止")
    CONNECTED = "connected", _("已接通")


LIVING = (OrderStatus.PENDING, OrderStatus.OPEN)
# What came of a request after it had left this provider's hands is none of its business.
OWN_RESULT = {*LIVING, OrderStatus.CONNECTED}


class Variant(models.TextChoices):
    LOW = "low", _("低压")
    HIGH_SINGLE = "high_single", _("高压单电源")
    HIGH_DOUBLE = "high_double", _("高压双电源")


class ReturnReason(models.TextChoices):
    WRONG_AREA = "wrong_area", _("不在服务范围")
    WRONG_PROVIDER = "wrong_provider", _("不属于本单位业务")
    DUPLICATE = "duplicate", _("重复申请")
    OTHER = "other", _("其他")


class WorkOrder(models.Model):
    """One service request in the hands of one provider (工单)."""

    MOVES = {
        OrderStatus.PENDING: {
            OrderStatus.OPEN,
            OrderStatus.RETURNED,
            OrderStatus.UNAVAILABLE,
            OrderStatus.NOT_CHOSEN,
            OrderStatus.WITHDRAWN,
            OrderStatus.TERMINATED,
        },
        OrderStatus.OPEN: {
            OrderStatus.CONNECTED,
            OrderStatus.RETURNED,
            OrderStatus.UNAVAILABLE,
            OrderStatus.NOT_CHOSEN,
            OrderStatus.WITHDRAWN,
            OrderStatus.TERMINATED,
        },
    }

    request = models.ForeignKey(
        ServiceRequest, models.PROTECT, verbose_name=_("报装事项"), related_name="orders"
    )
    provider = models.ForeignKey(Provider, models.PROTECT, verbose_name=_("专营单位"), related_name="orders")
    number = models.CharField(_("工单编号"), max_length=26, unique=True)
    status = models.CharField(
        _("状态"), max_length=12, choices=OrderStatus.choices, default=OrderStatus.PENDING
    )
    # The member who has it in hand; a provider's own system names its people only in words.
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("经办人账号"),
        null=True,
        blank=True,
        related_name="+",
    )
    handler_name = models.CharField(_("经办人"), max_length=60, blank=True)
    handler_phone = models.CharField(_("经办人电话"), max_length=20, blank=True)
    variant = models.CharField(_("供电方式"), max_length=12, choices=Variant.choices, blank=True)
    needs_survey = models.BooleanField(_("需要踏勘"), null=True)
    has_outside_works = models.BooleanField(_("有外线工程"), null=True)
    supply_contract_signed_on = models.DateField(_("供用合同签订日期"), null=True, blank=True)
    account_number = models.CharField(_("户号"), max_length=40, blank=True)
    return_reason = models.CharField(_("退单原因"), max_length=20, choices=ReturnReason.choices, blank=True)
    return_detail = models.TextField(_("退单说明"), blank=True)
    event_seq = models.PositiveIntegerField(default=0, editable=False)

    created_at = models.DateTimeField(_("派单时间"), default=clock.now)
    changed_at = models.DateTimeField(_("变更时间"), default=clock.now, db_index=True)
    pushed_at = models.DateTimeField(_("已送达"), null=True)
    fetched_at = models.DateTimeField(_("对方系统已读取"), null=True)
    read_at = models.DateTimeField(_("已查看"), null=True)
    acknowledged_at = models.DateTimeField(_("已接单"), null=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)

    objects = WorkOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("工单")
        verbose_name_plural = _("工单")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(status__in=LIVING), name="one_open_order_per_request"
            )
        ]
        indexes = [models.Index(fields=["provider", "changed_at"])]
        permissions = [
            ("acknowledge_workorder", _("可接单")),
            ("return_workorder", _("可退单")),
            ("declare_unavailable", _("可认定暂不具备条件")),
            ("route_request", _("可分派工单")),
            ("hand_over_workorder", _("可移交工单")),
        ]

    def __str__(self):
        return self.number

    @property
    def is_living(self):
        return self.status in LIVING

    @property
    def is_shared(self):
        """As ``shared()`` of the rows: whether its provider may still be told of it."""
        return self.is_living or self.request.consent_withdrawn_at is None

    @property
    def application(self):
        return self.request.application

    @property
    def assessed_demand(self):
        """What the survey found, as far as its provider may know it."""
        return self.request.assessed_demand if self.status in OWN_RESULT else None


class ApiKey(models.Model):
    """A provider's key to the API; shown once, stored hashed."""

    provider = models.ForeignKey(
        Provider, models.CASCADE, verbose_name=_("专营单位"), related_name="api_keys"
    )
    label = models.CharField(_("用途"), max_length=60)
    prefix = models.CharField(_("开头"), max_length=12, editable=False)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("建立时间"), default=clock.now)
    issued_by = models.CharField(_("发放人"), max_length=60, blank=True, editable=False)
    used_at = models.DateTimeField(_("最近使用"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("停用时间"), null=True, editable=False)
    revoked_by = models.CharField(_("停用人"), max_length=60, blank=True, editable=False)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("接口密钥")
        verbose_name_plural = _("接口密钥")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.provider} {self.prefix}…"


class IdempotentCall(models.Model):
    """The answer once given to a POST, so that the same call has effect exactly once."""

    provider = models.ForeignKey(Provider, models.CASCADE)
    key = models.CharField(max_length=255)
    method_and_path = models.CharField(max_length=300)
    body_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "key"], name="one_call_per_key")]

    def __str__(self):
        return self.key


class OrderFile(models.Model):
    """A photo or paper that a provider's own system brings for an order; private, kept by its content."""

    order = models.ForeignKey(WorkOrder, models.CASCADE, verbose_name=_("工单"), related_name="files")
    name = models.CharField(_("文件名"), max_length=150)
    path = StoredPathField(max_length=120, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    content_type = models.CharField(max_length=80, editable=False)
    size = models.PositiveIntegerField(_("大小（字节）"))
    added_at = models.DateTimeField(_("上传时间"), default=clock.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.name


class Regulator(models.Model):
    """The authority over a trade (行业主管部门)."""

    service = models.CharField(_("专业"), max_length=10, choices=SERVICE_CHOICES)
    name = models.CharField(_("部门名称"), max_length=80)
    endpoint = models.ForeignKey(Endpoint, models.PROTECT, verbose_name=_("推送地址"), null=True, blank=True)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("人员"), blank=True, related_name="regulators"
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("行业主管部门")
        verbose_name_plural = _("行业主管部门")
        ordering = ["pk"]

    def __str__(self):
        return self.name
