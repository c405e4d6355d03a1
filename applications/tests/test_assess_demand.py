from decimal import Decimal

import pytest

from applications.services import assess_demand
from outbox.models import Message

from .factories import ApplicationFactory, ServiceRequestFactory

pytestmark = pytest.mark.django_db


def unknown():
    return ServiceRequestFactory(application=ApplicationFactory(), demand=None, is_unknown=True)


def test_what_nobody_knew_is_kept_recorded_and_told(clerk):
    request = unknown()

    assess_demand(request, Decimal("12.5"), by=clerk)

    request.refresh_from_db()
    event = request.application.events.get()
    assert request.assessed_demand == Decimal("12.5")
    assert (event.verb, event.text) == ("request.assessed", "核定 12.5 吨/日（申请：请现场核定）")
    assert "12.5 吨/日（申请时：请现场核定）" in Message.objects.get().text


def test_an_amount_as_it_was_asked_for_is_no_news(clerk):
    request = ServiceRequestFactory(demand=Decimal(10))

    assess_demand(request, Decimal(10), by=clerk)

    assert request.assessed_demand == 10
    assert not request.application.events.exists()
    assert not Message.objects.exists()


def test_the_same_amount_told_twice_is_told_once(clerk):
    request = unknown()
    assess_demand(request, Decimal(12), by=clerk)

    assess_demand(request, Decimal(12), by=clerk)

    assert request.application.events.count() == Message.objects.count() == 1
