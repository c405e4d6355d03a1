"""An applicant presses 催办 on two devices at the same moment, on real PostgreSQL: it is urged once."""

from functools import partial

import pytest

from accounts.actors import APPLICANT
from accounts.models import User
from applications.services import write_note
from applications.services.notes import MOST_OF_APPLICANT
from oversight.models import Complaint
from oversight.services import file_complaint
from utilities.tests.factories import ServiceAreaFactory

from .cases import accepted_case
from .test_two_at_once import fresh, together

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case():
    ServiceAreaFactory(provider__service="water")
    return accepted_case(("water",), by=User.objects.create_user("clerk"))


def test_of_six_urgings_at_once_one_is_open(case):
    asked = case.requests.get()

    outcomes = together(
        *[lambda: file_complaint(fresh(case), kind="urge", text="快", request=asked, by=APPLICANT)] * 6
    )

    assert outcomes == ["done"] + ["refused"] * 5
    assert Complaint.objects.count() == 1


def test_the_limit_of_messages_holds_when_they_come_at_once(case):
    for number in range(MOST_OF_APPLICANT - 2):
        write_note(case, body=f"在吗 {number}", by=APPLICANT)

    writing = [partial(write_note, body=f"还在吗 {number}", by=APPLICANT) for number in range(6)]
    outcomes = together(*[lambda write=write: write(fresh(case)) for write in writing])

    assert outcomes == ["done"] * 2 + ["refused"] * 4
    assert case.notes.count() == MOST_OF_APPLICANT
