"""Departments and the office at the permits of one case in the same moment: APPROVAL is reached once, and truly."""

import pytest

from accounts.tests.factories import UserFactory
from approvals.models import Permit
from approvals.services import decide_permit, file_permits
from common import clock
from district.services import load_calendar
from milestones.models import Report
from milestones.tests.recount import check_everything

from .permits import case_with_permits, orders_of, sign_and_file
from .test_two_at_once import fresh, together

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def permits():
    return sign_and_file(case_with_permits())


def decide(permit, by, outcome="granted"):
    good = outcome if permit.needs_decision else "recorded"
    return lambda: decide_permit(fresh(permit), outcome=good, refusal_reason="材料不齐", by=by)


def test_the_last_two_permits_at_once_reach_approval_once(permits):
    planning, digging, police = permits
    officer, other = UserFactory(), UserFactory()
    decide(planning, officer)()

    assert together(decide(digging, officer), decide(police, other)) == ["done", "done"]

    application = planning.application
    for order in orders_of(application):
        approval = order.milestones.get(stage="approval")
        assert approval.status == "reached"
        assert Report.objects.filter(milestone=approval).count() == 1
        assert order.milestones.running().get().stage == "excavation"
    assert approval.reached_at == max(Permit.objects.values_list("decided_at", flat=True))
    check_everything(application, load_calendar(), clock.today())


def test_of_two_decisions_on_one_permit_the_second_is_refused(permits):
    digging = permits[1]
    officer, other = UserFactory(), UserFactory()

    assert together(decide(digging, officer), decide(digging, other, "refused")) == ["done", "refused"]
    assert Permit.objects.get(pk=digging.pk).status in ("granted", "refused")


def test_two_presses_file_once():
    application = case_with_permits(entrusts=False)
    officer, other = UserFactory(), UserFactory()

    outcomes = together(
        lambda: file_permits(application, by=officer), lambda: file_permits(application, by=other)
    )

    assert outcomes == ["done", "refused"]
    assert application.events.filter(verb="permit.filed").count() == 1
    assert len(set(Permit.objects.values_list("filer_name", flat=True))) == 1
