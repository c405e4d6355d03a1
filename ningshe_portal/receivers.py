"""What the top does when an app below announces something: papers that need facts of several apps."""

import structlog
from django.dispatch import receiver
from django_structlog.signals import bind_extra_request_metadata

from accounts.addresses import client_address
from applications.models import Status
from applications.signals import application_amended
from milestones.signals import stages_laid_out

from .receipts import issue_receipt, renew_receipt


@receiver(stages_laid_out)
def freeze_receipt(sender, application, orders, unrouted, by, at, **kwargs):
    """Once, at acceptance; an order given to another provider later needs no new receipt."""
    if at in (application.accepted_at, application.deemed_at):
        issue_receipt(application, orders, unrouted, by=by, at=at)


@receiver(application_amended)
def renew_voided_receipt(sender, application, changes, by, **kwargs):
    if application.status == Status.ACCEPTED and {"contact_phone", "agent_phone"} & set(changes):
        renew_receipt(application, by=by)


@receiver(bind_extra_request_metadata)
def log_caller(sender, request, **kwargs):
    """Each line of the log about a request says where it came from (网络安全法 21)."""
    structlog.contextvars.bind_contextvars(ip=client_address(request))
