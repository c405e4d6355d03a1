"""Who serves which town, and what follows from a network that arrives."""

from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Waiting
from applications.services import lock, note_network, tell_of_network
from common import clock
from common.status import WrongStatus
from district.services import when_office_opens

from .models import OrderStatus, ServiceArea
from .push import tell_office


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


@transaction.atomic
def report_network(order, *, by, note=""):
    """Its provider says that the network has come which it lacked for this order; see ``note_network``.

    Nobody confirms that, as nobody confirms that there is none. Whom else in the town it reaches the office finds
    out. Raises ``WrongStatus``.
    """
    lock(order.application)
    order.refresh_from_db(fields=["status"])
    if order.status != OrderStatus.UNAVAILABLE:
        raise WrongStatus(_("%s：没有认定为暂不具备接入条件。") % order)
    note_network(order.request, by=by, note=note)
    _tell_office_of_others(order)


def _tell_office_of_others(order):
    """Once a day for each provider and town, while somebody there still waits."""
    request, town = order.request, order.application.town
    others = Waiting.objects.untold().of_area(request.service, request.carrier, town).count()
    if not others:
        return
    tell_office(
        kind="network.reported",
        key=f"network.reported:{order.provider_id}:{town.pk}:{clock.today()}",
        about=order.number,
        text=_(
            "%(provider)s登记%(town)s部分地址的%(label)s管网已通达（工单 %(number)s），该街镇（园区）还有 "
            "%(others)d 位申请人在等，请核实后在“等管网通达”中告知。"
        )
        % {
            "provider": order.provider,
            "town": town,
            "label": request.label,
            "number": order.number,
            "others": others,
        },
        not_before=when_office_opens(),
    )
