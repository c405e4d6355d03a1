"""Whom a message in the case file reaches: the clerk, or the provider that has the request in hand."""

import json

import pytest

from accounts.actors import APPLICANT
from applications.models import NoteAudience, provider_side
from applications.services import mark_notes_read, write_note
from outbox.models import Message
from utilities.selectors import notes_to_window
from utilities.services import return_order

from .factories import MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_monday(at):
    at("2026-11-23 10:00")


def sms(kind):
    return [row.recipient for row in Message.objects.filter(kind=kind, channel="sms").order_by("pk")]


def changes(order):
    rows = Message.objects.filter(about=order.number, kind="order.amended", channel="webhook")
    return [json.loads(bytes(row.body))["data"]["changes"] for row in rows]


@pytest.fixture
def reachable_clerk(order, clerk):
    clerk.phone = "13911110000"
    clerk.save()
    return clerk


@pytest.fixture
def by_sms(order):
    """The provider has no system; its handler A has a phone."""
    order.provider.endpoint = None
    order.provider.save()
    return MemberFactory(provider=order.provider)


def test_what_the_applicant_writes_to_the_window_reaches_its_clerk_alone(order, reachable_clerk):
    write_note(order.application, body="请问", by=APPLICANT)

    assert (sms("note.to_window"), changes(order)) == (["13911110000"], [])


def test_at_night_the_clerk_is_left_in_peace(order, reachable_clerk, at):
    at("2026-11-27 22:00")

    write_note(order.application, body="请问", by=APPLICANT)

    told = Message.objects.get(kind="note.to_window")
    assert told.not_before == at("2026-11-30 09:00")


def test_the_clerk_is_told_once_an_hour_while_he_has_not_read(order, reachable_clerk):
    for _number in range(3):
        write_note(order.application, body="请问", by=APPLICANT)

    assert len(sms("note.to_window")) == 1


def test_what_is_written_to_a_provider_reaches_its_system_and_says_nothing_itself(order):
    write_note(order.application, body="几时来", by=APPLICANT, request=order.request)

    assert changes(order) == [["note"]]
    assert "几时来" not in str([bytes(row.body) for row in Message.objects.all()])


def test_without_a_system_handler_a_gets_an_sms_once_while_it_is_unread(order, by_sms):
    write_note(order.application, body="几时来", by=APPLICANT, request=order.request)
    note = write_note(order.application, body="请回复", by=APPLICANT, request=order.request)
    assert sms("order.amended") == [by_sms.user.phone]

    side = provider_side(order.provider_id)
    mark_notes_read([(row, side) for row in note.application.notes.all()], by=by_sms.user)
    write_note(order.application, body="谢谢", by=APPLICANT, request=order.request)

    assert sms("order.amended") == [by_sms.user.phone] * 2


@pytest.mark.parametrize(
    ("moment", "told_at"),
    [
        ("2026-11-27 22:00", "2026-11-30 09:00"),
        ("2026-11-24 03:00", "2026-11-24 09:00"),
        ("2026-11-24 10:20", "2026-11-24 10:20"),
    ],
    ids=["Friday night", "small hours", "office hours"],
)
def test_at_night_the_handler_is_left_in_peace(order, by_sms, at, moment, told_at):
    at(moment)

    write_note(order.application, body="几时来", by=APPLICANT, request=order.request)

    assert Message.objects.get(recipient=by_sms.user.phone, kind="order.amended").not_before == at(told_at)


def test_at_night_the_office_does_not_telephone_for_a_provider_without_members(order, by_sms, at):
    at("2026-11-27 22:00")
    by_sms.delete()

    write_note(order.application, body="几时来", by=APPLICANT, request=order.request)

    told = Message.objects.filter(kind="order.amended")
    assert {row.not_before for row in told} == {at("2026-11-30 09:00")}


def test_a_provider_is_not_told_of_its_own_words(order, by_sms):
    write_note(order.application, body="周五来", by=by_sms.user, request=order.request, for_provider="供水")

    assert by_sms.user.phone not in sms("order.amended")


def test_the_window_waits_for_what_is_its_to_answer(order, clerk):
    ours = [
        write_note(order.application, body="问窗口", by=APPLICANT),
        write_note(
            order.application,
            body="只给窗口",
            by=clerk,
            request=order.request,
            audience=NoteAudience.STAFF,
            for_provider="供水",
        ),
    ]
    write_note(order.application, body="问单位", by=APPLICANT, request=order.request)
    write_note(order.application, body="答复", by=clerk)

    assert list(notes_to_window()) == ours


@pytest.mark.parametrize("has_read", [False, True], ids=["unread", "read"])
def test_what_a_provider_left_unread_when_it_gave_the_order_back_comes_to_the_window(order, clerk, has_read):
    note = write_note(order.application, body="问单位", by=APPLICANT, request=order.request)
    if has_read:
        mark_notes_read([(note, provider_side(order.provider_id))], by=clerk)

    return_order(order, reason="wrong_area", detail="", by=clerk)

    assert list(notes_to_window()) == ([] if has_read else [note])
