import pytest

from accounts.actors import APPLICANT
from applications.models import ContactAttempt, Paper, PaperKind, RequestStatus, Status
from applications.services import (
    NotYet,
    change_contact,
    change_wishes,
    note_paper,
    return_application,
    submit_application,
    terminate_application,
    write_note,
)
from common.status import WrongStatus
from outbox.models import Message

from .factories import ApplicationFactory, ServiceRequestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def returned(at, application, clerk):
    """Told on Monday 23 November; the term of 15 working days ends on Monday 14 December."""
    application.submitted_at = at("2026-11-23 09:00")
    application.save()
    return_application(application, items=["权属证明"], by=clerk)
    return application


@pytest.fixture
def accepted(at):
    application = ApplicationFactory(status=Status.ACCEPTED, submitted_at=at("2026-11-23 09:00"))
    for service, status in (("water", "connected"), ("power", "open")):
        ServiceRequestFactory(application=application, service=service, status=status)
    return application


def tried(application, *days, is_reached=False):
    for day in days:
        ContactAttempt.objects.create(
            application=application, way="phone", at=f"{day} 10:00+08:00", is_reached=is_reached
        )


def test_an_unanswered_correction_ends_the_case_after_its_term(returned, clerk, at):
    at("2026-12-15 09:00")

    terminate_application(returned, reason="逾期未补正", by=clerk)

    assert (returned.status, returned.ended_at.day) == (Status.TERMINATED, 15)
    assert set(returned.requests.values_list("status", flat=True)) == {RequestStatus.TERMINATED}
    events = returned.events.filter(verb="application.terminated")
    assert [(event.text, event.actor) for event in events] == [("逾期未补正", clerk)]


def test_on_the_last_day_of_the_term_it_is_too_early(returned, clerk, at):
    at("2026-12-14 17:00")

    with pytest.raises(NotYet, match="2026-12-14"):
        terminate_application(returned, reason="逾期未补正", by=clerk)


def test_three_days_of_vain_tries_end_an_accepted_case(accepted, clerk, at):
    tried(accepted, "2026-11-24", "2026-11-25", "2026-11-27")
    at("2026-11-27 15:00")

    terminate_application(accepted, reason="多次联系不上", by=clerk)

    assert list(accepted.requests.values_list("status", flat=True)) == ["connected", "terminated"]
    assert accepted.status == Status.FINISHED
    assert Paper.objects.get(kind="termination").content["is_rest"]
    assert "用电已终止办理" in Message.objects.get(kind="request.terminated").text


@pytest.mark.parametrize(
    ("vain", "reached"),
    [
        (["2026-11-24", "2026-11-24", "2026-11-25"], []),
        (["2026-11-24", "2026-11-25", "2026-11-27"], ["2026-11-26"]),
        (["2026-11-20", "2026-11-24", "2026-11-25"], []),
    ],
    ids=["twice on one day", "reached between", "before he handed in"],
)
def test_fewer_days_do_not(accepted, clerk, at, vain, reached):
    tried(accepted, *vain)
    tried(accepted, *reached, is_reached=True)
    at("2026-11-27 15:00")

    with pytest.raises(NotYet, match="3 个不同日期"):
        terminate_application(accepted, reason="x", by=clerk)

    assert accepted.requests.filter(status="open").exists()


def test_what_the_applicant_does_himself_is_a_sign_of_life(accepted, clerk, at):
    tried(accepted, "2026-11-24", "2026-11-25", "2026-11-27")
    accepted.record("material.added", by=APPLICANT, at=at("2026-11-27 11:00"))

    with pytest.raises(NotYet):
        terminate_application(accepted, reason="x", by=clerk)


@pytest.mark.parametrize(
    "come",
    [
        lambda case, clerk: write_note(case, body="我换号码了", by=APPLICANT),
        lambda case, clerk: change_contact(
            case, contact_name="新", contact_phone="13912345678", proof="former", by=clerk
        ),
        lambda case, clerk: note_paper(case, "ownership", medium="original", copies=1, pages=1, by=clerk),
        lambda case, clerk: change_wishes(case, by=clerk, wants_joint_survey=True),
    ],
    ids=["he wrote", "his number is another", "he brought a paper", "he chose anew"],
)
def test_who_wrote_or_stood_at_the_desk_has_been_heard_of(accepted, clerk, at, come):
    accepted.number = "NH20261123000001"
    accepted.save()
    tried(accepted, "2026-11-24", "2026-11-25", "2026-11-26")
    at("2026-11-27 09:00")
    come(accepted, clerk)

    with pytest.raises(NotYet):
        terminate_application(accepted, reason="x", by=clerk)


def test_a_late_answer_before_the_end_is_still_an_answer(returned, clerk, at):
    at("2026-12-15 09:00")
    submit_application(returned, receivers=[], by=APPLICANT)

    with pytest.raises(NotYet):
        terminate_application(returned, reason="x", by=clerk)


def test_after_the_end_no_answer_is_taken(returned, clerk, at):
    at("2026-12-15 09:00")
    stale = type(returned).objects.get(pk=returned.pk)
    terminate_application(returned, reason="x", by=clerk)

    with pytest.raises(WrongStatus):
        submit_application(stale, receivers=[], by=APPLICANT)


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.RETURNED, Status.ACCEPTED}))
def test_termination_is_refused_from_any_other_status(status, clerk):
    application = ApplicationFactory(status=status)

    with pytest.raises(NotYet):
        terminate_application(application, reason="x", by=clerk)

    assert not application.events.exists()


def test_the_notice_says_what_it_rests_on(returned, clerk, at):
    tried(returned, "2026-12-10")
    at("2026-12-15 09:00")

    terminate_application(returned, reason="逾期未补正", by=clerk)

    content = Paper.objects.get(kind=PaperKind.TERMINATION).content
    assert (content["reason"], content["due_on"], content["items"], content["vain_days"]) == (
        "逾期未补正",
        "2026年12月14日（周一）",
        ["权属证明"],
        ["2026年12月10日（周四）"],
    )
    assert Message.objects.filter(kind="application.terminated").count() == 1


def test_the_notice_names_only_what_was_not_done_yet(accepted, clerk, at):
    tried(accepted, "2026-11-24", "2026-11-25", "2026-11-27")
    at("2026-11-27 15:00")

    terminate_application(accepted, reason="多次联系不上", by=clerk)

    matters = Paper.objects.get(kind=PaperKind.TERMINATION).content["matters"]
    assert [matter.split("：")[0] for matter in matters] == ["用电"]
