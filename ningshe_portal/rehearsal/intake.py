"""The cases of a rehearsal are taken in at the window; what is to happen to each is written down for the simulator."""

from decimal import Decimal

from django.conf import settings
from django.db import transaction

from accounts.actors import APPLICANT
from accounts.models import User
from applications.models import Application, Channel, ServiceRequest
from applications.services import accept_application, submit_application
from district.models import Town
from ningshe_portal.simulator import script
from utilities.models import ServiceArea
from utilities.selectors import receivers_for

from .scenes import PARTS, WISHES, plan_case, proofs

SCRIPT = "script.json"


def take_in(count: int, seed: int) -> dict:
    """Submit and accept ``count`` cases at one window, the same ones for the same seed.

    ``ends``: how each is to end; ``script``: the traits by case and order; ``proofs``: what shows a trait.
    """
    clerk = User.objects.get(username="clerk")
    served = ServiceArea.objects.exclude(provider=None).values("town")
    town = Town.objects.filter(pk__in=served).order_by("pk").first()
    ends, parts = {}, {}
    for index in range(count):
        case = plan_case(index, seed)
        number = accept(index, case, town, clerk, parts)
        ends[number] = case.end
    return {"ends": ends, "script": parts, "proofs": proofs()}


@transaction.atomic
def accept(index, case, town, clerk, parts):
    """The simulator must know what is to happen before it hears of the case: it is told within the transaction."""
    application = Application.objects.create(
        channel=Channel.WINDOW,
        applicant_name=f"演练第{index + 1}食品有限公司",
        address=case.road or f"光明路 {index + 1} 号",
        town=town,
        contact_name="李建国",
        contact_phone="13820001234",
        consents_sharing=True,
        **{WISHES[name]: True for name in case.wishes},
    )
    services = [PARTS[part] for part in case.parts]
    ServiceRequest.objects.bulk_create(wanted(application, part, case.demand) for part in services)
    submit_application(application, receivers=receivers_for(town, services), by=APPLICANT)
    parts |= case.script(application.number)
    script.write(settings.VAR_DIR / SCRIPT, parts)
    accept_application(application, by=clerk)
    return application.number


def wanted(application, part, demand):
    service, carrier = part
    return ServiceRequest(
        application=application,
        service=service,
        carrier=carrier,
        business="new",
        demand=Decimal(demand),
        purposes=["living"] if service in {"water", "gas"} else [],
        users=3 if service == "network" else None,
    )
