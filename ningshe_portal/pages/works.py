"""The schedule of the works and the fees of a case, for its file, the window and the page of an order."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from works.models import Fee, PlanPart
from works.progress import Schedule
from works.services.fees import issue_fee_list

from .plans import yuan
from .verbs import Verb

FEES = "fees"


def load_works(board):
    """The panel of the case file; a provider sees the days of those it shares a plan with, and its own fees."""
    viewer, application = board.viewer, board.application
    if not board.plans:
        return None
    if not viewer.is_provider:
        return works_of(application)
    orders = [order for order in board.orders if order.provider_id in viewer.providers]
    return works_of_orders(application, orders)


def load_desk_works(application, user):
    return works_of(application)


def works_of(application):
    return _facts(Schedule(application), Fee.objects.of_application(application))


def works_of_orders(application, orders):
    """For one provider."""
    plans = set(PlanPart.objects.filter(order__in=orders).present().values_list("plan", flat=True))
    if not plans:
        return None
    fellows = PlanPart.objects.filter(plan__in=plans).present().values_list("order", flat=True)
    fees = Fee.objects.of_application(application).filter(part__order__in=orders)
    return _facts(Schedule(application, orders=list(fellows)), fees)


def _facts(schedule, fees):
    chart = schedule.chart
    fees = list(fees.select_related("part__order__request"))
    if chart is None and not fees:
        return None
    return {
        "chart": chart,
        "rows": schedule.rows,
        "conflicts": schedule.conflicts,
        "fees": [(fee, yuan(fee.amount)) for fee in fees],
        "has_outside": any(fee.is_outside_red_line for fee in fees),
    }


def open_list(request, paper):
    return reverse("document", args=[paper.application.number, paper.kind, paper.serial])


def fee_list_verb(*, permission=""):
    """The same for the applicant and for the window."""
    return Verb(
        title=_("出具费用汇总单"),
        button=_("出具并打开"),
        hint=_("汇总各单位登记的费用，只供核对，不是缴款凭证。"),
        permission=permission,
        fits=lambda application: Fee.objects.of_application(application).exists(),
        run=issue_fee_list,
        done=_("费用汇总单已出具，在“文书”中。"),
        lead_on=open_list,
    )
