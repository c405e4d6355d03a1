import pytest

from applications.models import RequestStatus, Status
from applications.services import refuse_application
from common.status import WrongStatus

from .factories import ApplicationFactory

pytestmark = pytest.mark.django_db


def test_refuse_ends_case_and_requests_with_the_reason(application, clerk):
    refuse_application(application, reason="不在宁河区", by=clerk)

    assert application.status == Status.REFUSED
    assert {request.status for request in application.requests.all()} == {RequestStatus.REFUSED}
    assert application.events.get(verb="application.refused").text == "不在宁河区"


@pytest.mark.parametrize("status", [s for s in Status if s not in {Status.SUBMITTED, Status.RECEIVED}])
def test_refuse_is_refused_from_any_other_status(status, clerk):
    with pytest.raises(WrongStatus):
        refuse_application(ApplicationFactory(status=status), reason="x", by=clerk)
