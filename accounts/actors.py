"""Who did it: every verb takes ``by``, a user or one of these."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActorKind(models.TextChoices):
    APPLICANT = "applicant", _("申请人")
    STAFF = "staff", _("工作人员")
    PROVIDER = "provider", _("专营单位")
    SYSTEM = "system", _("系统")


@dataclass(frozen=True)
class Actor:
    """Somebody without a user row: the applicant, a provider's own system, the portal itself."""

    kind: ActorKind
    name: str

    def __str__(self):
        return str(self.name)


SYSTEM = Actor(ActorKind.SYSTEM, _("系统"))
APPLICANT = Actor(ActorKind.APPLICANT, _("申请人"))
