"""What is applied for: one row a service, for the network one a carrier."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..catalogue import SERVICES, service_label
from ..querysets import ServiceRequestQuerySet
from .application import Application


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
# Nothing is left to be asked for: connected, or another carrier was.
FULFILLED = {RequestStatus.CONNECTED, RequestStatus.NOT_CHOSEN}


class ServiceRequest(models.Model):
    """One service of an application (报装事项); for the network one per carrier."""

    MOVES = {
        RequestStatus.PENDING: {
            RequestStatus.OPEN,
            RequestStatus.REFUSED,
            RequestStatus.WITHDRAWN,
            RequestStatus.TERMINATED,
        },
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
    network_arrived_at = models.DateTimeField(_("管网通达时间"), null=True, editable=False)
    # From then on the provider that had it in hand reads nothing of it any more.
    consent_withdrawn_at = models.DateTimeField(_("撤回同意时间"), null=True, editable=False)

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
