"""Who is told when nobody answers: handler A, after 30 working minutes B, after 30 more the office."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from applications.models import Audience
from common import clock
from common.sweeps import sweep
from district.hours import add_working_minutes
from district.services import load_calendar, load_office_hours
from outbox.models import Message

from .models import Role, WorkOrder
from .push import tell_members, tell_office

PATIENCE_MINUTES = 30  # working minutes
TO_TELEPHONE = "order.to_telephone"


def pursue_unanswered_orders():
    """Look at every order nobody has opened yet, and tell the next in line of those silent too long."""
    calendar, hours = load_calendar(), load_office_hours()
    now = clock.now()
    orders = WorkOrder.objects.unheard().select_related("provider", "request__application")
    told = set(
        Message.objects.filter(about__in=[order.number for order in orders]).values_list("key", flat=True)
    )

    def look_at(order):
        first = add_working_minutes(order.created_at, PATIENCE_MINUTES, calendar, hours)
        second = add_working_minutes(order.created_at, 2 * PATIENCE_MINUTES, calendar, hours)
        if now >= first:
            pursue_order(order, told=told, is_last=now >= second)

    sweep(orders, look_at)


@transaction.atomic
def pursue_order(order, *, told, is_last):
    """Tell handler B, or, where there is none or he was silent too, ask the office to telephone."""
    by_sms = not order.provider.endpoint_id
    key = f"order.created:{order.number}:B"
    if by_sms and not any(name.startswith(key) for name in told) and tell_members(order, Role.B, key=key):
        return
    office_key = f"{TO_TELEPHONE}:{order.number}"
    if (is_last or by_sms is False) and not any(name.startswith(office_key) for name in told):
        _ask_office(order, key=office_key)


def _ask_office(order, *, key):
    text = _("工单 %(number)s 尚未有人查看，请电话通知%(provider)s并登记。") % {
        "number": order.number,
        "provider": order.provider,
    }
    tell_office(kind=TO_TELEPHONE, key=key, about=order.number, text=text)
    order.application.record(
        TO_TELEPHONE, by=SYSTEM, request=order.request, audience=Audience.STAFF, text=text
    )
