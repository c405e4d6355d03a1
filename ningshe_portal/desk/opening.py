"""What it leaves behind when somebody opens a work order."""

from django.db import transaction

from applications.models import Revealed
from applications.services import reveal
from utilities.services import mark_read


@transaction.atomic
def open_order(order, *, by):
    """Whether ``by`` may see the phones in full: staff of the provider, while the order is in hand.

    The order counts as read then, and that the numbers were seen is kept.
    """
    if not order.provider.members.filter(user=by).exists():
        return False
    mark_read(order)
    if order.is_living:
        reveal(order.application, Revealed.PHONE, by=by, side=order.provider.name)
    return order.is_living
