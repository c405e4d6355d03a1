"""Who wants to be told when a network reaches his town, and telling him."""

from django.db import transaction
from django.utils.translation import gettext as _

from common import clock
from common.status import WrongStatus
from district.services import when_office_opens

from ..models import RequestStatus, Waiting
from ..telling import tell_applicant
from .record import lock


def list_waitable(application):
    """The requests whose network is not known to have come, and whose applicant was not told that it has."""
    unavailable = list(application.requests.filter(status=RequestStatus.UNAVAILABLE, network_arrived_at=None))
    if not unavailable:
        return []
    told = {(row.service, row.carrier) for row in application.waitings.exclude(told_at=None)}
    return [request for request in unavailable if (request.service, request.carrier) not in told]


@transaction.atomic
def wait_for_network(application, requests, *, by):
    """Tell the applicant when a network arrives for these unavailable requests, and for no others of the case."""
    application = lock(application)
    wanted = {request.pk for request in requests}
    for request in list_waitable(application):
        if request.pk in wanted:
            _begin(application, request, by=by)
        else:
            _cancel(application, request, by=by)


def _begin(application, request, *, by):
    part = {"service": request.service, "carrier": request.carrier}
    if application.waitings.untold().filter(**part).exists():
        return
    facts = {"town": application.town, "created_at": clock.now(), "cancelled_at": None}
    application.waitings.update_or_create(**part, defaults=facts)
    application.record("waiting.begun", by=by, request=request)


def _cancel(application, request, *, by):
    rows = application.waitings.untold().filter(service=request.service, carrier=request.carrier)
    if rows.update(cancelled_at=clock.now()):
        application.record("waiting.cancelled", by=by, request=request)


@transaction.atomic
def note_network(request, *, by, note=""):
    """The network this request had to do without has come: who waits for it is told. Raises ``WrongStatus``."""
    application = lock(request.application)
    request = application.requests.get(pk=request.pk)
    if request.status != RequestStatus.UNAVAILABLE:
        raise WrongStatus(_("%s：没有认定为暂不具备接入条件。") % request)
    if request.network_arrived_at:
        raise WrongStatus(_("%s：管网通达已经登记过。") % request)
    request.network_arrived_at = clock.now()
    request.save(update_fields=["network_arrived_at"])
    application.record("network.arrived", by=by, at=request.network_arrived_at, request=request, text=note)
    tell_of_network(Waiting.objects.of_request(request), by=by)


@transaction.atomic
def tell_of_network(waitings, *, by):
    """The network has come: tell those of ``waitings`` who were not told yet; how many they were."""
    rows = (
        waitings.untold().select_related("application", "town").select_for_update(of=("self",), no_key=True)
    )
    told = [_tell(row, by=by) for row in rows]
    return len(told)


def _tell(row, *, by):
    row.told_at = clock.now()
    row.save(update_fields=["told_at"])
    row.application.record("waiting.told", by=by, text=row.label)
    facts = {"town": row.town, "label": row.label, "not_before": when_office_opens()}
    return tell_applicant(row.application, "network.arrived", key=row.pk, **facts)
