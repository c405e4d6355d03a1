"""How much is needed, found out on the spot."""

from django.db import transaction
from django.utils.translation import gettext as _

from common import clock

from .. import signals
from ..amounts import asked_text, assessed_text, is_assessed_otherwise
from ..models import ServiceRequest


@transaction.atomic
def assess_demand(request, amount, *, by):
    """Keep what a survey assessed, in the unit of the service; whoever did not know it, or asked for another
    amount, is told."""
    if request.assessed_demand == amount:
        return
    request.assessed_demand = amount
    request.save(update_fields=["assessed_demand"])
    if not is_assessed_otherwise(request):
        return
    text = _("核定 %(assessed)s（申请：%(asked)s）") % {
        "assessed": assessed_text(request),
        "asked": asked_text(request),
    }
    request.application.record("request.assessed", by=by, at=clock.now(), request=request, text=text)
    signals.demand_assessed.send(ServiceRequest, request=request, by=by)
