"""The combined application (办件): who applies for what, where, and how far the counter has come with it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common import clock
from common.encryption import EncryptedTextField
from district.models import Town

from .. import query_codes
from ..catalogue import SERVICES
from ..events import event_fields
from ..querysets import ApplicationQuerySet, LateEntryManager


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


# The choices of joint steps, free and each for itself.
WISHES = (
    "wants_joint_survey",
    "wants_joint_works",
    "wants_joint_acceptance",
    "wants_joint_connection",
    "entrusts_permits",
)


class Application(models.Model):
    """One combined form (办件): one applicant, one address, up to four services."""

    MOVES = {
        Status.DRAFT: {Status.RECEIVED, Status.SUBMITTED, Status.WITHDRAWN},
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
    agent_until = models.DateField(_("代理期限"), null=True, blank=True)
    project_code = models.CharField(_("项目代码"), max_length=30, blank=True)
    extras = models.JSONField(_("补充信息"), default=dict, blank=True)

    entrusts_permits = models.BooleanField(_("委托办理审批"), default=False)
    wants_joint_survey = models.BooleanField(_("联合踏勘"), default=False)
    wants_joint_works = models.BooleanField(_("联合施工"), default=False)
    wants_joint_acceptance = models.BooleanField(_("联合验收"), default=False)
    wants_joint_connection = models.BooleanField(_("一次接通"), default=False)
    consents_sharing = models.BooleanField(_("同意提供信息"), default=False)
    consent = models.JSONField(_("告知同意内容"), default=dict, blank=True)
    consent_withdrawn_at = models.DateTimeField(_("撤回同意时间"), null=True)

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
    # When the contact was told that his draft will be deleted; one saved later is a new story.
    warned_at = models.DateTimeField(_("草稿到期提醒时间"), null=True, editable=False)
    form_date = models.DateField(_("表上日期"), null=True, blank=True)
    received_at = models.DateTimeField(_("收件时间"), null=True)
    entered_at = models.DateTimeField(_("录入时间"), null=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True)
    accepted_at = models.DateTimeField(_("受理时间"), null=True)
    deemed_at = models.DateTimeField(_("视为受理时间"), null=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    erased_at = models.DateTimeField(_("个人信息清除时间"), null=True, editable=False)

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
            ("terminate_application", _("可终止办理")),
            ("hand_over_application", _("可移交首问责任")),
            ("enter_late", _("可补录")),
            ("view_every_application", _("可查看全部办件")),
        ]

    def __str__(self):
        return self.number or str(_("草稿"))

    @property
    def complete_at(self):
        """The moment everything was there: receipt of the paper, or the answer to the last correction."""
        if self.received_at is None or self.corrections.of_intake().exists():
            return self.submitted_at
        return self.received_at

    @property
    def asked_services(self):
        """The codes of the services asked for; of a form still being typed, those ticked so far."""
        saved = {request.service for request in self.requests.all()}
        picked = saved or set(self.draft.get("services") or [])
        return [code for code in SERVICES if code in picked]

    def record(self, verb, *, by, at=None, request=None, audience="", text="", **detail):
        """Add one line to the history of the case."""
        return self.events.create(
            **event_fields(verb, by=by, at=at, request=request, audience=audience, text=text, detail=detail)
        )

    @property
    def full_address(self):
        """With its town, unless it is written with it, be it in short: 潘庄工业区三号路 6 号."""
        town = str(self.town or "")
        return self.address if town[-4:] in self.address else f"{town} {self.address}"

    @property
    def query_code(self):
        """The 查询码 printed on the receipts; stored nowhere, a new version makes the old one void."""
        return query_codes.derive(self.token, self.query_code_version)

    def has_query_code(self, code):
        return query_codes.matches(code, self.token, self.query_code_version)


class LateEntry(Application):
    """A case entered after a power cut as of the receipt on paper: what supervisors look through."""

    objects = LateEntryManager()

    class Meta:
        proxy = True
        verbose_name = _("补录办件")
        verbose_name_plural = _("补录办件")
        ordering = ["-created_at", "-pk"]
