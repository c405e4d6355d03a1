"""What this app announces, inside the transaction of the verb; no result may depend on the order of two
listeners of one signal."""

from django.dispatch import Signal

stage_opened = Signal()  # milestone, order, at; a stage of an order after its first
stage_closed = Signal()  # milestone, order, by, at; of an order, as the status of the milestone says
stage_resumed = Signal()  # milestone, by, at: its clock runs again; a failure ends a pause too
order_split_off = Signal()  # order, stage, by, at
order_rejoined = Signal()  # order, stage, by, at
stages_laid_out = Signal()  # application, orders, unrouted, by, at
