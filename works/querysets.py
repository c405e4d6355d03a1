"""How plans, sections and fees are read. Of a joint plan a provider's own part is all it may read whole."""

from django.db import models
from django.db.models import F, Prefetch, Q

ON_THE_TABLE = ("given", "presented", "returned")


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.has_perm("applications.view_every_application"):
            return self
        return self.filter(parts__order__provider__members__user=user).distinct()

    def unconfirmed(self):
        return self.exclude(status="confirmed")

    def awaiting_applicant(self):
        """Those with anything he has to say yes or no to, be it one part changed later."""
        return self.filter(parts__status="presented").distinct()

    def to_remind(self):
        """Those the applicant has not yet been reminded of as they lie before him now."""
        return self.awaiting_applicant().filter(Q(reminded_of=None) | ~Q(reminded_of=F("version")))

    def with_parts(self):
        """Each with its parts as they count now and all that is shown of them."""
        return self.prefetch_related(Prefetch("parts", self._parts(), to_attr="present"))

    def _parts(self):
        parts = self.model._meta.get_field("parts").related_model.objects
        return parts.present().for_reading().order_by("order_id", "version")


class PlanPartQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.has_perm("applications.view_every_application"):
            return self
        return self.filter(order__provider__members__user=user)

    def of_application(self, application):
        return self.filter(plan__application=application)

    def confirmed(self):
        return self.filter(status="confirmed")

    def presented(self):
        return self.filter(status="presented")

    def shown_to_applicant(self):
        """Every version that lies or lay before him."""
        lies_there = Q(status__in=["presented", "returned", "confirmed"])
        return self.filter(lies_there | Q(confirmed_at__isnull=False) | ~Q(return_reason=""))

    def on_the_table(self):
        """Given, and not yet said yes to."""
        return self.filter(status__in=ON_THE_TABLE)

    def present(self):
        """What counts now: in force, or on its way to it."""
        return self.filter(status__in=["confirmed", *ON_THE_TABLE])

    def for_reading(self):
        return self.select_related("order__request", "order__provider").prefetch_related(
            "routes__section", "steps", "fees"
        )


class RoadSectionQuerySet(models.QuerySet):
    def roads(self):
        """Those any case may meet on: in nobody's yard."""
        return self.filter(yard_of=None)

    def open_to(self, application):
        """Roads, and what lies within the plot of this case."""
        return self.filter(Q(yard_of=None) | Q(yard_of=application))

    def on_street(self, town, street):
        """Roads of a town, by its code, whose street contains these words; all of them where there are none."""
        rows = self.roads().filter(town__code=town)
        return rows.filter(street__icontains=street) if street else rows

    def differing(self):
        """Providers say it differently, and the office has not looked at it."""
        return self.exclude(differs_since=None)


class WorkStepQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.has_perm("applications.view_every_application"):
            return self
        return self.filter(order__provider__members__user=user)


class FeeQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.has_perm("applications.view_every_application"):
            return self
        return self.filter(part__order__provider__members__user=user)

    def of_application(self, application):
        return self.filter(part__plan__application=application)

    def of_order(self, order):
        return self.filter(part__order=order)
