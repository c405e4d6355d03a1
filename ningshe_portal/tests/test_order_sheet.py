"""The dispatch sheet of an order: for its own crew on paper, void once it is no longer the crew's."""

import io

import pypdf
import pytest
from django.urls import reverse

from accounts.actors import SYSTEM
from applications.drawing import read_paper
from milestones.tests.factories import demo_limits
from utilities.models import ReturnReason
from utilities.services import return_order
from utilities.tests.factories import ServiceAreaFactory

from .cases import accepted_case, sign_in_member, sign_in_phone, sign_in_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    demo_limits()
    for service in ("water", "power"):
        ServiceAreaFactory(provider__service=service)
    return accepted_case()


def order_of(case, service):
    return case.requests.get(service=service).orders.get()


def sheet_of(case, service):
    return case.papers.get(kind="order", request__service=service)


def status(client, case, service):
    args = [case.number, "order", sheet_of(case, service).serial]
    return client.get(reverse("document", args=args)).status_code


def test_each_order_has_a_sheet_that_says_what_its_crew_needs(case):
    order = order_of(case, "water")
    pages = pypdf.PdfReader(io.BytesIO(read_paper(sheet_of(case, "water")))).pages
    text = "".join("".join(page.extract_text() for page in pages).split())

    for said in (order.number, str(order.provider), case.contact_name, case.contact_phone, "派工单", "最迟"):
        assert "".join(said.split()) in text
    assert case.credit_code not in text


def test_a_provider_opens_its_own_and_nobody_elses(client, case):
    sign_in_member(client, order_of(case, "water").provider)

    assert (status(client, case, "water"), status(client, case, "power")) == (200, 404)


def test_the_owner_and_the_counter_open_it_but_he_is_not_bothered_with_it(client, case):
    sign_in_phone(client, case.contact_phone)
    assert status(client, case, "water") == 200
    assert "派工单" not in client.get(reverse("case", args=[case.number])).content.decode()

    sign_in_staff(client, "clerk")
    assert status(client, case, "water") == 200
    assert "派工单（用水）" in client.get(reverse("window:review", args=[case.number])).content.decode()


def test_who_gives_the_order_back_reads_it_no_more(client, case):
    order = order_of(case, "water")
    sign_in_member(client, order.provider)
    return_order(order, reason=ReturnReason.OTHER, detail="地址不在供水范围", by=SYSTEM)

    assert sheet_of(case, "water").voided_at is not None
    assert sheet_of(case, "power").voided_at is None
    assert status(client, case, "water") == 404
