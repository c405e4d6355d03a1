"""The terms of digging as the district has set them."""

from datetime import timedelta

from .models import DigTerm


def term(kind):
    row = DigTerm.objects.get(kind=kind)
    return timedelta(**{row.unit: row.days})
