"""Reads that join requests, orders and areas."""

from django.utils.translation import gettext as _

from applications.catalogue import service_label
from applications.models import Application, RequestStatus, ServiceRequest

from .models import LIVING, ServiceArea, WorkOrder
from .routing import Area, route


def load_areas(town):
    """Who serves a town, in the form routing wants."""
    rows = ServiceArea.objects.filter(town=town).select_related("provider__endpoint")
    return [
        Area(
            row.service,
            row.carrier,
            row.town_id,
            row.provider,
            is_active=row.provider is None or row.provider.is_active,
        )
        for row in rows
    ]


def receivers_for(town, parts):
    """Whom the consent names for each ``(service, carrier)`` applied for, as it is shown and kept.

    个人信息保护法 23: by name. Where nobody serves the town it says so, and that the office helps.
    """
    areas = load_areas(town) if town else []
    names = []
    for service, carrier in parts:
        provider, _why = route(service, carrier, town.pk if town else None, areas)
        if provider:
            names.append(str(provider))
        else:
            label = service_label(service, carrier)
            names.append(_("%s：暂无服务单位，由区政务服务办协调") % label)
    return list(dict.fromkeys(names))


def unrouted_requests():
    """Open requests that no provider has in hand: the queue of the office."""
    return (
        ServiceRequest.objects.filter(status=RequestStatus.OPEN)
        .exclude(orders__status__in=LIVING)
        .select_related("application__town")
        .order_by("application__accepted_at", "pk")
    )


def cases_of(providers):
    """The cases in which one of these providers has, or had, an order."""
    orders = WorkOrder.objects.filter(provider__in=providers).shared()
    return Application.objects.filter(requests__in=orders.values("request")).distinct()
