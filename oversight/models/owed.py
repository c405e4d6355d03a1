"""What must be done by a day: one clock for complaints and for everything else the supervisors watch."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Owed(models.Model):
    """``is_estimated``: in a year whose notice is not out yet; ``pursued_for``: the due date told as overdue."""

    due_on = models.DateField(_("期限"))
    is_estimated = models.BooleanField(_("暂估"), default=False)
    pursued_for = models.DateField(_("已告知超期的期限"), null=True, editable=False)

    class Meta:
        abstract = True
