"""The answer, what is pursued without one, and what a new calendar moves."""

from datetime import date

import pytest

from accounts.tests.factories import UserFactory
from common.status import WrongStatus
from district.notices import Kind, NoticeDay
from district.services import import_year
from outbox.models import Message
from oversight.models import Complaint
from oversight.services import answer_complaint, pursue_overdue, redate_open

pytestmark = pytest.mark.django_db


def sms(kind):
    return Message.objects.filter(kind=kind, channel="sms")


def test_the_answer_is_kept_with_who_gave_it_and_the_applicant_is_told(case, filed, supervisor):
    complaint = filed("complaint")

    answer_complaint(complaint, answer=" 已核实 ", by=supervisor)

    complaint.refresh_from_db()
    assert (complaint.status, complaint.answer, complaint.answerer) == ("answered", "已核实", supervisor)
    assert [row.recipient for row in sms("complaint.answered")] == [case.contact_phone]
    assert "已核实" not in bytes(sms("complaint.answered").get().body).decode()


def test_of_two_answers_the_first_counts(filed, supervisor):
    complaint = filed("complaint")
    stale = Complaint.objects.get(pk=complaint.pk)
    answer_complaint(complaint, answer="第一个", by=supervisor)

    with pytest.raises(WrongStatus):
        answer_complaint(stale, answer="第二个", by=supervisor)

    assert Complaint.objects.get().answer == "第一个"


def test_who_complained_by_telephone_is_not_told_by_the_portal(filed, supervisor):
    complaint = filed("hotline", by=supervisor)

    answer_complaint(complaint, answer="已核实", by=supervisor)

    assert not sms("complaint.answered").exists()


def test_what_is_overdue_is_told_once_for_each_due_date(filed, supervisor, at):
    complaint = filed()
    counts = []
    for moment in ("2026-11-30 23:59", "2026-12-01 00:10", "2026-12-01 09:00"):
        at(moment)
        pursue_overdue()
        counts.append(sms("complaint.overdue").count())
    Complaint.objects.update(due_on=date(2026, 11, 29))
    pursue_overdue()

    assert (counts, sms("complaint.overdue").count()) == ([0, 1, 1], 2)
    assert sms("complaint.overdue").first().about == complaint.number


def test_it_is_told_once_even_where_the_message_was_forgotten(filed, supervisor, at):
    filed()
    at("2026-12-01 09:00")
    pursue_overdue()
    Message.objects.all().delete()

    pursue_overdue()

    assert not Message.objects.filter(kind="complaint.overdue").exists()


def test_what_was_told_as_certain_is_never_cut_short(filed):
    complaint = filed("complaint")
    Complaint.objects.update(due_on=date(2026, 12, 31))

    redate_open()

    complaint.refresh_from_db()
    assert complaint.due_on == date(2026, 12, 31)


def test_at_night_nobody_is_woken(filed, supervisor, at):
    filed()
    at("2026-12-01 00:10")

    pursue_overdue()

    assert sms("complaint.overdue").get().not_before == at("2026-12-01 09:00")


def test_what_is_answered_is_pursued_no_longer(filed, supervisor, at):
    answer_complaint(filed(), answer="明天上门", by=supervisor)
    at("2026-12-05 09:00")

    pursue_overdue()

    assert not sms("complaint.overdue").exists()


def test_a_new_calendar_moves_what_is_open_and_nothing_else(case, filed, supervisor, at):
    at("2026-12-30 10:00")
    closed = filed("complaint")
    answer_complaint(closed, answer="好", by=supervisor)
    at("2026-12-30 10:05")  # the same words within a minute would be a double click
    still_open = filed("complaint")
    before = still_open.due_on

    rest = [(1, 1), (1, 2), (1, 3), (1, 4), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)]
    days = [NoticeDay(date(2027, *day), Kind.REST, "放假") for day in rest]
    import_year(2027, days, by=UserFactory())

    still_open.refresh_from_db()
    closed.refresh_from_db()
    assert (before, still_open.due_on, still_open.is_estimated) == (
        date(2027, 1, 7),
        date(2027, 1, 8),
        False,
    )
    assert (closed.due_on, closed.is_estimated) == (before, True)
