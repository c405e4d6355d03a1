"""What is to be looked at in what an order has planned and is to cost; nothing of it hinders."""

from .completeness import warn_of_drawing
from .models import Fee, Payer
from .red_line import warn_of_fee, warn_of_part


def warn_of_order(order):
    """Of its part as it was given last, and of its fees; each sentence once."""
    part = order.plan_parts.present().prefetch_related("routes__section").order_by("version").last()
    fees = Fee.objects.of_order(order).filter(payer=Payer.APPLICANT, is_outside=True)
    of_part = [warn_of_part(part), warn_of_drawing(part)] if part else []
    return [text for text in dict.fromkeys([*of_part, *map(warn_of_fee, fees)]) if text]
