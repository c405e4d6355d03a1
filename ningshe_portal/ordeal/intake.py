"""A window that takes in cases at a steady pace, and may be killed at any moment and opened again."""

import sys
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

from django.db import transaction

from accounts.actors import APPLICANT
from accounts.models import User
from applications.models import Application, Channel, ServiceRequest, Status
from applications.services import accept_application, submit_application
from district.models import Town
from ningshe_portal.demo.people import COMPANIES
from utilities.selectors import receivers_for

from .cast import CLERK, TOWN

CLERKS = 2  # at one window at the same time
CASES = uuid.UUID("5d1c1f0a-0b57-4a52-8f5c-6f0f2b1d9b7e")
PARTS = [(company.service, company.carrier) for company in COMPANIES]
speaking = threading.Lock()


def open_window(options):
    """Take in this window's share; a window opened again goes on where the killed one stood."""
    clerk = User.objects.get(username=CLERK)
    with ThreadPoolExecutor(CLERKS) as pool:
        acts = []
        for index in range(options.window, options.applications, options.windows):
            time.sleep(max(0.0, options.opens_at + index / options.rate - time.time()))
            acts.append(pool.submit(take_in, index, clerk))
    for act in acts:
        act.result()
    return "closed"


def take_in(index, clerk):
    """Bring one case as far as acceptance, from wherever it stands."""
    application = draft_case(index)
    if application.status == Status.DRAFT:
        receivers = receivers_for(application.town, PARTS)
        submit_application(application, receivers=receivers, by=APPLICANT)
    if application.status == Status.SUBMITTED:
        say("accepting", application.number)
        began = time.monotonic()
        accept_application(application, by=clerk)
        say("accepted", application.number, f"{time.monotonic() - began:.3f}")


@transaction.atomic
def draft_case(index):
    application, is_new = Application.objects.get_or_create(
        token=uuid.uuid5(CASES, str(index)),
        defaults={
            "channel": Channel.WINDOW,
            "applicant_name": f"天津市宁河区第{index}食品有限公司",
            "address": f"芦台街道光明路 {index} 号",
            "town": Town.objects.get(code=TOWN),
            "contact_name": "李建国",
            "contact_phone": "13820001234",
            "consents_sharing": True,
        },
    )
    if is_new:
        ServiceRequest.objects.bulk_create(
            ServiceRequest(
                application=application, service=service, carrier=carrier, business="new", demand=Decimal(10)
            )
            for service, carrier in PARTS
        )
    return application


def say(*words):
    """One whole line, out of this process at once: whoever kills it knows what the applicant was told."""
    with speaking:
        sys.stdout.write(" ".join(words) + "\n")
        sys.stdout.flush()
