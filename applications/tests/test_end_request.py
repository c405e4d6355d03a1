import pytest

from accounts.actors import SYSTEM
from applications.models import RequestStatus, ServiceRequest, Status
from applications.services import end_request, withdraw_application, withdraw_request
from common import clock
from common.status import WrongStatus

from .factories import ApplicationFactory, ServiceRequestFactory

pytestmark = pytest.mark.django_db

C, W, U = RequestStatus.CONNECTED, RequestStatus.WITHDRAWN, RequestStatus.UNAVAILABLE


@pytest.fixture
def accepted():
    application = ApplicationFactory(status=Status.ACCEPTED)
    for service in ("water", "power"):
        ServiceRequestFactory(application=application, service=service, status=RequestStatus.OPEN)
    return application


def end(request, status):
    end_request(ServiceRequest.objects.get(pk=request.pk), status, by=SYSTEM, at=clock.now())


@pytest.mark.parametrize(
    ("ends", "status"),
    [
        ((C, C), Status.FINISHED),
        ((C, W), Status.FINISHED),
        ((U, C), Status.FINISHED),
        ((W, W), Status.WITHDRAWN),
        ((W, U), Status.TERMINATED),
        ((U, U), Status.TERMINATED),
    ],
)
def test_the_last_end_decides_the_end_of_the_case(accepted, ends, status):
    for request, its_end in zip(accepted.requests.all(), ends, strict=True):
        end(request, its_end)

    accepted.refresh_from_db()
    assert accepted.status == status
    assert accepted.ended_at is not None


def test_a_case_ends_with_what_happened_last_though_it_was_told_before(accepted, at):
    then, last = at("2026-11-30 10:00"), at("2026-12-04 10:00")
    first, second = accepted.requests.all()
    end_request(first, C, by=SYSTEM, at=last)
    at("2026-12-07 10:00")

    end_request(second, C, by=SYSTEM, at=then)

    accepted.refresh_from_db()
    assert accepted.ended_at == last
    assert accepted.events.get(verb="application.finished").at == last


def test_the_case_goes_on_while_one_request_is_open(accepted):
    end(accepted.requests.first(), RequestStatus.CONNECTED)

    accepted.refresh_from_db()
    assert accepted.status == Status.ACCEPTED


def test_a_request_ends_once(accepted):
    request = accepted.requests.first()
    end(request, RequestStatus.WITHDRAWN)

    with pytest.raises(WrongStatus):
        end(request, RequestStatus.CONNECTED)


def test_one_service_is_withdrawn_with_its_reason(accepted, clerk):
    request = accepted.requests.first()

    withdraw_request(request, reason="暂不需要", by=clerk)

    assert ServiceRequest.objects.get(pk=request.pk).status == RequestStatus.WITHDRAWN
    assert accepted.events.get().text == "暂不需要"


def test_the_whole_case_is_withdrawn(accepted, clerk):
    withdraw_application(accepted, reason="项目取消", by=clerk)

    assert accepted.status == Status.WITHDRAWN
    assert {request.status for request in accepted.requests.all()} == {RequestStatus.WITHDRAWN}


def test_a_connected_service_stays_connected_when_the_rest_is_withdrawn(accepted, clerk):
    end(accepted.requests.first(), RequestStatus.CONNECTED)

    withdraw_application(accepted, reason="其余不办", by=clerk)

    assert [request.status for request in accepted.requests.all()] == [C, W]
    assert accepted.status == Status.FINISHED


@pytest.mark.parametrize("status", [Status.FINISHED, Status.REFUSED, Status.WITHDRAWN, Status.TERMINATED])
def test_what_has_ended_cannot_be_withdrawn(status, clerk):
    with pytest.raises(WrongStatus):
        withdraw_application(ApplicationFactory(status=status), reason="x", by=clerk)
