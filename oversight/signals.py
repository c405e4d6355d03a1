"""What this app announces, inside the transaction of the verb."""

from django.dispatch import Signal

complaint_filed = Signal()  # complaint, milestone: the running stage that is urged, or None
complaint_answered = Signal()  # complaint, by
case_rated = Signal()  # application, ratings, by
duty_opened = Signal()  # duty, by
duty_answered = Signal()  # duty, by: by its owner
duty_sent_back = Signal()  # duty, reason, by
duty_lengthened = Signal()  # duty, by: of a rectification
duty_closed = Signal()  # duty, by
