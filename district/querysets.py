"""How the towns are read."""

from django.db import models


class TownQuerySet(models.QuerySet):
    def active(self):
        """The towns an applicant may choose."""
        return self.filter(is_active=True)
