"""The demo's applicants rate what has ended, and what was bad comes to its end without anybody at the keys."""

import pytest

from accounts.actors import APPLICANT
from accounts.tests.factories import UserFactory
from applications.services import withdraw_application
from ningshe_portal.roles import sync_roles
from ningshe_portal.simulator import raters
from ningshe_portal.simulator.script import Script
from ningshe_portal.tests.cases import accepted_case
from oversight.models import Duty, Rating

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended(at):
    at("2026-11-27 10:00")
    sync_roles()
    for name in ("office", "supervisor"):
        UserFactory(username=name, roles=[name])
    cases = [accepted_case(("water",)) for _number in range(6)]
    for case in cases:
        withdraw_application(case, reason="不办了", by=APPLICANT)
    return cases


def test_two_of_three_rate_and_always_in_the_same_way(ended):
    for _round in range(2):
        raters.rate_ended(Script())

    rated = set(Rating.objects.values_list("application", flat=True))
    assert rated == {case.pk for case in ended if case.pk % 3}


def test_a_bad_grade_is_answered_called_about_and_closed(ended, monkeypatch):
    monkeypatch.setattr(raters, "BAD_EVERY", 1)
    raters.rate_ended(Script())
    assert Duty.objects.to_answer().exists()

    raters.mend_own_house(Script())
    raters.close_mended(Script())

    assert not Duty.objects.open().exists()
