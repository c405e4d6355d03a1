"""How visits are read."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q

from milestones.models import Milestone
from utilities.models import LIVING, WorkOrder

OPEN = ("proposed", "fixed")


class VisitQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status__in=OPEN)

    def fixed(self):
        return self.filter(status="fixed")

    def announced(self):
        """The applicant was told of their day, whether it holds or is cancelled since."""
        return self.filter(status__in=["fixed", "done", "cancelled"], fixed_at__isnull=False)

    def joint(self):
        return self.filter(is_joint=True)

    def with_everybody(self):
        """Each with its attendances and their orders, in one more query."""
        attendances = self.model.attendances.rel.related_model.objects
        joined = attendances.select_related("order__request", "order__provider")
        return self.prefetch_related(Prefetch("attendances", joined))

    def to_confirm(self):
        """Agreed, without a word from the applicant, who has not been reminded of this day yet."""
        is_new = Q(reminded_for=None) | ~Q(reminded_for=F("on"))
        return self.fixed().filter(is_new, confirmed_at=None, wished_on=None)

    def countered(self):
        """A provider has offered the applicant another day, and he has not answered."""
        return self.filter(status="proposed", counter_on__isnull=False, counter_answer=None)

    def to_answer_counter(self, today):
        """Those he can still say yes to and has not been reminded of."""
        return self.countered().filter(counter_on__gt=today, counter_reminded_at=None)

    def awaiting_office(self, today):
        """What somebody at the office must arrange: no day agreed overnight, or all have answered and one
        cannot come, or one can no longer though it is fixed; the applicant asks for another day, or has not
        answered to one though reminded the day before or though it is here; or the day has passed and findings
        are missing."""
        attendances = self.model.attendances.rel.related_model.objects.taking_part()
        own = attendances.filter(visit=OuterRef("pk"))
        is_unanswered = Exists(own.filter(answer=""))
        is_open_counter = Q(counter_on__isnull=False, counter_answer=None)
        is_forgotten = Q(counter_reminded_at__date__lt=today) | Q(counter_on__lte=today)
        is_stale = Q(proposed_at__date__lt=today)
        proposed = Q(status="proposed") & ~is_open_counter & (is_stale | ~is_unanswered | Q(on__lte=today))
        countered = Q(status="proposed") & is_open_counter & is_forgotten
        passed = Q(status="fixed", on__lt=today)
        refused = Q(status="fixed") & Exists(own.filter(answer="not", result=""))
        return self.open().filter(proposed | countered | passed | refused | Q(wished_on__isnull=False))


class AttendanceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody who sees every case; a provider's staff see those of its own orders."""
        if user.has_perm("applications.view_every_application"):
            return self
        return self.filter(order__in=WorkOrder.objects.visible_to(user))

    def taking_part(self):
        """Not left."""
        return self.filter(left_at=None)

    def open(self):
        """Taking part in a visit that is still to come or whose finding is missing."""
        return self.taking_part().filter(visit__status__in=OPEN, result="")

    def unanswered(self):
        return self.taking_part().filter(answer="")

    def found(self):
        return self.exclude(result="")

    def reported(self):
        """Results of an acceptance whose paper is out: they go to the authority over the trade."""
        return self.found().filter(visit__kind="acceptance", visit__record__isnull=False)

    def still_missing(self):
        """What a survey found to be prepared by the applicant, of orders whose acceptance is still to come."""
        accepted = Milestone.objects.filter(order=OuterRef("order"), stage="acceptance", status="reached")
        found = self.filter(visit__kind="survey", result="passed", order__status__in=LIVING)
        return found.exclude(missing="").exclude(Exists(accepted))
