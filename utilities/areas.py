"""Who serves which town, and what follows from a network that arrives."""

from django.db import transaction

from applications.models import Waiting
from applications.services import tell_of_network

from .models import ServiceArea


@transaction.atomic
def set_areas(service, carrier, towns, provider, *, by):
    """Let ``provider`` serve these towns, None: no network there yet; each change is in the history."""
    for town in towns:
        area = ServiceArea.objects.filter(service=service, carrier=carrier, town=town).first()
        if area is None or area.provider != provider:
            area = area or ServiceArea(service=service, carrier=carrier, town=town)
            area.provider = provider
            save_area(area, by=by)
    return len(towns)


@transaction.atomic
def save_area(area, *, by):
    """Write who serves a town; where nobody did before, those who wait for the network are told."""
    was_served = ServiceArea.objects.filter(pk=area.pk, provider__isnull=False).exists()
    area.save()
    if area.provider and not was_served:
        tell_of_network(Waiting.objects.of_area(area.service, area.carrier, area.town), by=by)
