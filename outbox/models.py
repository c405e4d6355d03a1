import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from common import clock
from common.encryption import EncryptedTextField

from .addresses import parse_networks
from .channels.webhook import new_secret, parse_url
from .choices import Channel, EndpointKind, Outcome, Status
from .querysets import EndpointQuerySet, HeartbeatQuerySet, MessageQuerySet


def new_uid():
    return f"msg_{uuid.uuid4().hex}"


def check_url(text):
    try:
        parse_url(text)
    except ValueError as error:
        raise ValidationError(_("请填写完整的 http:// 或 https:// 地址，不含用户名和密码。")) from error


def check_networks(text):
    try:
        parse_networks(text)
    except ValueError as error:
        raise ValidationError(_("网段格式应类似 10.20.0.0/16，多个网段以空格分隔。")) from error


class Endpoint(models.Model):
    """A system outside that takes signed pushes."""

    kind = models.CharField(_("类别"), max_length=20, choices=EndpointKind.choices)
    name = models.CharField(_("名称"), max_length=100, unique=True)
    url = models.CharField(_("推送地址"), max_length=500, validators=[check_url])
    secret = EncryptedTextField(_("签名密钥"), default=new_secret, editable=False)
    previous_secret = EncryptedTextField(_("原签名密钥"), blank=True, editable=False)
    rotated_at = models.DateTimeField(_("密钥更换时间"), null=True, blank=True, editable=False)
    networks = models.TextField(
        _("允许的内网网段"),
        blank=True,
        validators=[check_networks],
        help_text=_("仅当推送地址在内网时填写；须同时在系统允许的网段之内。"),
    )
    is_paused = models.BooleanField(_("已暂停"), default=False, editable=False)
    paused_by = models.CharField(_("暂停人"), max_length=60, blank=True, editable=False)
    paused_reason = models.CharField(_("暂停原因"), max_length=200, blank=True, editable=False)
    failures = models.PositiveIntegerField(_("连续失败次数"), default=0, editable=False)
    open_until = models.DateTimeField(_("暂缓推送至"), null=True, blank=True, editable=False)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("推送端点")
        verbose_name_plural = _("推送端点")
        ordering = ["kind", "name"]
        permissions = [
            ("pause_endpoint", _("可暂停和恢复推送端点")),
            ("rotate_secret", _("可更换签名密钥")),
            ("ping_endpoint", _("可发送测试推送")),
        ]

    def __str__(self):
        return self.name


class Message(models.Model):
    """One thing to be told to one receiver; written in the transaction that causes it, kept until it arrives.

    While a worker has it on the line it is still waiting, with a lease; a lease that runs out is due again.
    """

    # A late success counts even where the row has been closed or has expired meanwhile: it has arrived.
    MOVES = {
        Status.WAITING: {
            Status.WAITING,
            Status.SENT,
            Status.NEEDS_ATTENTION,
            Status.CLOSED,
            Status.EXPIRED,
        },
        Status.NEEDS_ATTENTION: {Status.WAITING, Status.SENT, Status.CLOSED, Status.EXPIRED},
        Status.SENT: {Status.WAITING},
        Status.CLOSED: {Status.WAITING, Status.SENT},
        Status.EXPIRED: {Status.SENT},
    }

    uid = models.CharField(_("消息编号"), max_length=40, unique=True, default=new_uid, editable=False)
    channel = models.CharField(_("渠道"), max_length=20, choices=Channel.choices)
    endpoint = models.ForeignKey(
        Endpoint,
        verbose_name=_("推送端点"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="messages",
    )
    recipient = models.CharField(_("接收方"), max_length=254, blank=True)
    kind = models.CharField(_("事项"), max_length=60)
    subject = models.CharField(_("主题"), max_length=200, blank=True)
    body = models.BinaryField(_("内容"))
    key = models.CharField(_("唯一键"), max_length=200, unique=True)
    about = models.CharField(_("业务编号"), max_length=60, blank=True, db_index=True)
    seq = models.PositiveIntegerField(_("序号"), null=True, blank=True)

    status = models.CharField(_("状态"), max_length=20, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveIntegerField(_("尝试次数"), default=0)
    failures = models.PositiveIntegerField(_("连续失败次数"), default=0)
    unsettled = models.PositiveIntegerField(_("无结果次数"), default=0)
    next_attempt_at = models.DateTimeField(_("下次尝试时间"), db_default=Now())
    not_before = models.DateTimeField(_("不早于"), null=True, blank=True)
    expires_at = models.DateTimeField(_("过期时间"), null=True, blank=True)
    lease_until = models.DateTimeField(_("占用至"), null=True, blank=True)
    fence = models.PositiveIntegerField(_("占用序号"), default=0)
    held_by = models.CharField(_("占用者"), max_length=80, blank=True, editable=False)

    created_at = models.DateTimeField(_("创建时间"), default=clock.now)
    sent_at = models.DateTimeField(_("送达时间"), null=True, blank=True)
    erased_at = models.DateTimeField(_("内容清除时间"), null=True, editable=False)
    awaits_announcement = models.BooleanField(_("结果待通知"), default=False)
    resent_by = models.CharField(_("重发人"), max_length=60, blank=True)
    closed_by = models.CharField(_("关闭人"), max_length=60, blank=True)
    closed_reason = models.CharField(_("关闭原因"), max_length=200, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("消息")
        verbose_name_plural = _("消息")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["status", "next_attempt_at"], name="message_due"),
            models.Index(
                fields=["awaits_announcement"],
                name="message_unannounced",
                condition=models.Q(awaits_announcement=True),
            ),
            models.Index(
                fields=["expires_at"], name="message_expiry", condition=models.Q(expires_at__isnull=False)
            ),
            models.Index(
                fields=["lease_until"], name="message_lease", condition=models.Q(lease_until__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="webhook_has_endpoint",
                condition=~models.Q(channel="webhook") | models.Q(endpoint__isnull=False),
            )
        ]
        permissions = [
            ("read_message", _("可查看消息内容")),
            ("resend_message", _("可重发消息")),
            ("close_message", _("可关闭消息")),
        ]

    def __str__(self):
        return f"{self.get_channel_display()} {self.about or self.uid}"

    @property
    def text(self):
        """The body for people; empty once erased."""
        return bytes(self.body).decode("utf-8", "replace")


class Attempt(models.Model):
    """One try and what the receiver said; nobody changes or deletes it."""

    message = models.ForeignKey(Message, verbose_name=_("消息"), on_delete=models.CASCADE)
    at = models.DateTimeField(_("时间"), default=clock.now)
    seconds = models.FloatField(_("用时（秒）"), default=0)
    outcome = models.CharField(_("结果"), max_length=20, choices=Outcome.choices)
    http_status = models.PositiveIntegerField(_("HTTP状态"), null=True, blank=True)
    answer = models.TextField(_("对方答复"), blank=True)

    class Meta:
        verbose_name = _("发送记录")
        verbose_name_plural = _("发送记录")
        ordering = ["-pk"]

    def __str__(self):
        return self.get_outcome_display()


class Heartbeat(models.Model):
    """A sign of life, written through a real task: the process table does not tell whether work gets done."""

    name = models.CharField(_("名称"), max_length=40, unique=True)
    beaten_at = models.DateTimeField(_("最近一次"))

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("心跳")
        verbose_name_plural = _("心跳")
        ordering = ["name"]

    def __str__(self):
        return self.name
