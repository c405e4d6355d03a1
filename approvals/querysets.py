"""Reads of the permits; access is ``visible_to``."""

from django.db import models
from django.db.models import F, Q


def _entrusted_to(user):
    """What a provider of the user files for the applicant, as long as it may know the case."""
    orders, mandates = "application__requests__orders__provider", "application__entrustments"
    return Q(
        **{
            "filed_by": "provider",
            f"{mandates}__provider__members__user": user,
            f"{mandates}__status__in": ("drawn_up", "signed"),
            f"{mandates}__provider": F(orders),
            "application__requests__consent_withdrawn_at": None,
        }
    )


class DepartmentQuerySet(models.QuerySet):
    def of(self, user):
        """Those the user is an officer of."""
        return self.filter(members=user)


class PermitQuerySet(models.QuerySet):
    def current(self):
        """Those that still say something: not dropped, not filed anew."""
        return self.exclude(status__in=("withdrawn", "replaced"))

    def undecided(self):
        return self.filter(status__in=("planned", "filed", "accepted"))

    def planned(self):
        return self.filter(status="planned")

    def refused(self):
        return self.filter(status="refused")

    def to_file(self):
        """What somebody has to file, for the first time or again."""
        return self.filter(status__in=("planned", "refused"))

    def of_applicant(self):
        """What he has to file himself, for the first time or again."""
        return self.to_file().filter(filed_by="applicant")

    def lapsed(self, today):
        """Granted or recorded, and valid no longer."""
        return self.filter(status__in=("granted", "recorded"), valid_until__lt=today)

    def protected(self, today):
        """Planned for a road that must not be opened yet: a way out can be chosen, and chosen anew."""
        return self.planned().filter(protected_until__gt=today)

    def with_authority(self):
        """Filed and not decided: the departments' queue."""
        return self.filter(status__in=("filed", "accepted"))

    def of_orders(self, orders):
        return self.filter(orders__in=orders).distinct()

    def seen_from(self, order):
        """Those the order waits for; where its provider files for all, every one it files."""
        mandates = order.application.entrustments.living().filter(provider=order.provider)
        own, filed_for_all = Q(orders=order), Q(filed_by="provider", application__entrustments__in=mandates)
        return self.filter(own | filed_for_all).distinct()

    def visible_to(self, user):
        """Officers those of their department once filed, the office all, providers as ``seen_from`` their orders."""
        if user.has_perm("applications.view_every_application"):
            return self
        all_permits = self.model._base_manager
        own_department = Q(department__members=user, filed_at__isnull=False)
        own_orders = Q(orders__provider__members__user=user, orders__request__consent_withdrawn_at=None)
        seen = all_permits.filter(own_department | own_orders).values("pk")
        return self.filter(Q(pk__in=seen) | Q(pk__in=all_permits.filter(_entrusted_to(user)).values("pk")))

    def for_lists(self):
        """With what a line about a permit shows."""
        return self.select_related("application", "type", "department").prefetch_related(
            "orders__request", "orders__provider"
        )


class PermitSpanQuerySet(models.QuerySet):
    def running(self):
        return self.filter(ends_at=None)


class EntrustmentQuerySet(models.QuerySet):
    def living(self):
        return self.exclude(status="revoked")

    def scanned(self):
        """Signed on paper, and kept."""
        return self.exclude(scan="")

    def seen_from(self, order):
        """The one by which its provider files, as long as it has the order in hand."""
        mandates = self.living().filter(application=order.application, provider=order.provider)
        return mandates if order.is_living else self.none()
