"""What a provider does with a temporary supply it has connected, from the page of the order."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from applications.services import extend_temporary, make_permanent, open_follow_up_of, remove_temporary
from ningshe_portal.pages.temporary_forms import EndForm, extend_form
from ningshe_portal.pages.verbs import plain
from utilities.models import OrderStatus

# title, form, verb and what is said afterwards, by name
TEMPORARY_VERBS = {
    "extend": (_("临时用水用电延期"), extend_form, extend_temporary, _("已延期，并告知申请人。")),
    "permanent": (_("已转为正式"), plain(EndForm), make_permanent, _("已登记转为正式，并告知申请人。")),
    "remove": (_("已拆除停用"), plain(EndForm), remove_temporary, _("已登记拆除停用，并告知申请人。")),
}


def is_on(order, milestone):
    return order.status == OrderStatus.CONNECTED and open_follow_up_of(order.request) is not None


def of_order(verb):
    """A verb of a temporary supply, run for the order that connected it."""
    return lambda order, milestone, **said: verb(order.request.follow_up, **said)


def of_form(make_form):
    return lambda order, milestone, user, *data: make_form(supply_of(order), *data)


def supply_of(order):
    """404 where there never was one."""
    if not hasattr(order.request, "follow_up"):
        raise Http404
    return order.request.follow_up
