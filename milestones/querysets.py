"""How milestones and limits are read."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from .stages import PauseReason

ONE_DAY = timedelta(days=1)
# What became of a pause, or what makes one look at it; shared by lists and figures.
PAUSE_STATES = {
    "doubted": Q(objected_at__isnull=False, upheld_at=None, revoked_at=None),
    "running": Q(ends_at=None),
    "objected": Q(objected_at__isnull=False),
    "revoked": Q(revoked_at__isnull=False),
    "beyond": Q(expired_at__isnull=False) | Q(allowed_until__isnull=False),
    # It stopped a day without lasting one.
    "short": Q(ends_at__lt=F("starts_at") + ONE_DAY) & ~Q(starts_at__date=F("ends_at__date")),
}


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
        return self.filter(reason__in=PauseReason.values).exclude(milestone__stage="whole")

    def in_state(self, state):
        return self.filter(PAUSE_STATES[state])

    def between(self, start, end):
        """Those that lasted at some moment from ``start`` to before ``end``."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gte=start), starts_at__lt=end)

    def for_cards(self):
        """With all that is shown of a pause; newest first."""
        rows = self.select_related(
            "milestone__request", "milestone__order__provider", "milestone__application"
        )
        return rows.prefetch_related("milestone__spans").order_by("-starts_at", "-pk")

    def for_verbs(self):
        """With all that is told of a pause."""
        return self.select_related(
            "milestone__application", "milestone__request", "milestone__order__provider__endpoint"
        )


class ApartQuerySet(models.QuerySet):
    def open(self):
        """Those that hold now."""
        return self.filter(ends_at=None)


class TimeLimitQuerySet(models.QuerySet):
    def valid_on(self, day):
        return self.filter(Q(valid_from__lte=day))
