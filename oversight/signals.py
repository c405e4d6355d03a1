"""What this app announces, inside the transaction of the verb."""

from django.dispatch import Signal

complaint_filed = Signal()  # complaint, milestone: the running stage that is urged, or None
complaint_answered = Signal()  # complaint, by
