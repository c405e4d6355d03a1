"""How trenches are read. Of a stranger in a trench only the provider is shown."""

from django.db import models
from django.db.models import Prefetch


class DigQuerySet(models.QuerySet):
    def living(self):
        return self.filter(status__in=["planned", "open"])

    def of_application(self, application):
        return self.filter(parties__order__request__application=application, parties__left_at=None).distinct()

    def holding(self, order):
        """Those an order lies in, each with its parties, and those that are in it now as ``living``."""
        rows = self.filter(parties__order=order, parties__left_at=None).exclude(status="cancelled")
        return rows.with_parties().order_by("pk")

    def with_parties(self):
        from .models import DigParty

        parties = DigParty.objects.living().select_related("provider")
        return self.select_related("section").prefetch_related(
            "parties", Prefetch("parties", queryset=parties, to_attr="living")
        )

    def visible_to(self, user):
        if user.has_perm("applications.view_every_application"):
            return self
        return self.filter(parties__provider__members__user=user).distinct()

    def lacking_papers(self):
        return self.filter(kind="emergency", papers_brought_at=None)


class DigPartyQuerySet(models.QuerySet):
    def living(self):
        """Those that have not left."""
        return self.filter(left_at=None)

    def planned(self):
        return self.filter(dig__status="planned")

    def open(self):
        return self.filter(dig__status="open")

    def in_plans(self):
        """Those of a plan, not of an emergency."""
        return self.filter(dig__kind="planned")

    def to_open(self):
        """Those in a trench of their plan that is not open yet."""
        return self.living().planned().in_plans()

    def in_open_ground(self):
        """Those that lie in a trench of their plan that is open now."""
        return self.living().open().in_plans()

    def led_by_others(self):
        """Those in open ground that another one leads."""
        return self.in_open_ground().filter(role="partner")


class DigOfferQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status="offered")

    def standing(self):
        """Open, and the trench is still there, whatever the sweep has not seen yet."""
        return self.open().filter(dig__status__in=["planned", "open"])

    def to_remind(self):
        """Those nobody has answered or been reminded of."""
        return self.standing().filter(reminded_at=None)

    def to(self, order):
        return self.filter(order=order).select_related("dig__section")


class DigNewsQuerySet(models.QuerySet):
    def untold(self):
        return self.filter(told_at=None)

    def with_order(self):
        return self.select_related(
            "dig__section", "order__request__application", "order__provider", "provider"
        )
