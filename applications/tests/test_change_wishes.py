import pytest

from accounts.actors import APPLICANT
from applications.models import Application, PaperKind, Status
from applications.services import TooOften, change_wishes, submit_application
from common.status import WrongStatus
from outbox.models import Message

from .factories import ApplicationFactory, DraftFactory, ServiceRequestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed_in(at):
    """Submitted on Monday with one wish and its sheet; it is Wednesday now."""
    at("2026-11-23 09:30")
    application = DraftFactory(wants_joint_survey=True, channel="online")
    ServiceRequestFactory(application=application)
    submit_application(application, receivers=["宁河供水（022-69590000）"], by=APPLICANT)
    at("2026-11-25 10:00")
    return Application.objects.get(pk=application.pk)


def sheets(application):
    return list(application.papers.filter(kind=PaperKind.CONSENT))


def test_a_choice_is_changed_recorded_and_told(handed_in):
    changed = change_wishes(handed_in, by=APPLICANT, wants_joint_survey=False, wants_joint_connection=True)

    event = handed_in.events.get(verb="application.wishes_changed")
    assert (changed.wants_joint_survey, changed.wants_joint_connection) == (False, True)
    assert event.text == "联合踏勘：不参加；一次接通：参加"
    assert Message.objects.filter(kind="application.wishes_changed").count() == 1


def test_a_new_sheet_takes_the_place_of_the_one_before(handed_in):
    change_wishes(handed_in, by=APPLICANT, wants_joint_survey=False)

    first, second = sheets(handed_in)
    assert (first.voided_at is None, second.voided_at) == (False, None)
    assert second.content["agreed_at"] == "2026年11月23日 09:30"
    assert second.content["changed_at"] == "2026年11月25日 10:00"
    assert [wish["is_wanted"] for wish in second.content["wishes"]] == [False] * 5


def test_what_stays_as_it_was_leaves_no_trace(handed_in):
    change_wishes(handed_in, by=APPLICANT, wants_joint_survey=True)

    assert len(sheets(handed_in)) == 1
    assert not handed_in.events.filter(verb="application.wishes_changed").exists()


@pytest.mark.parametrize("status", [s for s in Status if s not in {Status.SUBMITTED, Status.ACCEPTED}])
def test_only_while_the_case_is_open(status):
    application = ApplicationFactory(status=status)

    with pytest.raises(WrongStatus):
        change_wishes(application, by=APPLICANT, wants_joint_works=True)


def test_he_changes_his_mind_ten_times_a_day_and_the_window_does_it_for_him_after_that(handed_in, clerk, at):
    wants = handed_in.wants_joint_survey
    for _turn in range(10):
        wants = not wants
        change_wishes(handed_in, by=APPLICANT, wants_joint_survey=wants)

    with pytest.raises(TooOften, match="10 次"):
        change_wishes(handed_in, by=APPLICANT, wants_joint_survey=not wants)
    change_wishes(handed_in, by=clerk, wants_joint_survey=not wants)
    at("2026-11-26 00:01")
    change_wishes(handed_in, by=APPLICANT, wants_joint_survey=wants)


def test_nothing_else_is_changed_with_them(application):
    with pytest.raises(ValueError, match="contact_phone"):
        change_wishes(application, by=APPLICANT, contact_phone="13900000000")
