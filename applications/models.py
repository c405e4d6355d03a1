"""The combined application and everything that hangs on it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.actors import ActorKind
from accounts.models import User
from common import clock
from common.encryption import EncryptedTextField
from district.models import Town

from . import query_codes
from .catalogue import MATERIAL_KINDS, SERVICES, service_label
from .querysets import ApplicationQuerySet, EventQuerySet, PaperQuerySet, ServiceRequestQuerySet


class Status(models.TextChoices):
    DRAFT = "draft", _("暂存")
    RECEIVED = "received", _("已收件")
    SUBMITTED = "submitted", _("待受理")
    RETURNED = "returned", _("待补正")
    ACCEPTED = "accepted", _("办理中")
    FINISHED = "finished", _("已办结")
    REFUSED = "refused", _("不予受理")
    WITHDRAWN = "withdrawn", _("已撤回")
    TERMINATED = "terminated", _("终止办理")


class Channel(models.TextChoices):
    ONLINE = "online", _("网上申请")
    WINDOW = "window", _("窗口申请")


class ApplicantKind(models.TextChoices):
    ORGANISATION = "organisation", _("单位")
    INDIVIDUAL = "individual", _("个人")


class IdType(models.TextChoices):
    RESIDENT_ID = "resident_id", _("居民身份证")
    RESIDENCE_PERMIT = "residence_permit", _("港澳台居民居住证")
    PASSPORT = "passport", _("护照")


class Half(models.TextChoices):
    MORNING = "morning", _("上午")
    AFTERNOON = "afternoon", _("下午")


class Application(models.Model):
    """One combined form (办件): one applicant, one address, up to four services."""

    MOVES = {
        Status.DRAFT: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.RECEIVED: {Status.SUBMITTED, Status.RETURNED, Status.REFUSED, Status.WITHDRAWN},
        Status.SUBMITTED: {Status.ACCEPTED, Status.RETURNED, Status.REFUSED, Status.WITHDRAWN},
        Status.RETURNED: {Status.SUBMITTED, Status.WITHDRAWN, Status.TERMINATED},
        Status.ACCEPTED: {Status.FINISHED, Status.WITHDRAWN, Status.TERMINATED},
    }

    token = models.UUIDField(_("草稿标识"), default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("办件编号"), max_length=20, unique=True, null=True, editable=False)
    query_code_version = models.PositiveSmallIntegerField(default=1, editable=False)
    status = models.CharField(_("状态"), max_length=12, choices=Status.choices, default=Status.DRAFT)
    channel = models.CharField(_("申请渠道"), max_length=8, choices=Channel.choices, default=Channel.ONLINE)

    applicant_kind = models.CharField(
        _("申请人类型"), max_length=12, choices=ApplicantKind.choices, default=ApplicantKind.ORGANISATION
    )
    applicant_name = models.CharField(_("申请单位（姓名）"), max_length=120, blank=True)
    credit_code = models.CharField(_("信用代码"), max_length=18, blank=True, db_index=True)
    no_code_reason = models.CharField(_("暂无信用代码的原因"), max_length=120, blank=True)
    id_type = models.CharField(_("证件类型"), max_length=20, choices=IdType.choices, blank=True)
    id_number = EncryptedTextField(_("证件号码"), blank=True)
    address = models.CharField(_("申请地址"), max_length=200, blank=True)
    town = models.ForeignKey(Town, models.PROTECT, verbose_name=_("街镇（园区）"), null=True)
    survey_on = models.DateField(_("预约踏勘日期"), null=True, blank=True)
    survey_half = models.CharField(_("上午或下午"), max_length=10, choices=Half.choices, blank=True)
    contact_name = models.CharField(_("联系人"), max_length=60, blank=True)
    contact_phone = models.CharField(_("联系电话"), max_length=20, blank=True, db_index=True)
    agent_name = models.CharField(_("代理人"), max_length=60, blank=True)
    agent_phone = models.CharField(_("代理人电话"), max_length=20, blank=True, db_index=True)
    agent_capacity = models.CharField(_("代理人身份"), max_length=60, blank=True)
    project_code = models.CharField(_("项目代码"), max_length=30, blank=True)
    extras = models.JSONField(_("补充信息"), default=dict, blank=True)

    entrusts_permits = models.BooleanField(_("委托办理审批"), default=False)
    wants_joint_survey = models.BooleanField(_("联合踏勘"), default=False)
    wants_joint_works = models.BooleanField(_("联合施工"), default=False)
    wants_joint_acceptance = models.BooleanField(_("联合验收"), default=False)
    wants_joint_connection = models.BooleanField(_("一次接通"), default=False)
    consents_sharing = models.BooleanField(_("同意提供信息"), default=False)
    consent = models.JSONField(_("告知同意内容"), default=dict, blank=True)

    clerk = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("首问责任人"),
        null=True,
        blank=True,
        related_name="first_contacts",
    )
    linked_to = models.ForeignKey("self", models.PROTECT, verbose_name=_("关联办件"), null=True, blank=True)
    late_entry_reason = models.CharField(_("补录原因"), max_length=200, blank=True)
    draft = models.JSONField(_("草稿原文"), default=dict, blank=True)

    created_at = models.DateTimeField(_("建立时间"), default=clock.now)
    saved_at = models.DateTimeField(_("最近保存时间"), default=clock.now)
    form_date = models.DateField(_("表上日期"), null=True, blank=True)
    received_at = models.DateTimeField(_("收件时间"), null=True)
    entered_at = models.DateTimeField(_("录入时间"), null=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True)
    accepted_at = models.DateTimeField(_("受理时间"), null=True)
    deemed_at = models.DateTimeField(_("视为受理时间"), null=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("办件")
        verbose_name_plural = _("办件")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["status", "submitted_at"])]
        permissions = [
            ("submit_application", _("可代申请人提交")),
            ("accept_application", _("可受理")),
            ("return_application", _("可要求补正")),
            ("refuse_application", _("可不予受理")),
            ("withdraw_application", _("可登记撤回")),
            ("view_every_application", _("可查看全部办件")),
        ]

    def __str__(self):
        return self.number or str(_("草稿"))

    @property
    def complete_at(self):
        """The moment everything was there: receipt of the paper, or the answer to the last correction."""
        if self.received_at is None or self.corrections.exists():
            return self.submitted_at
        return self.received_at

    def record(self, verb, *, by, at=None, request=None, audience="", text="", **detail):
        """Add one line to the history of the case."""
        return self.events.create(
            **event_fields(verb, by=by, at=at, request=request, audience=audience, text=text, detail=detail)
        )

    @property
    def full_address(self):
        """With its town, unless it is written with it."""
        town = str(self.town or "")
        return self.address if self.address.startswith(town) else f"{town} {self.address}"

    @property
    def query_code(self):
        """The 查询码 printed on the receipts; stored nowhere, a new version makes the old one void."""
        return query_codes.derive(self.token, self.query_code_version)

    def has_query_code(self, code):
        return query_codes.matches(code, self.token, self.query_code_version)


class RequestStatus(models.TextChoices):
    PENDING = "pending", _("待受理")
    OPEN = "open", _("办理中")
    CONNECTED = "connected", _("已接通")
    WITHDRAWN = "withdrawn", _("已撤回")
    UNAVAILABLE = "unavailable", _("暂不具备接入条件")
    NOT_CHOSEN = "not_chosen", _("未选用")
    REFUSED = "refused", _("不予受理")
    TERMINATED = "terminated", _("终止办理")


ENDINGS = {
    RequestStatus.CONNECTED,
    RequestStatus.WITHDRAWN,
    RequestStatus.UNAVAILABLE,
    RequestStatus.NOT_CHOSEN,
    RequestStatus.TERMINATED,
}


class ServiceRequest(models.Model):
    """One service of an application (报装事项); for the network one per carrier."""

    MOVES = {
        RequestStatus.PENDING: {RequestStatus.OPEN, RequestStatus.REFUSED, RequestStatus.WITHDRAWN},
        RequestStatus.OPEN: ENDINGS,
    }

    application = models.ForeignKey(Application, models.CASCADE, related_name="requests")
    service = models.CharField(
        _("事项"), max_length=10, choices=[(code, entry.label) for code, entry in SERVICES.items()]
    )
    carrier = models.CharField(_("运营商"), max_length=10, blank=True)
    status = models.CharField(
        _("状态"), max_length=12, choices=RequestStatus.choices, default=RequestStatus.PENDING
    )
    business = models.CharField(_("业务类型"), max_length=12, blank=True)
    demand = models.DecimalField(_("需求量"), max_digits=12, decimal_places=2, null=True)
    is_unknown = models.BooleanField(_("请现场核定"), default=False)
    assessed_demand = models.DecimalField(_("核定用量"), max_digits=12, decimal_places=2, null=True)
    purposes = models.JSONField(_("性质"), default=list, blank=True)
    users = models.PositiveIntegerField(_("用户数"), null=True)
    extras = models.JSONField(_("补充信息"), default=dict, blank=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)

    objects = ServiceRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("报装事项")
        verbose_name_plural = _("报装事项")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "service", "carrier"], name="one_request_per_service"
            )
        ]

    def __str__(self):
        return f"{self.application} {self.label}"

    @property
    def entry(self):
        """What the catalogue says about this service."""
        return SERVICES[self.service]

    @property
    def label(self):
        return str(service_label(self.service, self.carrier))


class Material(models.Model):
    """A file the applicant attached, private, stored under the hash of its content."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="materials")
    kind = models.CharField(
        _("材料"), max_length=20, choices=[(option.code, option.label) for option in MATERIAL_KINDS]
    )
    name = models.CharField(_("文件名"), max_length=150)
    path = models.CharField(max_length=120, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    content_type = models.CharField(max_length=80, editable=False)
    size = models.PositiveIntegerField(_("大小（字节）"))
    added_at = models.DateTimeField(_("上传时间"), default=clock.now)
    removed_at = models.DateTimeField(_("移除时间"), null=True)

    class Meta:
        verbose_name = _("材料")
        verbose_name_plural = _("材料")
        ordering = ["pk"]

    def __str__(self):
        return self.name


class Correction(models.Model):
    """What is missing, told once and complete (行政许可法 32)."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="corrections")
    request = models.ForeignKey(ServiceRequest, models.CASCADE, null=True, blank=True)
    items = models.JSONField(_("需补正内容"), default=list)
    told_at = models.DateTimeField(_("告知时间"), default=clock.now)
    due_on = models.DateField(_("补正期限"))
    answered_at = models.DateTimeField(_("补正时间"), null=True)

    class Meta:
        verbose_name = _("补正告知")
        verbose_name_plural = _("补正告知")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.application} {self.told_at:%Y-%m-%d}"


class PaperKind(models.TextChoices):
    FORM = "form", _("联动报装信息表")
    CONSENT = "consent", _("告知同意与办理意愿确认书")
    RECEIPT = "receipt", _("受理通知书")
    CORRECTION = "correction", _("一次性补正告知书")
    REFUSAL = "refusal", _("不予受理通知书")
    WITHDRAWAL = "withdrawal", _("撤回确认书")
    UNAVAILABLE = "unavailable", _("暂不具备接入条件告知书")


class Paper(models.Model):
    """A notice or form, its content frozen when the verb happened; drawn as PDF afterwards."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="papers", null=True)
    request = models.ForeignKey(ServiceRequest, models.PROTECT, null=True, related_name="papers")
    kind = models.CharField(_("文书"), max_length=20, choices=PaperKind.choices)
    serial = models.PositiveIntegerField(_("序号"))
    code = models.CharField(_("验证码"), max_length=24, unique=True)
    content = models.JSONField(_("内容"))
    file = models.CharField(max_length=120, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    issued_at = models.DateTimeField(_("出具时间"))
    attempts = models.PositiveIntegerField(_("生成次数"), default=0)
    drawn_at = models.DateTimeField(_("生成时间"), null=True)
    voided_at = models.DateTimeField(_("作废时间"), null=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("文书")
        verbose_name_plural = _("文书")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "kind", "serial"], name="one_paper_per_serial")
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.application or ''}"

    @property
    def slug(self):
        """The end of its address: ``form-1``."""
        return f"{self.kind}-{self.serial}"


class Audience(models.TextChoices):
    ALL = "", _("所有相关人")
    STAFF = "staff", _("工作人员")


class Event(models.Model):
    """One line of the history of a case: who did what, when."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="events")
    request = models.ForeignKey(ServiceRequest, models.CASCADE, null=True, blank=True)
    verb = models.CharField(_("事项"), max_length=60)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    actor_kind = models.CharField(max_length=10, choices=ActorKind.choices)
    actor_name = models.CharField(_("经办人"), max_length=80)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.ALL, blank=True)
    text = models.TextField(_("说明"), blank=True)
    detail = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(_("时间"))

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("办理记录")
        verbose_name_plural = _("办理记录")
        ordering = ["at", "pk"]

    def __str__(self):
        return self.verb


def event_fields(verb, *, by, at=None, request=None, audience="", text="", detail=None):
    """The columns of an event but for its application, for one or for many at once."""
    is_user = isinstance(by, User)
    return {
        "verb": verb,
        "actor": by if is_user else None,
        "actor_kind": ActorKind.STAFF if is_user else by.kind,
        "actor_name": str(by),
        "request": request,
        "audience": audience,
        "text": text,
        "detail": detail or {},
        "at": at or clock.now(),
    }
