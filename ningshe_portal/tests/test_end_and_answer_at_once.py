"""The office ends a case at the very moment its applicant does something after all, on real PostgreSQL."""

import pytest

from accounts.actors import APPLICANT
from accounts.models import User
from applications.models import ContactAttempt, RequestStatus, Status, Waiting
from applications.services import (
    begin_again,
    return_application,
    submit_application,
    tell_of_network,
    terminate_application,
    wait_for_network,
    withdraw_application,
)
from applications.tests.factories import ApplicationFactory, ServiceRequestFactory
from milestones.models import MilestoneStatus
from outbox.models import Message

from .test_two_at_once import assert_every_clock_is_held_once, fresh, together

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def returned():
    """Three days of vain tries: the office may end it at any moment."""
    office = User.objects.create_user("office", display_name="赵统筹")
    application = ApplicationFactory(submitted_at="2026-11-20 09:00+08:00")
    for service in ("water", "power"):
        ServiceRequestFactory(application=application, service=service)
    return_application(application, items=["权属证明"], by=office)
    for day in (23, 24, 25):
        ContactAttempt.objects.create(
            application=application, way="phone", at=f"2026-11-{day} 10:00+08:00", actor_name="王窗口"
        )
    return application


def end(application):
    office = User.objects.get(username="office")
    terminate_application(fresh(application), reason="联系不上", by=office)


@pytest.mark.parametrize("turn", range(3))
def test_of_an_end_and_a_late_answer_one_wins_and_nothing_is_half_done(returned, turn):
    outcomes = together(
        lambda: end(returned), lambda: submit_application(fresh(returned), receivers=[], by=APPLICANT)
    )

    returned.refresh_from_db()
    is_over = returned.status == Status.TERMINATED
    correction = returned.corrections.get()
    assert outcomes == ["done", "refused"]
    assert set(returned.requests.values_list("status", flat=True)) == {
        RequestStatus.TERMINATED if is_over else RequestStatus.PENDING
    }
    assert (correction.answered_at is None, returned.ended_at is not None) == (is_over, is_over)
    assert returned.papers.filter(kind="termination").exists() == is_over
    assert Message.objects.filter(kind="application.terminated").exists() == is_over
    assert returned.milestones.filter(status=MilestoneStatus.RUNNING).exists() != is_over
    assert_every_clock_is_held_once()


def test_two_dispatchers_end_a_case_once(returned):
    outcomes = together(*[lambda: end(returned)] * 3)

    assert outcomes == ["done", "refused", "refused"]
    assert returned.events.filter(verb="application.terminated").count() == 1
    assert returned.papers.filter(kind="termination").count() == 1


def test_ended_and_withdrawn_at_once_it_ends_one_way(returned):
    together(
        lambda: end(returned), lambda: withdraw_application(fresh(returned), reason="不办了", by=APPLICANT)
    )

    returned.refresh_from_db()
    assert set(returned.requests.values_list("status", flat=True)) == {returned.status}
    assert returned.papers.filter(kind__in=["termination", "withdrawal"]).count() == 1


def test_a_double_click_begins_one_draft(returned):
    end(returned)

    together(*[lambda: begin_again(fresh(returned), by=APPLICANT)] * 4)

    assert type(returned).objects.drafts().filter(linked_to=returned).count() == 1


def test_two_administrators_enter_a_network_and_everybody_is_told_once(returned):
    request = ServiceRequestFactory(
        application__status=Status.TERMINATED, service="gas", status=RequestStatus.UNAVAILABLE
    )
    wait_for_network(request.application, [request], by=APPLICANT)

    together(*[lambda: tell_of_network(Waiting.objects.all(), by=APPLICANT)] * 3)

    assert Message.objects.filter(kind="network.arrived").count() == 1
    assert request.application.events.filter(verb="waiting.told").count() == 1
