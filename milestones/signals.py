"""What this app announces, inside the transaction of the verb; no result may depend on the order of two
listeners of one signal."""

from django.dispatch import Signal

stages_laid_out = Signal()  # application, orders, unrouted, by, at
