import pytest

from applications.models import Application, Status
from applications.services import amend_application
from common.status import WrongStatus

from .factories import ApplicationFactory

pytestmark = pytest.mark.django_db


def test_amend_changes_and_records_what_changed(application, clerk):
    amended = amend_application(application, by=clerk, contact_name="赵敏", contact_phone="13920009999")

    assert (amended.contact_name, amended.contact_phone) == ("赵敏", "13920009999")
    assert application.events.get().text == "联系人、联系电话"


def test_a_new_phone_takes_the_case_and_the_old_codes_from_the_former_contact(application, clerk):
    old_phone, old_code = application.contact_phone, application.query_code

    amended = amend_application(application, by=clerk, contact_phone="13920009999")

    assert not Application.objects.of_phone(old_phone).exists()
    assert not amended.has_query_code(old_code)
    assert amended.has_query_code(amended.query_code)


def test_nothing_changed_leaves_no_trace(application, clerk):
    amend_application(application, by=clerk, contact_name=application.contact_name)

    assert not application.events.exists()


def test_a_case_that_has_ended_is_not_amended(clerk):
    application = ApplicationFactory(status=Status.FINISHED)

    with pytest.raises(WrongStatus):
        amend_application(application, by=clerk, contact_name="赵敏")


def test_only_the_named_facts_can_be_amended(application, clerk):
    with pytest.raises(ValueError, match="status"):
        amend_application(application, by=clerk, status="finished")
