"""Whether a supply at low voltage can carry what is asked for. Pure."""

from django.utils.translation import gettext as _

from applications.amounts import plain, total_demand

from .models import Variant

LOW_VOLTAGE_MOST = 160  # kW or kVA; the figure of the demo, to be confirmed by the district


def warn_of_voltage(order):
    """A sentence where low voltage was chosen for more than it carries, else ''; never a reason to refuse.

    What was assessed goes before what was asked for; an expansion counts with what is there.
    """
    request = order.request
    if order.variant != Variant.LOW:
        return ""
    needed = total_demand(request, order.assessed_demand) or order.assessed_demand or request.demand
    if needed is None or needed <= LOW_VOLTAGE_MOST:
        return ""
    return _("容量 %(needed)s %(unit)s 超过低压供电的一般上限 %(most)d，请核对供电方式。") % {
        "needed": plain(needed),
        "unit": request.entry.unit,
        "most": LOW_VOLTAGE_MOST,
    }
