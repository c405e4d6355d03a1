"""How complaints are read."""

from django.db import models


class ComplaintQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status="open")

    def overdue(self, today):
        return self.open().filter(due_on__lt=today)
