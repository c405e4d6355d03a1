"""Messages in the case file (留言), between applicant, window and providers."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.actors import ActorKind
from common import clock

from ..querysets import NoteQuerySet
from .application import Application
from .requests import ServiceRequest

APPLICANT_SIDE, WINDOW_SIDE = "applicant", "window"


def provider_side(key):
    """What stands for a provider among the sides that read; utilities, above, knows its row."""
    return f"provider:{key}"


class NoteAudience(models.TextChoices):
    ALL = "all", _("申请人、窗口和承办单位")
    STAFF = "staff", _("窗口和承办单位")


class Note(models.Model):
    """One message. With ``request`` it also goes to the provider that has it in hand, else only to the window."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="notes")
    request = models.ForeignKey(
        ServiceRequest, models.SET_NULL, verbose_name=_("报装事项"), null=True, related_name="notes"
    )
    audience = models.CharField(
        _("可见范围"), max_length=8, choices=NoteAudience.choices, default=NoteAudience.ALL
    )
    body = models.TextField(_("留言"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_kind = models.CharField(max_length=10, choices=ActorKind.choices)
    actor_name = models.CharField(_("留言人"), max_length=80)
    at = models.DateTimeField(_("时间"), default=clock.now)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("留言")
        verbose_name_plural = _("留言")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.actor_name} {self.body[:20]}"

    @property
    def is_to_applicant(self):
        return self.audience == NoteAudience.ALL and self.actor_kind != ActorKind.APPLICANT

    @property
    def is_to_provider(self):
        return self.request_id is not None and self.actor_kind != ActorKind.PROVIDER

    @property
    def is_to_window(self):
        """The window sees every message; these wait for its answer."""
        if self.actor_kind == ActorKind.PROVIDER:
            return self.audience == NoteAudience.STAFF
        return self.actor_kind == ActorKind.APPLICANT and self.request_id is None


class NoteReading(models.Model):
    """One side has read a message; the first reader of each side counts."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="readings")
    side = models.CharField(_("已读方"), max_length=40)  # one of the sides above
    reader_name = models.CharField(_("已读人"), max_length=80)
    at = models.DateTimeField(_("时间"), default=clock.now)

    class Meta:
        verbose_name = _("阅读记录")
        verbose_name_plural = _("阅读记录")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["note", "side"], name="one_reading_per_side")]

    def __str__(self):
        return f"{self.reader_name} {self.at:%Y-%m-%d}"
