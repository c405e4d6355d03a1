"""How far the works have come and what they cost, noted from the page of the order."""

from django.utils.translation import gettext_lazy as _

from utilities.models import OrderStatus
from works.models import Fee, PartStatus
from works.services.fees import agree_fee, drop_fee, pay_fee
from works.services.steps import record_step
from works.work_forms import DropFeeForm, FeeForm, PaidForm, StepForm

from .account_verbs import has_account
from .dig_verbs import once
from .plan_verbs import IN_HAND, ON_ITS_WAY, of_order, of_this, plain, statuses_of

GIVEN = (IN_HAND | ON_ITS_WAY) - {PartStatus.DRAFT}


def has_part(order, milestone):
    is_open = order.status == OrderStatus.OPEN and milestone is not None
    return is_open and has_given(order)


def has_given(order):
    return bool(statuses_of(order) & GIVEN)


def owes(order, milestone):
    """Supply may be on before all is paid."""
    may_owe = order.status in (OrderStatus.OPEN, OrderStatus.CONNECTED)
    return may_owe and has_given(order) and once(order, "owes", lambda: _owes(order))


def _owes(order):
    return Fee.objects.of_order(order).filter(paid_on=None).exists()


def next_payment(order, milestone):
    """Once supply is on and the account is known, what is left is the money."""
    return "paid" if has_account(order, milestone) and owes(order, milestone) else ""


# title, fits, form, verb and what is said afterwards, by name
WORK_VERBS = {
    "step": (
        _("登记设计、签约、施工进度"),
        has_part,
        plain(StepForm),
        of_this(record_step),
        _("已登记进度。"),
    ),
    "fee": (
        _("登记费用"),
        has_part,
        of_order(FeeForm),
        of_this(agree_fee),
        _("已登记费用，申请人可以看到。"),
    ),
    "paid": (_("登记缴纳"), owes, of_order(PaidForm), of_this(pay_fee), _("已登记缴纳。")),
    "drop-fee": (_("删除费用"), owes, of_order(DropFeeForm), of_this(drop_fee), _("已删除该项费用。")),
}
