"""Several orders taken in hand with one short form."""

from django.contrib import messages
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from common.status import WrongStatus
from utilities.forms import AcknowledgeForm
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
    context = desk.admin_site.each_context(request) | {"opts": desk.opts, "title": _("批量接单")}
    page = context | {"orders": orders, "form": form, "action": "acknowledge", "button": _("接单")}
    return TemplateResponse(request, "admin/utilities/workorder/bulk.html", page)


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
