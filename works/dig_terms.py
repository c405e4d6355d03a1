"""The terms of digging as the district has set them (natural days)."""

from datetime import timedelta

from .models import DigTerm


def term(kind):
    return timedelta(days=DigTerm.objects.values_list("days", flat=True).get(kind=kind))
