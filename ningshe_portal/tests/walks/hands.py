"""What the people of a walk do, each in a browser of his own."""

from uuid import uuid4

import pytest
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


# The main walk of a story is walked by people who see the pages; the smaller ones by the fast client.
in_chromium = pytest.mark.parametrize(
    "walkers",
    [pytest.param("chromium", marks=[pytest.mark.browser, pytest.mark.django_db(transaction=True)])],
    indirect=True,
)


def in_hand(client, who, *, is_staff):
    """The browser of somebody, signed in as the client is; ``walkers`` may put a real one in its place."""
    return client


def staff(role, name, phone=""):
    """A member of staff and his browser."""
    user = UserFactory(roles=[role], display_name=name, phone=phone, is_staff=True)
    client = Client()
    client.force_login(user)
    return user, in_hand(client, role, is_staff=True)


def member(provider, name, phone, role="A"):
    user, browser = staff("provider", name, phone)
    MemberFactory(provider=provider, user=user, role=role)
    return user, browser


def applicant(phone=PHONE):
    """Signed in by his telephone; without one a stranger."""
    client = Client()
    if phone:
        sign_in_phone(client, phone)
    return in_hand(client, "applicant", is_staff=False)


def apply_online(browser, **changes):
    """The form begun, filled in and handed in by the applicant."""
    return hand_in(browser, browser.get("/apply/")["Location"], **changes)


def hand_in(browser, path, **changes):
    """A form at its own address, filled in and handed in."""
    data = dict(typed_form(**changes).lists()) | {"action": "submit"}
    answer = browser.post(path, data)
    assert answer["Location"] == f"{path}done/"
    return Application.objects.get(token=path.split("/")[2])


def enter_at_window(browser, **changes):
    """The form typed by a clerk."""
    data = dict(typed_form(**changes).lists()) | {"token": str(uuid4()), "action": "submit"}
    return Application.objects.get(number=browser.post("/window/new/", data)["Location"].split("/")[2])


def at_window(browser, case, verb, **said):
    answer = browser.post(f"/window/{case.number}/{verb}/", said)
    assert answer.status_code == 302, answer.status_code
    case.refresh_from_db()


def order_of(case, service, carrier=""):
    found = WorkOrder.objects.select_related("provider__endpoint", "request__application")
    return found.get(request__application=case, request__service=service, request__carrier=carrier)


# Two of the provider at the place, while the applicant is away.
WITNESSES = {"first_person": "刘工", "second_person": "张工", "unsigned": "absent"}


def act(browser, order, verb, stage="", **said):
    """A verb of an order, or of its running stage, at the desk of its provider; what came of it."""
    name, args = ("act_on_stage", [order.pk, verb, stage]) if stage else ("act", [order.pk, verb])
    return browser.post(reverse(f"admin:utilities_workorder_{name}", args=args), said)


def at_desk(browser, order, verb, stage="", **said):
    answer = act(browser, order, verb, stage, **said)
    assert answer.status_code == 302, answer.content.decode()
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
