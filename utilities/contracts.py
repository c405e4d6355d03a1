"""The supply contract (供用合同) between applicant and provider: nothing is switched on without it."""

from django.db import transaction
from django.utils.translation import gettext as _

from applications.services import lock
from common import clock
from common.status import Refusal, WrongStatus

from .models import OrderStatus, WorkOrder

# 民法典 648–656: power, water, gas, heat. A telecom's user agreement is another contract (电信条例).
UNDER_CONTRACT = {"water", "power", "gas"}


class BadContract(Refusal):
    """A contract that cannot have been signed on that day."""


def needs_contract(order):
    return order.request.service in UNDER_CONTRACT


@transaction.atomic
def sign_supply_contract(order, *, signed_on, by):
    """Note the day on which the supply contract was signed; a later word puts it right.

    Raises ``WrongStatus`` and ``BadContract``.
    """
    lock(order.application)
    order.refresh_from_db(fields=["status"])
    if order.status != OrderStatus.OPEN:
        raise WrongStatus(_("%s：只有已接单、办理中的工单可以登记供用合同。") % order)
    if signed_on > clock.today():
        raise BadContract(_("签订日期不能晚于今天。"))
    order.supply_contract_signed_on = signed_on
    WorkOrder.objects.filter(pk=order.pk).update(supply_contract_signed_on=signed_on, changed_at=clock.now())
    order.application.record(
        "order.contract_signed", by=by, request=order.request, text=signed_on.isoformat()
    )
