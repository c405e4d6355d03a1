"""Water for a building site: until a day, reminded of, prolonged, and in the end replaced by a supply for good."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from accounts.tests.factories import UserFactory
from applications.models import Application, FollowUp, Status
from applications.temporary import watch_temporary
from applications.tests.typed_form import typed_form
from common import clock
from milestones.services import report_stage
from milestones.stages import REPORTED
from milestones.tests.factories import demo_limits
from ningshe_portal.tests.cases import PHONE, sign_in_phone
from utilities.models import WorkOrder
from utilities.services import acknowledge_order
from utilities.tests.factories import MemberFactory, ServiceAreaFactory

from . import steps

pytestmark = pytest.mark.django_db
WATER_ALONE = {"services": ["water"], "power__business": None, "power__demand": None} | {
    f"power__{name}": None for name in ("account", "present_amount")
}


@pytest.fixture
def water():
    demo_limits()
    return ServiceAreaFactory(provider__service="water", provider__name="宁河供水").provider


@pytest.fixture
def crew(water):
    user = UserFactory(roles=["provider"], is_staff=True)
    return MemberFactory(provider=water, user=user).user


@pytest.fixture
def clerk():
    return UserFactory(roles=["clerk"])


def apply_online(client, token, **answers):
    """Fill in, look over, hand in; the case."""
    data = dict(typed_form(**WATER_ALONE | answers).lists()) | {"action": "submit"}
    answer = client.post(f"/apply/{token}/", data)
    assert answer.url == f"/apply/{token}/done/"
    return Application.objects.get(token=token)


def accept(client, case, clerk):
    client.force_login(clerk)
    client.post(f"/window/{case.number}/accept/")
    client.logout()


def connect(case, *, by, at):
    """Every stage reported in turn, an hour after the other, from ``at`` on."""
    order = WorkOrder.objects.get(request__application=case)
    with clock.moved_to(at):
        acknowledge_order(order, by=by, handler_name="刘工", needs_survey=True)
    for hour, stage in enumerate(REPORTED, 1):
        with clock.moved_to(at + timedelta(hours=hour)):
            report_stage(
                order,
                stage,
                outcome="reached",
                occurred_at=clock.now(),
                by=by,
                has_outside_works=False if stage == "survey" else None,
            )
    case.refresh_from_db()


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=clock.LOCAL)


def test_temporary_water_ends_in_a_permanent_supply(client, water, crew, clerk, at):
    at("2026-11-23 09:00")
    days = {"water__temporary_from": "2026-12-01", "water__temporary_to": "2027-03-31"}
    case = apply_online(client, "6d1f6f0e-52c6-4d0c-9a9e-000000000001", water__business="temporary", **days)
    accept(client, case, clerk)
    connect(case, by=crew, at=moment("2026-11-24 08:00"))

    follow_up = FollowUp.objects.get(request__application=case)
    assert (case.status, follow_up.until) == (Status.FINISHED, date(2027, 3, 31))
    steps.check_sound(case)

    # Thirty days before the end he is reminded, and asks for more time; the crew agrees to less.
    at("2027-03-01 10:00")
    watch_temporary()
    watch_temporary()
    sign_in_phone(client, PHONE)
    client.post(f"/case/{case.number}/water/temporary/", {"wish": "extend", "until": "2027-12-31"})
    client.logout()
    client.force_login(crew)
    order = case.requests.get().orders.get()
    client.post(reverse("admin:utilities_workorder_act", args=[order.pk, "extend"]), {"until": "2027-06-30"})
    client.logout()
    follow_up.refresh_from_db()
    assert (follow_up.until, follow_up.wish) == (date(2027, 6, 30), "")

    # The new end is told anew; once it has passed, everybody is.
    at("2027-05-31 10:00")
    watch_temporary()
    at("2027-07-01 10:00")
    watch_temporary()
    assert [kind for kind in steps.texts_to(PHONE) if kind.startswith("temporary.")] == [
        "temporary.due_soon",
        "temporary.extended",
        "temporary.due_soon",
        "temporary.overdue",
    ]

    # He wants it for good: a linked form that knows him, whose connection ends the temporary supply.
    sign_in_phone(client, PHONE)
    answer = client.post(f"/case/{case.number}/water/temporary/", {"wish": "permanent"})
    token = answer.url.split("/")[2]
    permanent = apply_online(client, token)
    assert permanent.linked_to == case
    assert permanent.number in client.get(f"/case/{case.number}/").content.decode()
    client.logout()
    accept(client, permanent, clerk)
    connect(permanent, by=crew, at=moment("2027-07-02 08:00"))

    follow_up.refresh_from_db()
    assert (permanent.status, follow_up.status) == (Status.FINISHED, "permanent")
    assert FollowUp.objects.count() == 1
    steps.check_sound(permanent)
    verbs = case.events.filter(verb__startswith="temporary.").values_list("verb", flat=True)
    assert list(verbs) == [
        "temporary.begun",
        "temporary.due_soon",
        "temporary.wished",
        "temporary.extended",
        "temporary.due_soon",
        "temporary.overdue",
        "temporary.wished",
        "temporary.permanent",
    ]
    assert steps.papers_of(case) == ["form", "consent", "receipt"]
    # What the crew did itself it is not told; the wishes, the reminders and the second supply it is.
    assert steps.told(water).count("order.amended") == 5
