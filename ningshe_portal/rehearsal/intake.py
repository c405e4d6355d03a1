"""Cases that differ in everything that sends them another way: services, size, joint steps, who files the permits."""

from decimal import Decimal

from django.db import transaction

from accounts.actors import APPLICANT
from accounts.models import User
from applications.models import Application, Channel, ServiceRequest
from applications.services import accept_application, submit_application
from district.models import Town
from ningshe_portal.demo.people import COMPANIES
from utilities.models import ServiceArea
from utilities.selectors import receivers_for

PARTS = [(company.service, company.carrier) for company in COMPANIES]
WISHES = (
    "wants_joint_survey",
    "wants_joint_works",
    "wants_joint_acceptance",
    "wants_joint_connection",
    "entrusts_permits",
)
DEMANDS = [Decimal(5), Decimal(8), Decimal(30), Decimal(120)]
SELECTIONS = 2 ** len(PARTS) - 1  # every choice of services but none at all
STEP = 37  # shares no factor with SELECTIONS: cases that follow each other differ much


def take_in(count: int) -> list[str]:
    """Submit and accept ``count`` cases at one window; their numbers. The same ones each time."""
    clerk = User.objects.get(username="clerk")
    served = ServiceArea.objects.exclude(provider=None).values("town")
    town = Town.objects.filter(pk__in=served).order_by("pk").first()
    return [accept(index, town, clerk) for index in range(count)]


@transaction.atomic
def accept(index, town, clerk):
    parts = chosen(PARTS, index * STEP % SELECTIONS + 1)
    application = Application.objects.create(
        channel=Channel.WINDOW,
        applicant_name=f"演练第{index + 1}食品有限公司",
        address=f"光明路 {index + 1} 号",
        town=town,
        contact_name="李建国",
        contact_phone="13820001234",
        consents_sharing=True,
        **dict.fromkeys(chosen(WISHES, index), True),
    )
    ServiceRequest.objects.bulk_create(wanted(application, part, index) for part in parts)
    submit_application(application, receivers=receivers_for(town, parts), by=APPLICANT)
    accept_application(application, by=clerk)
    return application.number


def chosen(things, bits: int) -> list:
    """Those of ``things`` whose bit is set."""
    return [thing for place, thing in enumerate(things) if bits >> place & 1]


def wanted(application, part, index):
    service, carrier = part
    return ServiceRequest(
        application=application,
        service=service,
        carrier=carrier,
        business="new",
        demand=DEMANDS[index % len(DEMANDS)],
        purposes=["living"] if service in {"water", "gas"} else [],
        users=3 if service == "network" else None,
    )
