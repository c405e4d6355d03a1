"""A day for a visit that went by unanswered: no crew answers to it for ever, the office takes another."""

import pytest

from accounts.tests.factories import UserFactory
from inspections.models import Visit
from ningshe_portal.simulator.conduct import WAIT, before_report
from ningshe_portal.simulator.visitors import fix_visits_today
from ningshe_portal.tests.cases import accepted_case
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory
from works.tests.cases import take_in_hand


@pytest.mark.parametrize(
    ("on", "call"),
    [
        ("2026-11-24", ("visits/survey/answer", {"is_coming": True})),
        ("2026-11-23", ("visits/survey/answer", {"is_coming": True})),
        ("2026-11-20", WAIT),
    ],
    ids=["to come", "today", "over"],
)
def test_the_crew_answers_only_to_a_day_that_is_not_over(at, on, call):
    at("2026-11-23 09:00")
    visit = {"kind": "survey", "answer": "", "status": "proposed", "on": on}

    assert before_report({"visits": [visit], "milestones": []}, "survey") == call


@pytest.mark.django_db
def test_a_day_nobody_answered_to_before_it_was_over_is_fixed_anew(at):
    at("2026-11-23 09:00")
    UserFactory(username="office", roles=["office"])
    for service in ("water", "gas"):
        ServiceAreaFactory(provider=ProviderFactory(service=service))
    case = accepted_case(["water", "gas"], wants_joint_survey=True)
    orders = [request.orders.get() for request in case.requests.all()]
    for order in orders:
        take_in_hand(order, outside=None, needs_survey=True)
    fix_visits_today()
    visit = Visit.objects.get(application=case)
    assert visit.status == "proposed"  # just asked: they are waited for

    at("2026-11-26 09:00")
    fix_visits_today()

    visit.refresh_from_db()
    assert (visit.status, visit.on.isoformat()) == ("fixed", "2026-11-26")
    assert {one.answer for one in visit.attendances.all()} == {"coming"}
