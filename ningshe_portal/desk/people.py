"""Who has what in hand at a provider: orders passed on, one or many, and who is on leave."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from common import clock
from common.status import Refusal
from utilities.forms import LeaveForm, OrderHandOverForm
from utilities.models import Membership, OrderStatus
from utilities.people import hand_over_orders, set_leave

from .bulk import ask

HAND_OVER = "utilities.hand_over_workorder"


def hand_over_form(order, milestone, user, *data):
    """Offers the others of the provider who are there."""
    return OrderHandOverForm(*data, provider=order.provider, handler=order.handler)


def hand_over_all(request, orders, *, desk):
    """Ask once for all of them; None, back to the list, when it is done."""
    orders = list(orders.filter(status=OrderStatus.OPEN))
    if not orders:
        desk.message_user(request, _("所选工单都不在办理中，不需要移交。"), messages.WARNING)
        return None
    if len({order.provider_id for order in orders}) > 1:
        desk.message_user(request, _("一次只能移交同一单位的工单。"), messages.WARNING)
        return None
    data = request.POST if "is_filled" in request.POST else None
    form = OrderHandOverForm(data, provider=orders[0].provider)
    if form.is_valid() and _hand_over(request, orders, form, desk):
        return None
    return ask(request, orders, form, desk, title=_("移交工单"), action="hand_over", button=_("移交"))


def _hand_over(request, orders, form, desk):
    try:
        hand_over_orders(orders, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    done = _("已将 %(count)d 件工单移交给%(to)s。")
    facts = {"count": len(orders), "to": form.cleaned_data["to"].user}
    desk.message_user(request, done % facts, messages.SUCCESS)
    return True


def leave(request, *, desk):
    """The staff of one's own provider, and when each is away; entered without an administrator."""
    if not request.user.has_perm(HAND_OVER):
        raise PermissionDenied
    members = list(_colleagues(request.user))
    pressed = _pressed(request, members)
    forms = [_leave_form(request, member, pressed) for member in members]
    for member, form in zip(members, forms, strict=True):
        if member == pressed and form.is_valid() and _set_leave(request, member, form):
            return redirect("admin:utilities_workorder_leave")
    context = desk.admin_site.each_context(request) | {"opts": desk.opts, "title": _("请假与代班")}
    page = context | {"rows": _rows(request.user, members, forms)}
    return TemplateResponse(request, "admin/utilities/workorder/leave.html", page)


def _colleagues(user):
    """The members of the providers one belongs to oneself: an administrator has a desk of his own for it."""
    own = Membership.objects.filter(provider__members__user=user)
    return own.select_related("user", "provider").order_by("provider", "role", "pk").distinct()


def _pressed(request, members):
    """Whose button was pressed; 404 for anybody else's staff."""
    if request.method != "POST":
        return None
    found = [member for member in members if str(member.pk) == request.POST.get("member")]
    if not found:
        raise Http404
    return found[0]


def _leave_form(request, member, pressed):
    data = request.POST if member == pressed else None
    initial = {"away_from": member.away_from, "away_to": member.away_to}
    return LeaveForm(data, initial=initial, auto_id=f"leave{member.pk}_%s")


def _rows(user, members, forms):
    leads = {member.provider_id for member in members if member.user_id == user.pk and member.role == "A"}
    today = clock.today()
    present = set(Membership.objects.present(today).filter(pk__in=[member.pk for member in members]))
    return [
        {
            "member": member,
            "form": form,
            "is_present": member in present,
            "leaves_on": member.away_from if member.away_from and member.away_from > today else None,
            "may_change": member.user_id == user.pk or member.provider_id in leads,
        }
        for member, form in zip(members, forms, strict=True)
    ]


def _set_leave(request, member, form):
    try:
        set_leave(member, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("已登记%s的请假，到期提醒会发给在岗人员。") % member.user)
    return True
