"""Works outside the red line of the plot are not for the applicant to pay (国办函〔2020〕129号): who says so is warned.

Never a refusal: there are fees he may agree to, by a basis somebody has to look at.
"""

from django.utils.translation import gettext as _

from .models import Fee, Payer


def warn_of_fee(fee):
    """``fee``: a row or what is to become one; '' where there is nothing to warn of."""
    if not fee.is_outside_red_line:
        return ""
    return _("红线外的工程一般不由申请人付费（国办函〔2020〕129号），请核对依据。")


def warn_of_new_fee(payer, is_outside):
    return warn_of_fee(Fee(payer=payer, is_outside=is_outside))


def warn_of_cost(applicant_cost, routes):
    """Of a part of the plan: the applicant is to bear something, and a route lies outside his plot."""
    if not applicant_cost or all(route.section.is_inside_plot for route in routes):
        return ""
    return _(
        "方案中有用地红线外的工程，一般不由申请人承担费用（国办函〔2020〕129号），请核对申请人承担的部分。"
    )


def warn_of_part(part):
    return warn_of_cost(part.applicant_cost, part.routes.all())


def warn_of_order(order):
    """All there is to warn of, once each: its part as it was given last, and its fees."""
    part = order.plan_parts.present().prefetch_related("routes__section").order_by("version").last()
    fees = Fee.objects.of_order(order).filter(payer=Payer.APPLICANT, is_outside=True)
    return [
        warning for warning in [part and warn_of_part(part), *{warn_of_fee(fee) for fee in fees}] if warning
    ]
