"""Who may come in: staff with a password, applicants with a code sent to their phone."""

from contextlib import contextmanager, nullcontext

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class User(AbstractUser):
    """A member of staff. Applicants have no row here: the phone they proved is what decides."""

    display_name = models.CharField(_("姓名"), max_length=60, blank=True)
    phone = models.CharField(_("手机号码"), max_length=20, blank=True)
    needs_new_password = models.BooleanField(
        _("下次登录须修改密码"),
        default=True,
        help_text=_("初始密码或管理员重设的密码只能用一次，登录后须改为本人的密码。"),
    )

    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    class Meta(AbstractUser.Meta):
        verbose_name = _("用户")
        verbose_name_plural = _("用户")

    def __str__(self):
        return self.display_name or self.username

    def get_short_name(self):
        """How the admin greets."""
        return str(self)

    def save(self, **kwargs):
        """Signing in writes ``last_login``; that is no change of the account worth a history row."""
        is_sign_in = list(kwargs.get("update_fields") or ()) == ["last_login"]
        with self.without_history() if is_sign_in else nullcontext():
            super().save(**kwargs)

    @contextmanager
    def without_history(self):
        """simple_history asks only whether the attribute is there."""
        self.skip_history_when_saving = True
        try:
            yield
        finally:
            del self.skip_history_when_saving

    @cached_property
    def roles(self):
        """Names of the roles, asked once per request: the user object lives as long as the request."""
        return frozenset(self.groups.values_list("name", flat=True))

    def has_role(self, name):
        return name in self.roles


class PhoneCodeQuerySet(models.QuerySet):
    def since(self, moment):
        return self.filter(created_at__gt=moment)

    def usable(self, moment):
        """Neither used nor expired, and not guessed at too often."""
        return self.filter(used_at=None, expires_at__gt=moment, attempts__lt=PhoneCode.MAX_ATTEMPTS)

    def stale(self, moment):
        """Of no use any more, not even to count how many were sent."""
        return self.filter(created_at__lt=moment)


class PhoneCode(models.Model):
    """A six-digit code sent to a phone; only its HMAC is kept, and it works once."""

    MAX_ATTEMPTS = 5

    class Purpose(models.TextChoices):
        SIGN_IN = "sign_in", _("登录")
        TRACK = "track", _("查询办件")
        CONTACT = "contact", _("变更联系电话")

    phone = models.CharField(_("手机号码"), max_length=20)
    purpose = models.CharField(_("用途"), max_length=20, choices=Purpose.choices)
    code_hash = models.CharField(_("验证码摘要"), max_length=64)
    address = models.GenericIPAddressField(_("来源地址"), null=True, blank=True)
    minute = models.BigIntegerField(_("发送分钟"))
    attempts = models.PositiveSmallIntegerField(_("已试次数"), default=0)
    created_at = models.DateTimeField(_("发送时间"))
    expires_at = models.DateTimeField(_("失效时间"))
    used_at = models.DateTimeField(_("使用时间"), null=True, blank=True)

    objects = PhoneCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("手机验证码")
        verbose_name_plural = _("手机验证码")
        indexes = [
            models.Index(fields=["phone", "created_at"], name="phone_code_by_phone"),
            models.Index(fields=["address", "created_at"], name="phone_code_by_address"),
        ]
        constraints = [
            # A hundred requests at the same instant all find no earlier code; this lets one of them through.
            models.UniqueConstraint(fields=["phone", "minute"], name="one_phone_code_a_minute"),
        ]

    def __str__(self):
        return f"{self.phone} {self.get_purpose_display()}"


class AccessAttempt(models.Model):
    """A wrong code typed for something a code opens; counted, so that guessing comes to an end."""

    subject = models.CharField(_("对象"), max_length=60)
    address = models.GenericIPAddressField(_("来源地址"), null=True, blank=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("错误尝试")
        verbose_name_plural = _("错误尝试")
        indexes = [
            models.Index(fields=["subject", "at"], name="access_attempt_by_subject"),
            models.Index(fields=["address", "at"], name="access_attempt_by_address"),
        ]

    def __str__(self):
        return self.subject
