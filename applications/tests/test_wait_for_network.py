import pytest

from accounts.actors import APPLICANT, SYSTEM
from applications.models import Call, RequestStatus, Status, Waiting
from applications.services import tell_of_network, wait_for_network
from outbox.models import Message

from .factories import ApplicationFactory, ServiceRequestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    application = ApplicationFactory(status=Status.FINISHED)
    for service, status in (("power", "connected"), ("gas", "unavailable"), ("water", "unavailable")):
        ServiceRequestFactory(application=application, service=service, status=status)
    return application


def wait_for(case, *services):
    wait_for_network(case, case.requests.filter(service__in=services), by=APPLICANT)


def waiting():
    return list(Waiting.objects.untold().values_list("service", flat=True))


def tell():
    return tell_of_network(Waiting.objects.all(), by=SYSTEM)


def test_the_chosen_services_are_waited_for(case):
    wait_for(case, "gas", "power")

    assert waiting() == ["gas"]
    assert case.events.get().verb == "waiting.begun"


def test_chosen_anew_only_those_remain(case):
    wait_for(case, "gas")
    wait_for(case, "water")
    wait_for(case, "water", "gas")

    assert sorted(waiting()) == ["gas", "water"]
    assert Waiting.objects.count() == 2


def test_everybody_is_told_once(case):
    wait_for(case, "gas")

    assert (tell(), tell()) == (1, 0)
    assert Message.objects.filter(kind="network.arrived").count() == 1
    assert Waiting.objects.get().told_at is not None


def test_who_does_not_want_to_be_told_any_more_is_not(case):
    wait_for(case, "gas")
    wait_for(case)

    assert tell() == 0


def test_who_was_told_is_not_asked_again(case):
    wait_for(case, "gas")
    tell()
    wait_for(case, "gas")

    assert waiting() == []


def test_a_landline_is_called(case):
    type(case).objects.filter(pk=case.pk).update(contact_phone="022-69590000")
    wait_for(case, "gas")
    tell()

    assert Call.objects.get().text.startswith("您登记的芦台街道用气，管网已通达")


@pytest.mark.parametrize("status", sorted(set(RequestStatus) - {RequestStatus.UNAVAILABLE}))
def test_what_is_not_lacking_is_not_waited_for(status):
    request = ServiceRequestFactory(status=status)

    wait_for_network(request.application, [request], by=APPLICANT)

    assert waiting() == []
