"""The table of what is kept how long: each rule on its last day and the day after."""

import os
from datetime import datetime, timedelta

import pytest
from axes.models import AccessAttempt as WrongPassword
from axes.models import AccessFailureLog, AccessLog
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.management import call_command

from accounts.models import AccessAttempt, PhoneCode
from accounts.tests.factories import UserFactory
from applications.expiring import warn_of_deletion
from applications.models import Application, FollowUp, Material, Note, Paper, Reveal, Waiting
from applications.services import personal
from applications.tests.factories import ApplicationFactory, DraftFactory, ServiceRequestFactory, town
from common import clock
from common.files import full_path, store
from common.retention import Keeps, Rule
from milestones.models import Milestone, Report
from ningshe_portal import tasks
from ningshe_portal.retention import RULES
from outbox.models import Attempt, Message
from outbox.services import queue_message
from oversight.models import Complaint
from utilities.models import IdempotentCall
from utilities.tests.factories import ProviderFactory

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 10, 15, 30, tzinfo=clock.LOCAL)
PHONE = "13820001234"


def named(code):
    return next(rule for rule in RULES if rule.code == code)


def stored_long_ago(content=b"paper"):
    path = store(content, "", "")[0]
    os.utime(full_path(path), (1, 1))
    return path


def ended(**fields):
    return ApplicationFactory(
        **{"status": "finished", "ended_at": START, "submitted_at": START, "extras": {"remark": "x"}} | fields
    )


def sent(**fields):
    message = queue_message(
        channel="sms", recipient=PHONE, kind="k", body="您好", key=f"k:1:{PHONE}", about="NH1"
    )
    Attempt.objects.create(message=message, outcome="arrived", answer=PHONE)
    Message.objects.filter(pk=message.pk).update(**{"status": "sent", "sent_at": START} | fields)
    return message


def material(**fields):
    return Material.objects.create(
        application=ApplicationFactory(), kind="other", name="身份证.jpg", path=stored_long_ago(), **fields
    )


def waiting(case=None, **fields):
    case = case or ApplicationFactory()
    return Waiting.objects.create(application=case, town=town(), service="gas", **fields)


MAKERS = {
    "phone_codes": lambda: PhoneCode.objects.create(
        phone=PHONE, purpose="track", code_hash="x", minute=1, created_at=START, expires_at=START
    ),
    "wrong_codes": lambda: AccessAttempt.objects.create(subject="x", at=START),
    "wrong_passwords": lambda: _axes(WrongPassword, failures_since_start=1),
    "logins": lambda: _axes(AccessLog),
    "failed_logins": lambda: _axes(AccessFailureLog),
    "sessions": lambda: Session.objects.create(session_key="a", session_data="b", expire_date=START),
    "messages": sent,
    "api_answers": lambda: IdempotentCall.objects.create(provider=ProviderFactory(), key="k", at=START),
    "drafts": lambda: DraftFactory(channel="window", saved_at=START),
    "removed_materials": lambda: material(removed_at=START),
    "waiting": lambda: waiting(told_at=START),
    "papers": lambda: Paper.objects.create(
        application=ended(), kind="form", serial=1, code="X", content={"a": 1}, issued_at=START
    ),
    "reveals": lambda: Reveal.objects.create(application=ApplicationFactory(), what="phone", at=START),
    "cases": ended,
    "desk_log": lambda: LogEntry.objects.create(user=UserFactory(), action_flag=2, action_time=START),
}
ELSEWHERE = {"unused_files", "system_log"}


def _axes(model, **fields):
    row = model.objects.create(username="u", ip_address="127.0.0.1", **fields)
    model.objects.filter(pk=row.pk).update(attempt_time=START)


def test_every_rule_is_tried_here():
    assert {rule.code for rule in RULES} == set(MAKERS) | ELSEWHERE


@pytest.mark.parametrize("code", MAKERS)
def test_a_row_stays_on_its_last_day_and_goes_the_day_after(code, at):
    rule = named(code)
    MAKERS[code]()
    if rule.keeps.hours:
        last = START + timedelta(hours=rule.keeps.hours)
        after = last + timedelta(seconds=1)
    else:
        after = clock.midnight(rule.keeps.last_day(START) + timedelta(days=1))
        last = after - timedelta(seconds=1)

    at(last)
    assert (rule.run(dry_run=True).rows, rule.run().rows) == (0, 0)
    at(after)
    counted = rule.run(dry_run=True)
    assert (counted.rows, rule.run(), rule.run().rows) == (1, counted, 0)


def test_what_is_promised_to_the_hour_does_not_wait_for_the_night():
    by_hours = {rule.code for rule in RULES if rule.keeps.hours}

    # Looking through every stored file is work for the small hours.
    assert {rule.code for rule in RULES if rule.is_prompt} == by_hours - {"unused_files"}


def test_logs_are_never_kept_shorter_than_six_months():
    assert [rule.code for rule in RULES if rule.is_log] == [
        "logins", "failed_logins", "reveals", "desk_log", "system_log",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="six months"):
        Rule("x", "", Keeps(days=180), "", "", (), "", is_log=True)


def test_three_years_end_on_the_same_day_of_the_year():
    leap = datetime(2028, 2, 29, 9, tzinfo=clock.LOCAL)

    assert str(Keeps(years=3).last_day(leap)) == "2031-02-28"
    assert Keeps(years=3).cutoff(datetime(2031, 2, 28, 23, tzinfo=clock.LOCAL)) < leap
    assert Keeps(years=3).cutoff(datetime(2031, 3, 1, 0, tzinfo=clock.LOCAL)) > leap


def test_of_a_message_stays_that_it_was_sent(at):
    message = sent()

    at(START + timedelta(days=100))
    assert named("messages").run().size == len("您好".encode())

    message.refresh_from_db()
    assert (bytes(message.body), message.recipient, message.status) == (b"", "138****1234", "sent")
    assert PHONE not in message.key
    assert message.attempt_set.get().answer == ""


@pytest.mark.parametrize("status", ["waiting", "needs_attention"])
def test_a_message_that_has_not_arrived_keeps_its_words(status, at):
    sent(status=status, sent_at=None, created_at=START)

    at(START + timedelta(days=1000))

    assert named("messages").run().rows == 0


def test_a_draft_with_a_mobile_goes_a_week_after_its_owner_was_told(at):
    draft = DraftFactory(channel="online", contact_phone=PHONE, saved_at=START)

    at(START + timedelta(days=82))
    warn_of_deletion()
    assert not Message.objects.exists()
    at(START + timedelta(days=83))
    warn_of_deletion(), warn_of_deletion()
    message = Message.objects.get()
    assert (message.recipient, "2026-06-08" in message.text) == (PHONE, True)
    assert str(draft.token) not in message.text
    at(START + timedelta(days=90))
    assert named("drafts").run().rows == 0
    at(START + timedelta(days=91))
    assert named("drafts").run().rows == 1


def test_a_draft_nobody_could_be_told_of_yet_waits(at):
    DraftFactory(channel="online", contact_phone=PHONE, saved_at=START)

    at(START + timedelta(days=120))
    assert named("drafts").run().rows == 0
    warn_of_deletion()
    at(START + timedelta(days=128))
    assert named("drafts").run().rows == 1


def test_a_draft_saved_again_begins_anew(at):
    draft = DraftFactory(channel="online", contact_phone=PHONE, saved_at=START)
    at(START + timedelta(days=83))
    warn_of_deletion()
    Application.objects.filter(pk=draft.pk).update(saved_at=START + timedelta(days=85))

    at(START + timedelta(days=100))
    assert named("drafts").run().rows == 0
    at(START + timedelta(days=85 + 83))
    warn_of_deletion()
    assert Message.objects.count() == 2


def test_a_draft_goes_with_its_files(at, django_capture_on_commit_callbacks):
    draft, path = DraftFactory(channel="window", saved_at=START), stored_long_ago()
    Material.objects.create(application=draft, kind="other", path=path)

    at(START + timedelta(days=91))
    with django_capture_on_commit_callbacks(execute=True):
        named("drafts").run()

    assert (Application.objects.count(), full_path(path).exists()) == (0, False)


def test_a_removed_file_another_case_still_has_stays(at, django_capture_on_commit_callbacks):
    removed, kept = material(removed_at=START), material()

    at(START + timedelta(days=31))
    with django_capture_on_commit_callbacks(execute=True):
        named("removed_materials").run()

    removed.refresh_from_db()
    assert (removed.name, removed.path, full_path(kept.path).exists()) == ("", "", True)


def test_a_case_is_made_nameless_but_can_still_be_counted(at, django_capture_on_commit_callbacks):
    path = stored_long_ago()
    case = ended(id_number="110101199003070000", agent_phone="13911112222")
    case.record("application.returned", by=UserFactory(), text="缺身份证复印件", stage="survey")
    Note.objects.create(application=case, body="请尽快", actor_kind="applicant", actor_name="李建国")
    milestone = Milestone.objects.create(application=case, stage="intake", reached_at=START)
    Report.objects.create(
        milestone=milestone, outcome="reached", occurred_at=START, note="门口", photos=[path], actor_name="x"
    )

    at("2029-03-11 02:00")
    with django_capture_on_commit_callbacks(execute=True):
        assert named("cases").run().errors == ()

    row = Application.objects.values().get()
    left = f"{row} {list(case.events.values())} {list(milestone.reports.values())}"
    traces = ["津沽", "光明路", "李建国", PHONE, "13911112222", "0307", "身份证", "门口", "缺"]
    assert [trace for trace in traces if trace in left] == []
    assert (row["town_id"], row["ended_at"], row["status"]) == (case.town_id, START, "finished")
    assert (case.notes.count(), full_path(path).exists()) == (0, False)
    assert case.events.last().verb == "application.erased"


@pytest.mark.parametrize("fields", [{"status": "accepted", "ended_at": None}, {"status": "returned"}])
def test_an_open_case_is_never_touched(fields, at):
    ended(**fields)

    at("2040-01-01 02:00")

    assert named("cases").run().rows == 0


def test_a_case_still_disputed_waits(at):
    Complaint.objects.create(
        kind="complaint", application=ended(), text="x", actor_kind="applicant", due_on=START
    )

    at("2040-01-01 02:00")

    assert named("cases").run().rows == 0


def test_a_case_that_waits_for_a_network_waits(at):
    place = waiting(ended())
    at("2040-01-01 02:00")
    assert named("cases").run().rows == 0

    Waiting.objects.filter(pk=place.pk).update(cancelled_at=START)

    assert named("cases").run().rows == 1


def test_a_case_whose_temporary_supply_is_still_on_waits(at):
    FollowUp.objects.create(request=ServiceRequestFactory(application=ended(), status="connected"))

    at("2040-01-01 02:00")

    assert named("cases").run().rows == 0


def test_a_row_that_fails_does_not_hold_up_the_rest(at, monkeypatch):
    first = ended()
    ended()
    at("2040-01-01 02:00")
    honest = personal.lock
    monkeypatch.setattr(personal, "lock", lambda case: 1 / 0 if case.pk == first.pk else honest(case))

    purged = named("cases").run()

    assert (purged.rows, len(purged.errors)) == (1, 1)
    assert set(Application.objects.filter(erased_at=None)) == {first}
    with pytest.raises(ExceptionGroup):
        tasks.purge("cases")


def test_the_command_counts_and_changes_nothing(at, capsys):
    for make in MAKERS.values():
        make()
    at("2037-01-01 02:00")

    call_command("purge", "--dry-run")
    counted = capsys.readouterr().out
    call_command("purge", "--dry-run")
    assert capsys.readouterr().out == counted

    call_command("purge")
    assert capsys.readouterr().out == counted
