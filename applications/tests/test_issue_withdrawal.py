"""What an applicant gets in writing when he takes back a case, or one service of it."""

import pytest

from accounts.actors import APPLICANT
from applications.models import Paper, RequestStatus, Status
from applications.services import end_request, withdraw_application, withdraw_request
from common import clock
from outbox.models import Message

from .factories import ApplicationFactory, ServiceRequestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted():
    application = ApplicationFactory(status=Status.ACCEPTED)
    for service in ("water", "power"):
        ServiceRequestFactory(application=application, service=service, status=RequestStatus.OPEN)
    return application


def only_paper():
    return Paper.objects.get(kind="withdrawal")


def services_on(paper):
    return [matter.split("：")[0] for matter in paper.content["matters"]]


def told():
    said = Message.objects.filter(channel="sms").exclude(kind="rating.invited")
    return list(said.values_list("kind", flat=True))


def test_one_service_has_a_confirmation_of_its_own(accepted):
    water = accepted.requests.first()

    withdraw_request(water, reason="沿用现有水表", by=APPLICANT)

    paper = only_paper()
    assert (paper.request, services_on(paper), paper.content["reason"]) == (water, ["用水"], "沿用现有水表")
    assert paper.content["has_others"]
    assert told() == ["request.withdrawn"]


def test_services_withdrawn_one_after_the_other_need_no_paper_for_the_whole(accepted):
    for request in accepted.requests.all():
        withdraw_request(request, reason="不再需要", by=APPLICANT)

    papers = Paper.objects.filter(kind="withdrawal")
    assert [services_on(paper) for paper in papers] == [["用水"], ["用电"]]
    assert [paper.content["has_others"] for paper in papers] == [True, False]


def test_the_whole_is_confirmed_once_and_leaves_out_what_is_on_already(accepted):
    end_request(accepted.requests.first(), RequestStatus.CONNECTED, by=APPLICANT, at=clock.now())

    withdraw_application(accepted, reason="其余不办", by=APPLICANT)

    paper = only_paper()
    assert (paper.request, services_on(paper), paper.content["is_part"]) == (None, ["用电"], True)
    assert not paper.content.get("has_others")
    assert told() == ["request.withdrawn"]


def test_a_paper_received_and_not_typed_yet_can_be_withdrawn():
    received = ApplicationFactory(status=Status.RECEIVED, received_at=clock.now(), submitted_at=None)

    withdraw_application(received, reason="改日再办", by=APPLICANT)

    assert services_on(only_paper()) == []
