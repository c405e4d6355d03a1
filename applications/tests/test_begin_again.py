import pytest

from accounts.actors import APPLICANT
from applications.forms import CombinedForm
from applications.forms.drafts import PLAIN
from applications.forms.sections import REQUEST_FACTS
from applications.models import Application, Material, RequestStatus, Status
from applications.services import begin_again
from applications.services.again import ANSWERS, REQUEST_ANSWERS
from common.status import WrongStatus

from .factories import ApplicationFactory, ServiceRequestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended():
    application = ApplicationFactory(
        status=Status.TERMINATED, extras={"remark": "靠近变压器"}, wants_joint_survey=True
    )
    ServiceRequestFactory(application=application, service="water", status=RequestStatus.TERMINATED)
    return application


def test_the_answers_stand_in_the_new_form(ended):
    draft = begin_again(ended, by=APPLICANT)

    form = CombinedForm(application=draft)
    assert form.initial["applicant_name"] == ended.applicant_name
    assert form.initial["services"] == ["water"]
    assert (form.initial["water-demand"], form.initial["remark"]) == ("10", "靠近变压器")
    assert (draft.status, draft.number, draft.linked_to) == (Status.DRAFT, None, ended)


def test_consent_and_the_day_of_the_survey_are_asked_anew():
    assert set(PLAIN) - set(ANSWERS) == {"survey_on", "survey_half", "consents_sharing"}
    assert set(REQUEST_FACTS) - set(REQUEST_ANSWERS) == set()


def test_files_are_taken_over_but_not_the_signed_form_of_before(ended):
    for kind in ("ownership", "signed_form"):
        Material.objects.create(
            application=ended, kind=kind, name=f"{kind}.pdf", path=f"ab/{kind}", sha256="ab"
        )

    draft = begin_again(ended, by=APPLICANT)

    assert list(draft.materials.values_list("kind", "path")) == [("ownership", "ab/ownership")]
    assert ended.materials.count() == 2


def test_a_clerk_begins_a_draft_of_the_window(ended, clerk):
    draft = begin_again(ended, by=clerk)

    assert (draft.channel, draft.clerk) == ("window", clerk)


def test_begun_twice_it_is_one_draft(ended):
    assert begin_again(ended, by=APPLICANT) == begin_again(ended, by=APPLICANT)


def test_a_draft_somebody_else_was_named_in_is_left_alone(ended):
    first = begin_again(ended, by=APPLICANT)
    Application.objects.filter(pk=first.pk).update(contact_phone="13920000000")

    assert begin_again(ended, by=APPLICANT) != first


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.RETURNED, Status.ACCEPTED, Status.FINISHED])
def test_what_goes_on_or_is_done_is_not_applied_for_again(status):
    with pytest.raises(WrongStatus):
        begin_again(ApplicationFactory(status=status), by=APPLICANT)


def test_something_else_at_the_same_place_takes_no_service_over():
    application = ApplicationFactory(status=Status.FINISHED)
    ServiceRequestFactory(application=application, status=RequestStatus.CONNECTED)

    draft = begin_again(application, by=APPLICANT, with_services=False)

    assert (draft.requests.count(), draft.address) == (0, application.address)
