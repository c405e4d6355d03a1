"""What it leaves behind when somebody opens a work order."""

from django.db import transaction

from applications.models import Revealed
from applications.services import reveal
from ningshe_portal.pages.conversation import read_conversation
from utilities.services import mark_read


@transaction.atomic
def open_order(order, *, by):
    """Whether ``by`` may see the phones in full: staff of the provider, while the order is in hand.

    The order counts as read then, and that the numbers were seen is kept.
    """
    if not is_of_provider(by, order):
        return False
    mark_read(order)
    if order.is_living:
        reveal(order.application, Revealed.PHONE, by=by, side=order.provider.name)
    return order.is_living


def read_messages(order, conversation, *, by):
    """Its provider has read what was new; an office that looks on reads for nobody."""
    if conversation.unread and is_of_provider(by, order):
        read_conversation(conversation, by=by)


def is_of_provider(user, order):
    return order.provider.members.filter(user=user).exists()
