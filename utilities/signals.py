"""What this app announces, inside the transaction of the verb; no result may depend on the order of two
listeners of one signal."""

from django.dispatch import Signal

orders_routed = Signal()  # application, orders, unrouted (requests), by, at
order_acknowledged = Signal()  # order, by, at
order_ended = Signal()  # order, by, at: returned, unavailable, withdrawn, not chosen, terminated
account_noted = Signal()  # order, by: the account number its customer has from now on
provider_told = Signal()  # messages: those just written
