"""What the top does when an app below announces something: papers that need facts of several apps."""

import structlog
from django.dispatch import receiver
from django.utils.translation import gettext as _
from django_structlog.signals import bind_extra_request_metadata

from accounts.addresses import client_address
from applications.models import PaperKind, Status
from applications.services import CORRECTABLE
from applications.signals import application_amended, application_erased, code_supplied, dispensable_erased
from common.status import WrongStatus
from milestones.signals import stages_laid_out
from oversight.models import ComplaintStatus
from oversight.services import erase_words
from utilities.signals import order_ended

from .order_sheets import issue_order_sheets, renew_order_sheets, void_order_sheet
from .receipts import issue_receipt, renew_receipt


@receiver(stages_laid_out)
def freeze_receipt(sender, application, orders, unrouted, by, at, **kwargs):
    """Once, at acceptance; an order given to another provider later needs no new receipt."""
    if not application.papers.filter(kind=PaperKind.RECEIPT).exists():
        issue_receipt(application, orders, unrouted, by=by, at=at)


@receiver(stages_laid_out)
def freeze_order_sheets(sender, application, orders, by, at, **kwargs):
    issue_order_sheets(application, orders, by=by, at=at)


@receiver(application_amended)
def renew_outdated_sheets(sender, application, by, **kwargs):
    """The crew would call at the former address, or the former contact."""
    if application.status == Status.ACCEPTED:
        renew_order_sheets(application, by=by)


@receiver(order_ended)
def void_sheet(sender, order, at, **kwargs):
    void_order_sheet(order, at=at)


@receiver(application_amended)
def renew_voided_receipt(sender, application, changes, by, is_recoded=False, **kwargs):
    """Its code no longer opens the case, or it says what has been corrected since."""
    if application.accepted_at and (is_recoded or set(changes) & set(CORRECTABLE)):
        renew_receipt(application, by=by)


@receiver(code_supplied)
def renew_receipt_with_code(sender, application, by, **kwargs):
    if application.status == Status.ACCEPTED:
        renew_receipt(application, by=by)


@receiver(dispensable_erased)
def keep_what_is_disputed(sender, application, **kwargs):
    if application.complaints.filter(status=ComplaintStatus.OPEN).exists():
        raise WrongStatus(_("催办或投诉还没有答复，答复后才能删除。"))
    if application.duties.open().exists():
        raise WrongStatus(_("对评价的整改等事项还没有办结，办结后才能删除。"))


@receiver(application_erased)
def erase_what_was_watched(sender, application, **kwargs):
    erase_words(application)


@receiver(bind_extra_request_metadata)
def log_caller(sender, request, **kwargs):
    """Each line of the log about a request says where it came from (网络安全法 21)."""
    structlog.contextvars.bind_contextvars(ip=client_address(request))
