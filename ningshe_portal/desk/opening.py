"""What it leaves behind when somebody opens a work order."""

from django.db import transaction

from applications.models import Audience
from common import clock
from utilities.services import mark_read


@transaction.atomic
def open_order(order, *, by):
    """Whether ``by`` may see the phones in full: staff of the provider, while the order is in hand.

    The order counts as read then, and that the numbers were seen is kept, once a day and person.
    """
    if not order.provider.members.filter(user=by).exists():
        return False
    mark_read(order)
    if order.is_living:
        _note_phone_shown(order, by=by)
    return order.is_living


def _note_phone_shown(order, *, by):
    verb = "application.phone_shown"
    of_today = order.application.events.filter(verb=verb, at__gte=clock.midnight(clock.today()))
    if not of_today.filter(request=order.request, actor=by).exists():
        order.application.record(verb, by=by, request=order.request, audience=Audience.STAFF)
