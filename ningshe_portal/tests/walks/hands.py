"""What the people of a walk do, each in a browser of his own."""

import uuid

from django.test import Client
from django.urls import reverse

from accounts.tests.factories import UserFactory
from applications.models import Application
from applications.tests.typed_form import typed_form
from common import clock
from milestones.models import Outcome
from milestones.services import report_stage
from milestones.stages import REPORTED, Stage
from ningshe_portal.tests.cases import PHONE, sign_in_phone
from utilities.models import WorkOrder
from utilities.tests.factories import MemberFactory

UNNEEDED = {Stage.APPROVAL, Stage.EXCAVATION, Stage.BACKFILL}


def staff(role, name, phone=""):
    """A member of staff and his browser."""
    user = UserFactory(roles=[role], display_name=name, phone=phone, is_staff=True)
    browser = Client()
    browser.force_login(user)
    return user, browser


def member(provider, name, phone, role="A"):
    user, browser = staff("provider", name, phone)
    MemberFactory(provider=provider, user=user, role=role)
    return user, browser


def applicant(phone=PHONE):
    browser = Client()
    sign_in_phone(browser, phone)
    return browser


def apply_online(browser, **changes):
    """The form filled in and handed in by the applicant."""
    token = uuid.uuid4()
    browser.post(f"/apply/{token}/", dict(typed_form(**changes).lists()))
    return Application.objects.get(token=token)


def enter_at_window(browser, **changes):
    """The form typed by a clerk."""
    token = uuid.uuid4()
    browser.post("/window/new/", dict(dict(typed_form(**changes).lists())) | {"token": str(token)})
    return Application.objects.get(token=token)


def at_window(browser, case, verb, **said):
    answer = browser.post(f"/window/{case.number}/{verb}/", said)
    assert answer.status_code == 302, answer.status_code
    case.refresh_from_db()


def order_of(case, service, carrier=""):
    found = WorkOrder.objects.select_related("provider__endpoint", "request__application")
    return found.get(request__application=case, request__service=service, request__carrier=carrier)


def at_desk(browser, order, verb, **said):
    """A verb of an order at the desk of its provider."""
    answer = browser.post(reverse("admin:utilities_workorder_act", args=[order.pk, verb]), said)
    assert answer.status_code == 302, answer.context["form"].errors
    order.refresh_from_db()


def acknowledge(browser, order, name, phone):
    said = {"handler_name": name, "handler_phone": phone, "needs_survey": "yes"}
    variant = {"variant": "low"} if order.request.service == "power" else {}
    at_desk(browser, order, "acknowledge", **said, **variant, has_outside_works="unknown")


def finish(order, *, by):
    """Report every stage that is left, the works as not needed."""
    for stage in REPORTED:
        if order.milestones.get(stage=stage).status in ("pending", "running"):
            report_stage(
                order,
                stage,
                outcome=Outcome.NOT_NEEDED if stage in UNNEEDED else Outcome.REACHED,
                occurred_at=clock.now(),
                by=by,
                has_outside_works=False if stage == Stage.SURVEY else None,
            )
