"""How complaints, duties, ratings and records are read."""

from django.db import models
from django.db.models import Count, F, Q

ALL_SEEN_BY = "oversight.answer_complaint"
EVERYTHING_BY = "oversight.close_duty"


class OwedQuerySet(models.QuerySet):
    """``open()`` says what is still owed."""

    def by_urgency(self):
        """What is still owed, the first due first."""
        return self.open().order_by("due_on", "pk")

    def overdue(self, today):
        return self.open().filter(due_on__lt=today)

    def unpursued(self):
        """Of whose due date, as it is now, the supervisors have not been told."""
        return self.filter(Q(pursued_for=None) | ~Q(pursued_for=F("due_on")))


class ComplaintQuerySet(OwedQuerySet):
    def visible_to(self, user):
        """Whoever may answer them sees them all; what concerns one case, its viewers see on its page."""
        return self if user.has_perm(ALL_SEEN_BY) else self.none()

    def urges(self):
        return self.filter(kind="urge")

    def of_applicant(self):
        """What the applicant of the case said himself."""
        return self.filter(actor_kind="applicant")

    def open(self):
        return self.filter(status="open")


class OfOwnerQuerySet(models.QuerySet):
    """Rows about one provider."""

    def visible_to(self, user):
        """All for office and supervisors, a provider's own for its staff, a regulator's trade for him."""
        if user.has_perm(EVERYTHING_BY):
            return self
        own = Q(provider__members__user=user) | Q(provider__service__in=_trades_of(user))
        return self.filter(own).distinct()

    def of_provider(self, provider):
        return self.filter(provider=provider)


def _trades_of(user):
    return user.regulators.values("service")


class DutyQuerySet(OfOwnerQuerySet, OwedQuerySet):
    def open(self):
        return self.exclude(status="closed")

    def closed(self):
        return self.filter(status="closed")

    def to_answer(self):
        """What waits for its owner."""
        return self.filter(status="open")

    def rectifications(self):
        return self.filter(kind="rectification")

    def with_source(self):
        return self.select_related("application", "provider", "rating", "meeting", "inspection")


class RatingQuerySet(OfOwnerQuerySet):
    def bad(self):
        return self.filter(grade__lte=2)

    def per_provider(self):
        """How many of each grade every provider has got."""
        return self.exclude(provider=None).order_by().values("provider", "grade").annotate(count=Count("pk"))


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The minutes are the office's and the supervisors'; others get what was agreed with them."""
        return self if user.has_perm(EVERYTHING_BY) else self.none()

    def without_a_word(self, today):
        """Called for a day that is over, and neither held nor called off."""
        return self.filter(status="planned", held_on__lt=today)


class InspectionQuerySet(OfOwnerQuerySet):
    pass
