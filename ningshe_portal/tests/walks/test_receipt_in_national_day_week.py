"""A paper is taken in on the last day before National Day: nothing is due, and nothing forgotten, in the week off."""

from datetime import date

import pytest

from accounts.tests.factories import UserFactory
from applications.models import Application, Status
from applications.silence import answer_silence
from common import clock
from milestones.alerts import raise_alerts
from milestones.tests.factories import demo_limits
from outbox.models import Message
from utilities.tests.factories import six_providers

from .hands import at_window, in_chromium, staff
from .steps import check_sound, papers_of, receive_paper, texts_to, type_in

pytestmark = pytest.mark.django_db
PHONE, CLERK_PHONE = "13820001234", "13800020001"


@pytest.fixture
def window():
    """The window, and who sits there."""
    return staff("clerk", "王窗口", CLERK_PHONE)[1]


@pytest.fixture
def case(window, at):
    """Received at 16:20 on Wednesday, 30 September; the office works again on Thursday, 8 October."""
    demo_limits()
    six_providers()
    at("2026-09-30 16:20")
    return receive_paper(window, applicant_name="津沽食品", contact_phone=PHONE, services=["water", "power"])


@in_chromium
def test_the_window_is_told_on_the_eve_and_answers_on_the_first_day_after(window, case, at):
    intake = case.milestones.get(stage="intake")
    raise_alerts()
    told = Message.objects.get(recipient=CLERK_PHONE)

    assert (intake.due_on, intake.is_estimated) == (date(2026, 10, 8), False)
    assert case.papers.get().content["until"] == "2026年10月13日（周二）"
    assert (told.kind, told.not_before or told.created_at) < ("milestone.due_soon", at("2026-09-30 17:00"))

    at("2026-10-07 23:00")
    raise_alerts()
    answer_silence()
    assert Message.objects.filter(recipient=CLERK_PHONE).count() == 1

    at("2026-10-08 09:15")
    type_in(window, case)
    at_window(window, case, "accept")

    acknowledge = case.milestones.filter(stage="acknowledge").values_list("due_on", flat=True)
    assert (case.status, case.accepted_at) == (Status.ACCEPTED, clock.now())
    assert set(acknowledge) == {date(2026, 10, 9)}
    assert papers_of(case) == ["intake", "form", "consent", "receipt"]
    assert texts_to(PHONE) == ["application.received", "application.accepted"]
    check_sound(case)


def test_left_lying_it_goes_red_to_the_office_and_is_accepted_from_receipt_once_typed_in(window, case, at):
    office = UserFactory(roles=["office"], phone="13800020003")
    for moment in ("2026-10-09 09:00", "2026-10-13 09:00", "2026-10-14 09:00"):
        at(moment)
        raise_alerts()
        answer_silence()
    assert Application.objects.get(pk=case.pk).status == Status.RECEIVED
    assert "application.silence_warned" in texts_to(office.phone)

    type_in(window, case)

    case.refresh_from_db()
    assert (case.status, case.accepted_at, case.deemed_at) == (
        Status.ACCEPTED,
        case.received_at,
        clock.now(),
    )
    assert {whole.opened_at for whole in case.milestones.filter(stage="whole")} == {clock.now()}
    assert papers_of(case) == ["intake", "form", "consent", "receipt"]
    check_sound(case)
