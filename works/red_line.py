"""Works outside the red line of the plot are not for the applicant to pay (国办函〔2020〕129号): who says so is warned.

Never a refusal: there are fees he may agree to, by a basis somebody has to look at.
"""

from django.utils.translation import gettext as _

from .models import Fee


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
