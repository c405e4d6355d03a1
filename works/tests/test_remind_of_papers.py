"""The papers of an emergency: the provider is reminded before they are due and when they are overdue, once each."""

from datetime import datetime, timedelta

import pytest

from accounts.actors import SYSTEM
from accounts.tests.factories import UserFactory
from common import clock
from outbox.models import Message
from utilities.tests.factories import MemberFactory
from works.services.emergencies import bring_papers, look_after_papers, may_wait, open_emergency_dig

from .cases import road

pytestmark = pytest.mark.django_db


@pytest.fixture
def dig(case, water):
    """Dug on Friday the 27th, while others have gone home for the weekend."""
    MemberFactory(provider=water.provider, user=UserFactory(phone="13920007777"))
    return open_emergency_dig(water, section=road(), cause="水管爆裂", by=SYSTEM)


def told(kind):
    """To whom, and whether it goes at once."""
    rows = Message.objects.filter(kind=kind, channel="sms").order_by("recipient")
    return [(row.recipient, row.not_before) for row in rows]


def test_before_they_are_due_the_provider_is_reminded_once_and_at_once(dig, water, at):
    at(dig.papers_due_at - timedelta(hours=12, minutes=1))
    look_after_papers()
    assert told("dig.papers_reminded") == []

    at(dig.papers_due_at - timedelta(hours=1))
    look_after_papers()
    look_after_papers()

    assert told("dig.papers_reminded") == [("13920007777", None)]
    assert water.application.events.filter(verb="dig.papers_reminded").count() == 1


def test_overdue_the_provider_is_told_too_once(dig, at):
    at(dig.papers_due_at + timedelta(minutes=1))
    look_after_papers()
    look_after_papers()

    assert told("dig.papers_reminded") == []
    assert told("dig.papers_overdue") == [("13920007777", None)]


def test_who_has_brought_them_hears_nothing_more(dig, water, at):
    bring_papers(dig, order=water, number="津宁挖〔2026〕12号", by=SYSTEM)

    at(dig.papers_due_at + timedelta(minutes=1))
    look_after_papers()

    assert told("dig.papers_overdue") == []


@pytest.mark.parametrize(
    ("now", "due", "waits"),
    [(3, 15, True), (3, 6, False), (23, 34, True), (23, 30, False), (12, 20, False)],
    ids=["night", "due before morning", "late evening", "due before the next morning", "by day"],
)
def test_at_night_nobody_is_woken_for_what_can_wait_until_seven(now, due, waits):
    day = datetime(2026, 11, 27, tzinfo=clock.LOCAL)

    assert may_wait(day + timedelta(hours=due), day + timedelta(hours=now)) is waits
