"""What this app announces, inside the transaction of the verb; no result may depend on the order of two
listeners of one signal."""

from django.dispatch import Signal

visit_proposed = Signal()  # visit, attendances (who must answer), by
visit_countered = Signal()  # visit, by: a provider offers the applicant another day
visit_fixed = Signal()  # visit, attendances (who is told), by
visit_moved = Signal()  # visit, attendances, by
visit_kept = Signal()  # visit, by: the applicant wanted another day, it stays as it is
visit_came = Signal()  # visit, by: who comes alone was there on another day than the one that was fixed
visit_wished = Signal()  # visit, by: the applicant asks for another day
visit_joined = Signal()  # visit, attendance, by: one more comes to a day that is fixed
visit_left = Signal()  # visit, attendance, by: one less comes
visit_cancelled = Signal()  # visit, attendances, by
visit_done = Signal()  # visit, by: everybody who came has said what he found
visit_refused = Signal()  # visit, attendance, by: a provider cannot keep a day that is fixed
