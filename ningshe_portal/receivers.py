"""What the top does when an app below announces something: papers that need facts of several apps."""

from django.dispatch import receiver

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
