"""A plan that lies before the applicant: one reminder for each version, after three working days."""

import pytest

from accounts.actors import APPLICANT
from outbox.models import Message
from works.models import Plan
from works.services.confirming import confirm_plan
from works.services.reminding import remind_of_plans

from .cases import along, give, give_all

pytestmark = pytest.mark.django_db


def reminders():
    return Message.objects.filter(kind="plan.reminded").count()


def test_after_three_working_days_once_for_each_version(case, water, at):
    give_all(case)
    at("2026-12-01 10:00")
    remind_of_plans()
    assert reminders() == 0

    at("2026-12-02 10:00")
    remind_of_plans()
    remind_of_plans()
    assert reminders() == 1
    assert case.events.filter(verb="plan.reminded").count() == 1

    give(water, along(metres=60))
    at("2026-12-07 10:00")
    remind_of_plans()
    assert reminders() == 2


def test_who_has_answered_is_left_alone(case, at):
    [plan] = give_all(case)
    confirm_plan(plan, version=plan.version, by=APPLICANT)
    at("2026-12-14 10:00")

    remind_of_plans()

    assert (reminders(), Plan.objects.get().status) == (0, "confirmed")
