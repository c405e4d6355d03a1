"""Reads of the permits; access is ``visible_to``."""

from django.db import models
from django.db.models import Q


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

    def with_authority(self):
        """Filed and not decided: the departments' queue."""
        return self.filter(status__in=("filed", "accepted"))

    def of_orders(self, orders):
        return self.filter(orders__in=orders).distinct()

    def visible_to(self, user):
        """Officers those of their department once filed, providers those of their orders, the office all."""
        if user.has_perm("applications.view_every_application"):
            return self
        own_orders = Q(orders__provider__members__user=user, orders__request__consent_withdrawn_at=None)
        own_department = Q(department__members=user, filed_at__isnull=False)
        return self.filter(pk__in=self.model._base_manager.filter(own_orders | own_department).values("pk"))

    def for_lists(self):
        """With what a line about a permit shows."""
        return self.select_related("application", "type", "department").prefetch_related(
            "orders__request", "orders__provider"
        )


class EntrustmentQuerySet(models.QuerySet):
    def living(self):
        return self.exclude(status="revoked")
