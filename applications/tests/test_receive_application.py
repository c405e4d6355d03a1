"""A paper is taken in: number, clock and receipt at once; typed in later, and when that is too late, accepted."""

from datetime import date, datetime

import pytest

from applications.models import Application, PaperKind, Status
from applications.services import (
    accept_application,
    receive_application,
    return_application,
    submit_application,
)
from applications.silence import answer_silence
from common import clock
from common.status import WrongStatus
from milestones.models import Milestone
from outbox.models import Message

from .factories import DraftFactory

pytestmark = pytest.mark.django_db
FACTS = {"credit_code": "", "address": "", "town": None, "contact_name": "", "consents_sharing": False}


def local(*parts):
    return datetime(*parts, tzinfo=clock.LOCAL)


def paper(**fields):
    """What is known when a paper is laid on the desk."""
    draft = {"applicant_name": ["津沽食品"], "contact_phone": ["13820001234"], "services": ["water", "gas"]}
    return DraftFactory(**FACTS | {"draft": draft} | fields)


@pytest.fixture
def received(clerk, at):
    at("2026-11-23 09:30")
    application = paper()
    receive_application(application, by=clerk)
    return Application.objects.get(pk=application.pk)


def intake(application):
    return application.milestones.get(stage="intake")


def test_a_paper_gets_number_and_moment_at_once(received, clerk):
    assert received.status == Status.RECEIVED
    assert received.number.startswith("NH20261123")
    assert (received.received_at, received.submitted_at) == (local(2026, 11, 23, 9, 30), None)
    assert [event.verb for event in received.events.all()] == ["application.received"]


def test_its_clock_runs_and_its_receipt_is_issued(received):
    receipt = received.papers.get()

    assert intake(received).opened_at == received.received_at
    assert receipt.kind == PaperKind.INTAKE
    assert receipt.content["matters"] == ["用水", "用气"]
    assert receipt.content["until"] == "2026年11月30日（周一）"
    assert received.query_code not in str(receipt.content)


def test_the_applicant_is_told_once_when_received_and_not_when_typed_in(received, clerk):
    submit_application(received, receivers=[], by=clerk)

    assert [message.kind for message in Message.objects.filter(channel="sms")] == ["application.received"]


def test_typing_it_in_starts_no_second_clock(received, clerk, at):
    at("2026-11-24 10:00")
    submit_application(received, receivers=[], by=clerk)

    received.refresh_from_db()
    assert received.entered_at == local(2026, 11, 24, 10)
    assert intake(received).opened_at == local(2026, 11, 23, 9, 30)
    assert received.complete_at == received.received_at


def test_an_incomplete_paper_is_received_and_returned_in_one_go(clerk, at):
    at("2026-11-23 09:30")
    application = paper()
    receive_application(application, by=clerk, missing=["权属证明", "总平面图"])

    assert application.status == Status.RETURNED
    assert application.corrections.get().items == ["权属证明", "总平面图"]
    assert (intake(application).holder, intake(application).is_counting) == ("applicant", False)
    assert [paper.kind for paper in application.papers.all()] == [PaperKind.INTAKE, PaperKind.CORRECTION]


def test_after_a_correction_the_window_counts_anew(received, clerk, at):
    return_application(received, items=["权属证明"], by=clerk)
    at("2026-11-26 10:00")
    submit_application(received, receivers=[], by=clerk)

    milestone = intake(received)
    assert (milestone.counting_from, milestone.holder) == (local(2026, 11, 26, 10), "window")
    assert Milestone.objects.filter(stage="intake").count() == 1


@pytest.mark.parametrize(
    ("typed", "status"),
    [("2026-11-30 23:59", Status.SUBMITTED), ("2026-12-01 00:00", Status.ACCEPTED)],
    ids=["on the fifth day", "after it"],
)
def test_typed_in_after_five_silent_days_it_counts_as_accepted_from_receipt(
    received, clerk, at, typed, status
):
    at(typed)
    submit_application(received, receivers=[], by=clerk)

    received.refresh_from_db()
    assert received.status == status
    if status == Status.ACCEPTED:
        assert (received.accepted_at, received.deemed_at) == (received.received_at, clock.now())
        assert not received.milestones.running().filter(stage="intake").exists()


def test_silence_alone_accepts_no_paper_that_was_not_typed_in_but_warns_of_it(received, at):
    at("2026-12-10 09:00")
    answer_silence()
    answer_silence()

    received.refresh_from_db()
    assert received.status == Status.RECEIVED
    assert received.events.filter(verb="application.silence_warned").count() == 1


def test_receiving_twice_is_refused(received, clerk):
    with pytest.raises(WrongStatus):
        receive_application(received, by=clerk)


def test_the_date_on_the_paper_moves_nothing(clerk, at):
    at("2026-11-23 09:30")
    application = paper(form_date=date(2026, 9, 1))
    receive_application(application, by=clerk)
    submit_application(application, receivers=[], by=clerk)
    at("2026-11-23 09:40")
    accept_application(application, by=clerk)

    assert application.number.startswith("NH20261123")
    assert application.received_at == intake(application).opened_at == local(2026, 11, 23, 9, 30)
    assert application.accepted_at == local(2026, 11, 23, 9, 40)


def test_a_new_contact_gets_a_new_receipt_with_the_code_that_holds_now(received, clerk):
    received.query_code_version += 1
    received.save()
    submit_application(received, receivers=[], by=clerk)

    first, second = received.papers.filter(kind=PaperKind.INTAKE)
    assert (first.voided_at is None, second.voided_at) == (False, None)
    assert second.content["query_code_version"] == received.query_code_version
    assert Message.objects.filter(kind="application.recoded", recipient=received.contact_phone).count() == 1
