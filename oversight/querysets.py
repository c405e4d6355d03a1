"""How complaints are read."""

from django.db import models
from django.db.models import F, Q


class ComplaintQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever may answer them sees them all; what concerns one case, its viewers see on its page."""
        return self if user.has_perm("oversight.answer_complaint") else self.none()

    def urges(self):
        return self.filter(kind="urge")

    def of_applicant(self):
        """What the applicant of the case said himself."""
        return self.filter(actor_kind="applicant")

    def open(self):
        return self.filter(status="open")

    def by_urgency(self):
        """Those without an answer, the first due first."""
        return self.open().order_by("due_on", "pk")

    def overdue(self, today):
        return self.open().filter(due_on__lt=today)

    def unpursued(self):
        """Of whose due date, as it is now, the supervisors have not been told."""
        return self.filter(Q(pursued_for=None) | ~Q(pursued_for=F("due_on")))
