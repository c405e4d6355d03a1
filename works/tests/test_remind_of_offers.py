"""An offer of a trench nobody answers: its provider is reminded once, one working day before it lapses."""

import pytest

from accounts.actors import SYSTEM
from accounts.tests.factories import UserFactory
from outbox.models import Message
from outbox.tests.factories import EndpointFactory
from utilities.tests.factories import MemberFactory
from works.models import DigOffer
from works.services.joining import decline_dig
from works.services.reminding import remind_of_offers

from .cases import along, road
from .trench import dug_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(db):
    """Made on Friday the 27th, open until Wednesday the 2nd."""
    section = road()
    dug_case(along(section), services=("water",))
    dug_case(along(section, 40), services=("power",))
    offer = DigOffer.objects.get()
    MemberFactory(provider=offer.order.provider, user=UserFactory(phone="13920007777"))
    return offer


def reminders():
    return list(Message.objects.filter(kind="dig.offer_reminded"))


def test_one_working_day_before_it_lapses_and_once(offer, at):
    assert offer.until.isoformat() == "2026-12-02"
    at("2026-11-30 10:00")
    remind_of_offers()
    assert reminders() == []

    at("2026-12-01 10:00")
    remind_of_offers()
    remind_of_offers()

    [message] = reminders()
    said = bytes(message.body).decode()
    assert (message.recipient, "光明路" in said, "2026-12-02" in said) == ("13920007777", True, True)
    assert offer.order.application.events.filter(verb="dig.offer_reminded").count() == 1


def test_people_are_reminded_also_where_a_system_was_told(offer, at):
    offer.order.provider.endpoint = EndpointFactory()
    offer.order.provider.save()
    at("2026-12-01 10:00")

    remind_of_offers()

    assert [(row.channel, row.recipient) for row in reminders()] == [("sms", "13920007777")]


def test_what_was_offered_today_has_just_been_told(offer):
    DigOffer.objects.update(until=offer.offered_at.date())

    remind_of_offers()

    assert reminders() == []


@pytest.mark.parametrize("moment", ["2026-12-01 10:00", "2026-12-03 10:00"], ids=["answered", "too late"])
def test_nobody_is_reminded_of_what_is_over(offer, at, moment):
    if moment < "2026-12-02":
        decline_dig(offer, by=SYSTEM)
    at(moment)

    remind_of_offers()

    assert reminders() == []
