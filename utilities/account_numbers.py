"""The account number (户号) a provider gives its new customer: with the connection or later."""

from django.db import transaction
from django.utils.translation import gettext as _

from applications.services import lock
from applications.telling import tell_applicant
from common import clock
from common.status import Refusal, WrongStatus
from outbox.bell import ring_on_commit

from . import signals
from .models import OrderStatus, WorkOrder

MOST_LETTERS = 40


class BadAccount(Refusal):
    """An account number nobody could pay with."""


@transaction.atomic
def note_account(order, *, account_number, by):
    """Keep the number, or another one in its place; one that comes after the connection is told.

    Raises ``BadAccount``, ``WrongStatus``.
    """
    lock(order.application)
    order.refresh_from_db(fields=["status", "account_number"])
    if order.status not in (OrderStatus.OPEN, OrderStatus.CONNECTED):
        raise WrongStatus(_("%s：办理中或已接通的工单才能登记户号。") % order)
    account_number = _check(account_number)
    if account_number == order.account_number:
        return
    now = clock.now()
    order.account_number = account_number
    WorkOrder.objects.filter(pk=order.pk).update(account_number=account_number, changed_at=now)
    order.application.record("order.account_noted", by=by, at=now, request=order.request, text=account_number)
    if order.status == OrderStatus.CONNECTED:
        _tell(order)
    signals.account_noted.send(WorkOrder, order=order, by=by)


def _check(account_number):
    account_number = "".join(account_number.split())
    if not account_number or len(account_number) > MOST_LETTERS:
        raise BadAccount(_("请填写户号，不超过 %d 个字符。") % MOST_LETTERS)
    if not account_number.isprintable():  # nobody could read it off, nor type it
        raise BadAccount(_("户号中有看不见的字符，请重新输入。"))
    return account_number


def _tell(order):
    facts = {"label": order.request.label, "account": order.account_number}
    key = f"{order.number}:{order.account_number}"
    ring_on_commit(tell_applicant(order.application, "order.account_noted", key=key, **facts))
