"""Messages in the case file: who may write how much, and when the applicant hears of it."""

import pytest

from accounts.actors import APPLICANT, Actor, ActorKind
from applications.models import APPLICANT_SIDE, NoteAudience
from applications.services import NoteRefused, mark_notes_read, takes_notes, write_note
from outbox.models import Message

pytestmark = pytest.mark.django_db
PROVIDER = Actor(ActorKind.PROVIDER, "宁河自来水公司 刘工")


@pytest.fixture(autouse=True)
def on_monday(at):
    at("2026-11-23 09:00")


def sent(application):
    return Message.objects.filter(about=application.number, kind="note.written").count()


def end(application, moment):
    application.ended_at = moment
    application.save()


@pytest.mark.parametrize(
    ("by", "on_behalf", "kind", "name"),
    [
        (APPLICANT, "", "applicant", "申请人"),
        (None, "", "staff", "王窗口"),
        (None, "宁河燃气", "provider", "宁河燃气 王窗口"),
        (PROVIDER, "", "provider", "宁河自来水公司 刘工"),
    ],
    ids=["applicant", "clerk", "a member of a provider", "a provider's system"],
)
def test_a_message_keeps_who_wrote_it_and_as_what(application, clerk, by, on_behalf, kind, name):
    note = write_note(application, body=" 您好 ", by=by or clerk, for_provider=on_behalf)

    assert (note.actor_kind, note.actor_name, note.body) == (kind, name, "您好")
    assert note.actor == (None if by else clerk)


@pytest.mark.parametrize("body", ["", " \n ", "字" * 1001], ids=["empty", "blank", "too long"])
def test_an_empty_or_endless_message_is_refused(application, body):
    with pytest.raises(NoteRefused):
        write_note(application, body=body, by=APPLICANT)

    assert not application.notes.exists()


def test_the_eleventh_message_of_an_applicant_in_an_hour_is_refused(application, clerk, at):
    for number in range(10):
        write_note(application, body=f"在吗 {number}", by=APPLICANT)
    with pytest.raises(NoteRefused):
        write_note(application, body="在吗", by=APPLICANT)
    write_note(application, body="在的", by=clerk)

    at("2026-11-23 10:00:01")
    write_note(application, body="好", by=APPLICANT)

    assert application.notes.count() == 12


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [("2026-12-23 08:59", True), ("2026-12-23 09:00", False)],
    ids=["a minute before", "thirty days after"],
)
def test_an_ended_case_takes_messages_for_thirty_days(application, at, moment, is_open):
    end(application, at("2026-11-23 09:00"))

    at(moment)

    assert takes_notes(application) == is_open
    if not is_open:
        with pytest.raises(NoteRefused):
            write_note(application, body="还有一个问题", by=APPLICANT)


def test_the_same_twice_within_a_minute_is_one_message(application, clerk, at):
    first = write_note(application, body="在吗", by=APPLICANT)

    assert write_note(application, body="在吗 ", by=APPLICANT) == first
    assert write_note(application, body="在吗", by=clerk) != first
    at("2026-11-23 10:00:01")
    assert write_note(application, body="在吗", by=APPLICANT) != first


def test_an_applicant_cannot_hide_a_message_from_himself(application):
    with pytest.raises(ValueError):
        write_note(application, body="x", by=APPLICANT, audience=NoteAudience.STAFF)


def test_the_applicant_hears_of_what_is_written_to_him_and_of_nothing_else(application, clerk):
    write_note(application, body="内部", by=clerk, audience=NoteAudience.STAFF)
    write_note(application, body="我写的", by=APPLICANT)
    assert sent(application) == 0

    write_note(application, body="请补充", by=clerk)

    assert sent(application) == 1


def test_while_it_is_unread_he_hears_once_an_hour(application, clerk, at):
    write_note(application, body="一", by=clerk)
    at("2026-11-23 09:40")
    write_note(application, body="二", by=clerk)
    assert sent(application) == 1

    at("2026-11-23 10:41")
    write_note(application, body="三", by=clerk)

    assert sent(application) == 2


def test_once_he_has_read_he_hears_of_the_next_at_once(application, clerk, at):
    first = write_note(application, body="一", by=clerk)
    mark_notes_read([(first, APPLICANT_SIDE)], by=APPLICANT)

    at("2026-11-23 09:05")
    write_note(application, body="二", by=clerk)

    assert sent(application) == 2


def test_the_first_reader_of_a_side_counts(application, clerk, at):
    note = write_note(application, body="一", by=clerk)
    mark_notes_read([(note, APPLICANT_SIDE)], by=APPLICANT)
    at("2026-11-24 09:00")

    mark_notes_read([(note, APPLICANT_SIDE)], by=APPLICANT)

    assert [f"{row.at:%m-%d}" for row in note.readings.all()] == ["11-23"]
