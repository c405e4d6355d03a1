"""Messages for a provider that has only its own system: told thinly, read with the order, answered by a call."""

import json

import pytest

from accounts.actors import APPLICANT
from accounts.tests.factories import UserFactory
from applications.models import NoteReading
from applications.services import write_note
from outbox.models import Message
from oversight.services import answer_complaint, file_complaint
from utilities.services import return_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(order):
    return write_note(order.application, body="几时来人？", by=APPLICANT, request=order.request)


def test_the_system_is_told_and_reads_the_message_with_the_order(water, order, asked):
    event = json.loads(bytes(Message.objects.filter(about=order.number).order_by("seq").last().body))

    [note] = water.get(f"orders/{order.number}").json()["notes"]

    assert (event["type"], event["data"]["changes"]) == ("order.amended", ["note"])
    assert (note["author"], note["body"], note["is_internal"]) == ("applicant", "几时来人？", False)


def test_what_is_urged_stands_with_the_order_until_it_is_answered(water, order):
    urge = file_complaint(order.application, kind="urge", text="快", request=order.request, by=APPLICANT)
    file_complaint(order.application, kind="complaint", text="秘密", request=order.request, by=APPLICANT)
    told = water.get(f"orders/{order.number}").json()["urges"]

    answer_complaint(urge, answer="明天", by=UserFactory())

    assert [(row["number"], row["text"]) for row in told] == [(urge.number, "快")]
    assert water.get(f"orders/{order.number}").json()["urges"] == []


def test_to_fetch_is_not_to_read(water, order, asked):
    water.get(f"orders/{order.number}")

    assert not NoteReading.objects.exists()


@pytest.mark.parametrize("is_internal", [False, True])
def test_the_answer_reaches_the_case_and_marks_what_was_asked_as_read(water, open_order, is_internal):
    write_note(open_order.application, body="几时来人？", by=APPLICANT, request=open_order.request)

    answer = water.post(
        f"orders/{open_order.number}/notes", {"body": "周五上午。", "is_internal": is_internal}
    )

    note = open_order.application.notes.last()
    assert (answer.status_code, answer.json()["author"]) == (201, "provider")
    assert (note.body, note.actor_name) == ("周五上午。", "宁河自来水公司 刘工")
    assert note.audience == ("staff" if is_internal else "all")
    assert NoteReading.objects.get().side == f"provider:{open_order.provider_id}"


def test_the_same_call_leaves_one_message(water, order):
    for _try in range(2):
        water.post(f"orders/{order.number}/notes", {"body": "周五上午。"}, once="k1")

    assert order.application.notes.count() == 1


def test_an_order_out_of_hand_takes_no_message(water, order):
    return_order(order, reason="wrong_area", detail="", by=APPLICANT)

    assert water.post(f"orders/{order.number}/notes", {"body": "周五上午。"}).status_code == 409


def test_another_providers_order_is_not_there(power, order):
    assert power.post(f"orders/{order.number}/notes", {"body": "x"}).status_code == 404


@pytest.mark.parametrize("body", [{}, {"body": " "}, {"body": "字" * 1001}], ids=["none", "blank", "endless"])
def test_an_unfit_message_is_said_to_be_so(water, order, body):
    assert water.post(f"orders/{order.number}/notes", body).status_code == 422
