"""How milestones and limits are read."""

from django.db import models
from django.db.models import Q


class MilestoneQuerySet(models.QuerySet):
    def running(self):
        return self.filter(status="running")

    def overdue(self, today):
        return self.running().filter(due_on__lt=today)

    def due_by(self, day):
        return self.running().filter(due_on__lte=day)

    def visible_to(self, user):
        if user.has_perm("applications.view_every_application"):
            return self
        return self.filter(order__provider__members__user=user)


class OfMilestoneQuerySet(models.QuerySet):
    """Rows that hang on a milestone: whoever may see it may see them."""

    def visible_to(self, user):
        if user.has_perm("applications.view_every_application"):
            return self
        return self.filter(milestone__order__provider__members__user=user)


class SpanQuerySet(OfMilestoneQuerySet):
    def pauses(self):
        """The times a stage stood still for a reason, but for those of WHOLE, which only mirror them."""
        return self.exclude(reason="").exclude(milestone__stage="whole")

    def for_verbs(self):
        """With all that is told of a pause."""
        return self.select_related(
            "milestone__application", "milestone__request", "milestone__order__provider__endpoint"
        )


class TimeLimitQuerySet(models.QuerySet):
    def valid_on(self, day):
        return self.filter(Q(valid_from__lte=day))
