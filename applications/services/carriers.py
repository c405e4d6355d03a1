"""Several carriers were asked for comparison, one is chosen (电信条例 30: the user chooses freely)."""

from django.db import transaction
from django.utils.translation import gettext as _

from common import clock
from common.status import WrongStatus

from .. import signals
from ..models import RequestStatus, ServiceRequest, Status
from .endings import move_request
from .record import lock


@transaction.atomic
def choose_carrier(request, *, by):
    """Go on with this carrier; the others end as not chosen. Raises ``WrongStatus``."""
    application = lock(request.application)
    living = {row.pk: row for row in choosable(application)}
    if request.pk not in living:
        raise WrongStatus(_("%s：没有可供选用的多家运营商，可能已选用其中一家。") % application)
    now, chosen = clock.now(), living.pop(request.pk)
    application.record("request.chosen", by=by, request=chosen, at=now)
    for other in living.values():
        move_request(other, RequestStatus.NOT_CHOSEN, by=by, at=now, text="")
    signals.carrier_chosen.send(ServiceRequest, request=chosen, others=list(living.values()), by=by)
    return chosen


def choosable(application):
    """The requests among which one may be chosen: none where fewer than two carriers are still asked."""
    if application.status != Status.ACCEPTED:
        return []
    living = application.requests.filter(status=RequestStatus.OPEN).exclude(carrier="")
    rows = list(living.select_related("application"))
    return rows if len(rows) > 1 else []
