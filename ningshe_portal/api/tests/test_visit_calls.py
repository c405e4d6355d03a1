"""What a provider's system says of a visit, and what it is refused."""

import pytest

from inspections.models import Visit
from inspections.services import fix_visit
from milestones.models import Apart
from outbox.models import Message

from .conftest import TAKEN, faults

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_monday(at):
    at("2026-11-23 09:00")


@pytest.fixture
def joint(water, power, new_order):
    """A water order that is to be surveyed together with others; nobody has answered."""
    order = new_order(wants_joint_survey=True)
    water.post(f"orders/{order.number}/acknowledge", TAKEN)
    return order


def answer(water, order, **said):
    return water.post(f"orders/{order.number}/visits/survey/answer", said)


def test_the_order_says_what_is_to_be_answered(water, joint):
    visit = water.get(f"orders/{joint.number}").json()["visits"][0]

    assert (visit["kind"], visit["on"], visit["answer"], visit["parties"]) == ("survey", "2026-11-24", "", 1)


def test_another_day_is_offered_with_its_half_and_once(water, joint):
    half = answer(water, joint, is_coming=False, counter_on="2026-11-25")
    rest = answer(water, joint, is_coming=False, counter_on="2026-11-28", counter_half="morning")
    first = answer(water, joint, is_coming=False, counter_on="2026-11-25", counter_half="morning")
    again = answer(water, joint, is_coming=False, counter_on="2026-11-26", counter_half="morning")

    assert (half.status_code, faults(half), rest.status_code) == (422, ["counter_half"], 422)
    assert (first.status_code, first.json()["visits"][0]["counter_on"]) == (200, "2026-11-25")
    assert again.status_code == 409


def test_nothing_is_reported_before_the_day_but_alone(water, joint, office):
    fix_visit(Visit.objects.get(), on=Visit.objects.get().on, half="morning", by=office)
    report = {"outcome": "reached", "occurred_at": "2026-11-23T09:00:00+08:00", "has_outside_works": True}
    early = water.post(f"orders/{joint.number}/milestones/survey", report)

    water.post(f"orders/{joint.number}/visits/survey/leave", {"reason": "提前到场"})
    alone = water.post(
        f"orders/{joint.number}/milestones/survey", report | {"people": ["刘工"], "method": "直埋"}
    )

    assert (early.status_code, "2026-11-24" in early.json()["detail"]) == (409, True)
    assert (alone.status_code, alone.json()["order"]["stage"]) == (200, "plan")


def test_a_contract_of_tomorrow_is_none(water, joint):
    tomorrow = water.post(f"orders/{joint.number}/supply-contract", {"signed_on": "2026-11-24"})
    today = water.post(f"orders/{joint.number}/supply-contract", {"signed_on": "2026-11-23"})

    assert (tomorrow.status_code, today.json()["supply_contract_signed_on"]) == (422, "2026-11-23")


def test_a_strangers_visit_is_not_there(power, joint):
    assert answer(power, joint, is_coming=True).status_code == 404


@pytest.fixture
def office(db, django_user_model):
    return django_user_model.objects.create_user("office")


def test_who_comes_alone_as_it_is_has_nobody_to_leave(water, new_order):
    order = new_order()  # the applicant chose no joint step
    water.post(f"orders/{order.number}/acknowledge", TAKEN)
    told = Message.objects.count()

    now = water.post(f"orders/{order.number}/visits/survey/leave", {"reason": "另约时间"})
    later = water.post(f"orders/{order.number}/visits/acceptance/leave", {"reason": "另约时间"})

    assert (now.status_code, later.status_code) == (409, 409)
    assert "没有与其他单位联合办理" in now.json()["detail"]
    assert (Apart.objects.count(), Message.objects.count()) == (0, told)
