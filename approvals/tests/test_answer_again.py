"""What a department's system tells after somebody has noted it by hand, twice, or late."""

import json
from datetime import date, timedelta

import pytest

from approvals.models import PermitStatus
from approvals.services import accept_permit, decide_permit, follow_lapses, refile_permit
from common import clock
from outbox.services import send_message

from .conftest import permits

pytestmark = pytest.mark.django_db

GRANTED = {
    "status": "granted",
    "number": "YWT-7",
    "decision_number": "宁审〔2026〕7 号",
    "conditions": "夜间施工",
    "valid_until": "2026-12-05",
}


@pytest.fixture
def permit(sent):
    return sent[0]


def events(permit):
    return list(permit.application.events.order_by("pk").values_list("verb", flat=True))


def test_the_number_is_taken_where_it_was_accepted_by_hand(say, permit, clerk):
    accept_permit(permit, by=clerk)

    answer = say(status="accepted", number="YWT-7")

    permit.refresh_from_db()
    assert answer.json() == {"reference": permit.number, "status": "accepted"}
    assert (permit.external_number, events(permit)[-1]) == ("YWT-7", "permit.numbered")


def test_what_a_decision_noted_by_hand_lacks_is_taken(say, permit, clerk, at):
    at("2026-11-25 10:00")
    decide_permit(permit, outcome="granted", by=clerk)
    at("2026-11-25 11:00")

    assert [say(**GRANTED).status_code, say(**GRANTED).status_code] == [200, 200]

    decided_at = clock.now() - timedelta(hours=1)
    permit.refresh_from_db()
    assert (permit.external_number, permit.decision_number) == ("YWT-7", "宁审〔2026〕7 号")
    assert (permit.conditions, permit.valid_until) == ("夜间施工", date(2026, 12, 5))
    assert (permit.decided_at, permit.decider_name) == (decided_at, str(clerk))
    assert events(permit).count("permit.completed") == 1


def test_what_stands_is_not_overwritten(say, permit, clerk, at):
    at("2026-11-25 10:00")
    said = {"conditions": "白天施工", "valid_until": date(2027, 5, 31)}
    accept_permit(permit, number="YWT-1", by=clerk)
    decide_permit(permit, outcome="granted", by=clerk, **said)

    assert say(**GRANTED).status_code == 200

    permit.refresh_from_db()
    assert (permit.external_number, permit.conditions) == ("YWT-1", "白天施工")
    assert (permit.valid_until, permit.decision_number) == (date(2027, 5, 31), "宁审〔2026〕7 号")


def test_a_validity_told_later_lapses_like_one_told_at_once(say, permit, clerk, at):
    at("2026-11-25 10:00")
    for row in permits(permit.application):
        decide_permit(row, outcome="granted" if row.needs_decision else "recorded", by=clerk)
    say(**GRANTED)
    at("2026-12-06 09:00")

    follow_lapses()

    anew = permit.application.permits.planned().get()
    assert (anew.type, events(permit)[-1]) == (permit.type, "permit.lapsed")


def test_a_validity_over_before_the_decision_is_refused(say, permit, clerk, at):
    at("2026-11-25 10:00")
    decide_permit(permit, outcome="granted", by=clerk)

    answer = say(status="granted", number="YWT-7", valid_until="2026-11-24")

    permit.refresh_from_db()
    assert (answer.status_code, permit.valid_until, permit.external_number) == (409, None, "")


def test_a_number_told_alone_after_the_decision_is_taken_where_there_is_none(say, permit, clerk):
    decide_permit(permit, outcome="granted", by=clerk)

    assert [say(number="YWT-7").status_code, say(number="YWT-8").status_code] == [200, 409]

    permit.refresh_from_db()
    assert permit.external_number == "YWT-7"


@pytest.mark.parametrize("first", [{"status": "accepted"}, None], ids=["told twice", "overtaken"])
def test_accepted_after_the_decision_changes_nothing(say, permit, first):
    if first:
        say(**first)
    say(status="granted")
    before = events(permit)

    answer = say(status="accepted")

    permit.refresh_from_db()
    assert (answer.status_code, answer.json()["status"]) == (200, "accepted")
    assert (permit.status, events(permit)) == (PermitStatus.GRANTED, before)


@pytest.mark.parametrize("status", ["accepted", "refused"])
def test_what_was_told_before_it_was_filed_anew_is_answered_the_same(say, permit, clerk, status):
    told = {"status": "refused", "refusal_reason": "材料不齐"}
    assert say(**told).status_code == 200
    refile_permit(permit, by=clerk)
    before = events(permit)

    answer = say(**told | {"status": status})

    assert answer.json() == {"reference": permit.number, "status": status}
    assert events(permit) == before


def test_another_decision_on_what_was_filed_anew_is_refused(say, permit, clerk):
    say(status="refused", refusal_reason="材料不齐")
    refile_permit(permit, by=clerk)

    assert say(status="granted").status_code == 409


def test_a_decision_made_before_the_arrival_was_noted_is_taken(say, sent, at):
    permit, message = sent
    at("2026-11-23 10:00:05")
    send_message(message)
    decided_at = clock.now() - timedelta(seconds=2)
    at("2026-11-23 10:00:10")

    answer = say(status="granted", decided_at=decided_at.isoformat())

    permit.refresh_from_db()
    assert answer.status_code == 200
    assert (permit.decided_at, permit.filed_at) == (decided_at, decided_at)


def test_a_decision_made_before_the_first_sending_is_refused(say, sent, at):
    permit, message = sent
    at("2026-11-23 10:00")
    send_message(message)

    answer = say(status="granted", decided_at=(message.created_at - timedelta(seconds=1)).isoformat())

    assert (answer.status_code, "申报时间" in json.loads(answer.content)["detail"]) == (409, True)
