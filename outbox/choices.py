"""The fixed lists of the outbox."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EndpointKind(models.TextChoices):
    PROVIDER = "provider", _("专营单位")
    REGULATOR = "regulator", _("行业主管部门")
    DEPARTMENT = "department", _("审批部门")


class Channel(models.TextChoices):
    WEBHOOK = "webhook", _("系统推送")
    SMS = "sms", _("短信")
    EMAIL = "email", _("邮件")
    ONENET = "onenet", _("政务一网通")


class Status(models.TextChoices):
    WAITING = "waiting", _("待发送")
    SENT = "sent", _("已送达")
    NEEDS_ATTENTION = "needs_attention", _("需人工处理")
    CLOSED = "closed", _("已关闭")
    EXPIRED = "expired", _("已过期")


class Outcome(models.TextChoices):
    ARRIVED = "arrived", _("已送达")
    FAILED = "failed", _("失败，将重试")
    REFUSED = "refused", _("失败，需人工处理")
    LATE = "late", _("结果迟到，未采用")
    LOST = "lost", _("多次无结果")
