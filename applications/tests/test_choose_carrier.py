import pytest

from applications.models import RequestStatus, Status
from applications.services import choose_carrier, end_request
from common import clock
from common.status import WrongStatus
from outbox.models import Message

from .factories import ApplicationFactory, ServiceRequestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    """Accepted, with water and all three carriers asked."""
    application = ApplicationFactory(status=Status.ACCEPTED)
    ServiceRequestFactory(application=application, service="water", status="open")
    for carrier in ("mobile", "unicom", "telecom"):
        ServiceRequestFactory(application=application, service="network", carrier=carrier, status="open")
    return application


def asked(case, carrier):
    return case.requests.get(carrier=carrier)


def statuses(case):
    return dict(case.requests.values_list("carrier", "status"))


def test_the_others_end_and_the_rest_of_the_case_goes_on(case, clerk):
    choose_carrier(asked(case, "unicom"), by=clerk)

    assert statuses(case) == {"": "open", "unicom": "open", "mobile": "not_chosen", "telecom": "not_chosen"}
    case.refresh_from_db()
    assert case.status == Status.ACCEPTED


def test_the_choice_is_recorded_and_told(case, clerk):
    choose_carrier(asked(case, "unicom"), by=clerk)

    verbs = list(case.events.values_list("verb", "request__carrier"))
    assert verbs == [
        ("request.chosen", "unicom"),
        ("request.not_chosen", "mobile"),
        ("request.not_chosen", "telecom"),
    ]
    assert "用网（联通）" in Message.objects.get(kind="request.chosen").text


def test_what_is_chosen_stays_chosen(case, clerk):
    choose_carrier(asked(case, "unicom"), by=clerk)

    for carrier in ("unicom", "mobile"):
        with pytest.raises(WrongStatus):
            choose_carrier(asked(case, carrier), by=clerk)


def test_a_carrier_that_has_left_is_not_chosen(case, clerk):
    end_request(asked(case, "mobile"), RequestStatus.UNAVAILABLE, by=clerk, at=clock.now(), text="无资源")

    with pytest.raises(WrongStatus):
        choose_carrier(asked(case, "mobile"), by=clerk)


def test_a_service_without_carriers_offers_no_choice(case, clerk):
    with pytest.raises(WrongStatus):
        choose_carrier(asked(case, ""), by=clerk)


def test_nothing_is_chosen_before_acceptance(case, clerk):
    case.status = Status.SUBMITTED
    case.save()

    with pytest.raises(WrongStatus):
        choose_carrier(asked(case, "mobile"), by=clerk)
