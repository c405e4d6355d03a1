"""Several orders taken in hand with one short form."""

from django.contrib import messages
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from common.status import WrongStatus
from utilities.areas import report_network
from utilities.forms import AcknowledgeForm, ArrivalForm
from utilities.services import BadAcknowledgement, acknowledge_order


def acknowledge_all(request, orders, *, desk):
    """Ask once for all of them; None, back to the list, when it is done."""
    orders = list(orders.unacknowledged())
    if not orders:
        desk.message_user(request, _("所选工单都已接单或结束。"), messages.WARNING)
        return None
    own = {"handler_name": str(request.user), "handler_phone": request.user.phone}
    data = request.POST if "is_filled" in request.POST else None
    form = AcknowledgeForm(data, services={order.request.service for order in orders}, initial=own)
    if form.is_valid() and _acknowledge(request, orders, form, desk):
        return None
    return ask(request, orders, form, desk, title=_("批量接单"), action="acknowledge", button=_("接单"))


def ask(request, orders, form, desk, **said):
    """The page with the chosen orders and one form for all of them; ``said``: title, action and button."""
    page = desk.admin_site.each_context(request) | {"opts": desk.opts, "orders": orders, "form": form} | said
    return TemplateResponse(request, "admin/utilities/workorder/bulk.html", page)


def report_networks(request, orders, *, desk):
    """The network has come for all of them; None, back to the list, when it is said."""
    orders = list(orders.lacking_network())
    if not orders:
        desk.message_user(request, _("所选工单都不是暂不具备条件的，或已登记管网通达。"), messages.WARNING)
        return None
    form = ArrivalForm(request.POST if "is_filled" in request.POST else None)
    if not form.is_valid():
        said = {"title": _("登记管网通达"), "action": "arrived", "button": _("登记管网通达")}
        return ask(request, orders, form, desk, **said)
    done = [order for order in orders if _report_network(request, order, form, desk)]
    told = _("已登记 %d 件。申请人登记了管网通达告知的，会收到短信。")
    desk.message_user(request, told % len(done), messages.SUCCESS)
    return None


def _report_network(request, order, form, desk):
    """Whether it was news."""
    try:
        report_network(order, by=request.user, **form.cleaned_data)
    except WrongStatus as error:
        desk.message_user(request, str(error), messages.WARNING)
        return False
    return True


def _acknowledge(request, orders, form, desk):
    """False where the form must be put right; who was quicker with an order is told and passed over."""
    said, done = form.cleaned_data, 0
    for order in orders:
        own = said if order.request.service == "power" else said | {"variant": ""}
        try:
            acknowledge_order(order, by=request.user, **own)
            done += 1
        except WrongStatus as error:
            desk.message_user(request, str(error), messages.WARNING)
        except BadAcknowledgement as error:
            form.add_error(None, str(error))
            return False
    desk.message_user(request, _("已接单 %d 件。") % done, messages.SUCCESS)
    return True
