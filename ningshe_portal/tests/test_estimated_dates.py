"""A date in a year whose holiday notice is not out is marked wherever it is shown, never given as certain."""

import re
import uuid

import pytest
from django.urls import reverse

from applications.tests.typed_form import typed_form
from milestones.tests.factories import demo_limits
from utilities.models import WorkOrder
from utilities.tests.factories import ServiceAreaFactory

from .cases import accepted_case, sign_in_member, sign_in_phone

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def last_day_of_the_year(at):
    demo_limits()
    at("2026-12-31 09:30")


@pytest.fixture
def case():
    ServiceAreaFactory(provider__service="water")
    return accepted_case(("water",))


def text_of(response):
    """The page without its tags and with single blanks."""
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def test_on_the_page_after_handing_in(client):
    token = uuid.uuid4()
    client.post(reverse("apply:form", args=[token]), dict(typed_form().lists()))

    page = text_of(client.get(reverse("apply:done", args=[token])))

    assert "窗口最晚在 2027-01-04（周一）（暂估） 答复" in page


def test_on_the_printed_ledger(client, case):
    sign_in_phone(client)

    page = text_of(client.get(f"/case/{case.number}/ledger/"))

    assert "截止 2027-01-04（周一）（暂估）" in page


def test_on_the_line_of_stages_of_an_order(client, case):
    order = WorkOrder.objects.get()
    user = sign_in_member(client, order.provider)
    user.is_staff = True
    user.save()

    page = text_of(client.get(reverse("admin:utilities_workorder_change", args=[order.pk])))

    assert page.count("2027-01-04（周一）（暂估）") == 1
    assert page.count("2027-01-04（周一） 暂估") == 1
