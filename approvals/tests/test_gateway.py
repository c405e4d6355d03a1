"""Filings by HTTP and the answers to them, against a server that really listens and really fails."""

import json
from datetime import UTC, datetime

import pytest
from werkzeug import Response

from accounts.actors import APPLICANT
from approvals.answers import BadAnswer, read_answer
from approvals.services import begin_procedure, derive_permits, extend_permit, file_permits, sign_entrustment
from common import clock
from outbox.models import Channel, EndpointKind, Message
from outbox.services import resend_message, send_message
from utilities.tests.factories import EndpointFactory

from .conftest import approval, permits, road_case, tell

pytestmark = pytest.mark.django_db


def test_what_has_an_interface_is_filed_by_http_the_rest_by_hand(sent, office_system, at):
    permit, message = sent
    at("2026-11-24 08:30")

    send_message(message)

    permit.refresh_from_db()
    assert (permit.external_number, permit.filed_at) == ("YWT-1", clock.now())
    assert permit.due_on.isoformat() == "2026-12-01"
    (request, _answer), *rest = office_system.log
    assert rest == []
    assert request.headers["webhook-id"] == message.uid
    assert request.headers["webhook-signature"].startswith("v1,")
    told = json.loads(request.get_data())
    assert (told["reference"], told["matter"], told["event"]) == (
        permit.number,
        "road_digging",
        "permit.filed",
    )
    assert told["application"] == permit.application.number


@pytest.mark.parametrize(
    "trouble",
    [Response(status=500), Response(status=503), Response("", status=429)],
    ids=["fails after it has taken it", "down for a moment", "too busy"],
)
def test_a_failure_is_tried_again_and_makes_no_second_matter(sent, office_system, trouble):
    permit, message = sent
    office_system.trouble = [trouble]

    assert not send_message(message)
    message.refresh_from_db()
    assert message.status == "waiting"
    resend_message(message, by=APPLICANT)
    assert send_message(message)

    assert office_system.matters == {permit.number: "YWT-1"}
    ids = {request.headers["webhook-id"] for request, _answer in office_system.log}
    assert ids == {message.uid}
    permit.refresh_from_db()
    assert permit.external_number == "YWT-1"


def test_what_it_will_not_take_waits_for_a_person(sent, office_system):
    _permit, message = sent
    office_system.trouble = [Response("bad", status=400)]

    send_message(message)

    message.refresh_from_db()
    assert message.status == "needs_attention"


def test_an_answer_that_is_no_json_is_still_an_arrival(sent, office_system):
    permit, message = sent
    office_system.trouble = [Response("OK", status=200)]

    assert send_message(message)

    permit.refresh_from_db()
    assert (permit.status, permit.external_number) == ("filed", "")


def test_what_is_no_longer_needed_is_taken_back_there_too(sent, office_system, clerk):
    permit, _message = sent
    permit.sections.get().routes.update(method="existing_duct")

    derive_permits(permit.application, by=clerk, at=clock.now())

    assert Message.objects.filter(channel=Channel.ONENET, kind="permit.withdrawn").count() == 1


def test_without_an_interface_nothing_is_sent(filed):
    filed("water")

    assert not Message.objects.filter(channel=Channel.ONENET).exists()


def test_the_department_tells_number_and_decision(say, sent, at):
    permit, _message = sent
    at("2026-11-25 16:00")

    assert say(status="accepted", number="YWT-7").status_code == 200
    answer = say(
        status="granted",
        decided_at="2026-11-25T15:00:00+08:00",
        decision_number="宁审〔2026〕7 号",
        conditions="夜间施工",
        valid_until="2027-05-31",
    )

    permit.refresh_from_db()
    assert answer.json() == {"reference": permit.number, "status": "granted"}
    assert (permit.external_number, permit.conditions) == ("YWT-7", "夜间施工")
    assert (permit.decider_name, permit.valid_until.isoformat()) == (permit.department.name, "2027-05-31")
    assert clock.local_date(permit.decided_at).isoformat() == "2026-11-25"


def test_the_same_again_is_answered_the_same_and_changes_nothing(say, sent):
    permit, _message = sent
    say(status="granted")
    events = permit.application.events.count()

    assert say(status="granted").status_code == 200
    assert permit.application.events.count() == events


def test_a_refusal_goes_to_the_provider_to_mend(say, sent):
    permit, _message = sent

    say(status="refused", refusal_reason="材料不齐")

    permit.refresh_from_db()
    assert (permit.status, permit.refusal_reason) == ("refused", "材料不齐")
    assert approval(permit.orders.get()).holder == "provider"


BEGUN = {
    "event": "procedure_begun",
    "procedure": "experts",
    "expected_days": 15,
    "notice_number": "告〔2026〕3 号",
    "text": "组织专家评审",
}
ENDED = {"event": "procedure_ended", "notice_number": "告〔2026〕3 号"}
EXTENDED = {
    "event": "extended",
    "days": 5,
    "approved_by": "李局长",
    "text": "情况复杂",
    "notice_number": "延〔2026〕1 号",
}


def test_a_special_procedure_told_there_stops_the_clock_until_its_end_is_told(say, sent, at):
    permit, _message = sent

    assert [say(**BEGUN).status_code, say(**BEGUN).status_code] == [200, 200]
    permit.refresh_from_db()
    assert (permit.is_counting, permit.due_on) == (False, None)
    at("2026-11-30 10:00")
    assert [say(**ENDED).status_code, say(**ENDED).status_code] == [200, 200]

    permit.refresh_from_db()
    span = permit.spans.get()
    assert (permit.is_counting, span.ends_at) == (True, clock.now())
    assert (span.procedure, span.notice_number, span.actor_name) == (
        "experts",
        "告〔2026〕3 号",
        permit.department.name,
    )


def test_an_extension_told_there_prolongs_the_term_once(say, sent):
    permit, _message = sent
    before = permit.due_on

    assert [say(**EXTENDED).status_code, say(**EXTENDED).status_code] == [200, 200]
    again = say(**EXTENDED | {"notice_number": "延〔2026〕2 号"})

    permit.refresh_from_db()
    assert (permit.extension.approved_by, permit.due_on > before) == ("李局长", True)
    assert (again.status_code, "不能再延长" in again.json()["detail"]) == (409, True)


def test_an_extension_told_later_is_of_the_day_it_was_approved(say, sent, at):
    permit, _message = sent
    at("2026-12-10 10:00")

    assert say(**EXTENDED | {"approved_on": "2026-11-27"}).status_code == 200

    permit.refresh_from_db()
    assert (permit.extension.approved_on.isoformat(), permit.due_on.isoformat()) == (
        "2026-11-27",
        "2026-12-07",
    )


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"event": "perhaps"}, 400),
        (EXTENDED | {"approved_on": "gestern"}, 400),
        (EXTENDED | {"approved_on": "2027-01-01"}, 409),
        (BEGUN | {"procedure": "party"}, 400),
        (BEGUN | {"expected_days": "15"}, 400),
        (BEGUN | {"expected_days": True}, 400),
        (BEGUN | {"status": "accepted"}, 400),
        (BEGUN | {"expected_days": 251}, 409),
        (BEGUN | {"notice_number": ""}, 409),
        (ENDED, 409),
        (EXTENDED | {"days": 11}, 409),
        (EXTENDED | {"approved_by": ""}, 409),
    ],
)
def test_a_notice_that_cannot_be_is_refused_and_changes_nothing(say, sent, told, status):
    permit, _message = sent
    events = permit.application.events.count()

    assert say(**told).status_code == status
    assert permit.application.events.count() == events


def test_what_contradicts_is_refused_with_a_sentence(say):
    say(status="granted")

    answer = say(status="refused", refusal_reason="又不行")

    assert answer.status_code == 409
    assert "已经有决定" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"status": "perhaps"}, 400),
        ({"status": "granted", "decided_at": "yesterday"}, 400),
        ({"status": "granted", "decided_at": "2026-11-25T15:00:00"}, 400),
        ({"status": "granted", "valid_until": "9999-12-31"}, 400),
        ({"status": "granted", "decided_at": "2026-11-25T15:00:00+08:00", "conditions": "\ud800"}, 400),
        ({"number": "YWT\x00"}, 400),
        ({"status": "granted", "valid_until": "2026-01-01"}, 409),
        ({"number": 7}, 400),
        ({"number": "x" * 61}, 400),
        ({"reference": "NH0-S1"}, 404),
        ({"code": "police", "status": "granted"}, 404),
        ({"when": datetime(2026, 1, 1, tzinfo=UTC), "status": "granted"}, 401),
    ],
)
def test_what_cannot_be_understood_is_refused(say, told, status):
    assert say(**told).status_code == status


def test_a_body_nested_without_end_is_no_json():
    with pytest.raises(BadAnswer, match="JSON"):
        read_answer(b"[" * 60_000)


def test_only_who_has_the_secret_is_heard(client, sent, municipal):
    other = EndpointFactory(kind=EndpointKind.DEPARTMENT)

    assert tell(client, sent[0], other.secret, status="granted").status_code == 401


def test_another_departments_permit_is_not_there(client, case, lay, confirm, municipal, clerk):
    orders = case("water")
    lay(orders["water"])
    confirm(orders["water"])
    application = road_case(orders)
    sign_entrustment(application, signed_on=clock.today(), by=APPLICANT)
    file_permits(application, by=clerk, provider=orders["water"].provider)
    planning = permits(application)[0]

    assert tell(client, planning, municipal.endpoint.secret, status="recorded").status_code == 404


def resend(message, at, day):
    at(day)
    message.refresh_from_db()
    resend_message(message, by=APPLICANT)
    assert send_message(message)


def test_what_is_sent_again_moves_no_term(sent, office_system, at):
    permit, message = sent
    at("2026-11-24 08:30")
    send_message(message)
    permit.refresh_from_db()
    before = permit.filed_at, permit.due_on

    resend(message, at, "2026-11-27 08:30")

    permit.refresh_from_db()
    assert (permit.filed_at, permit.due_on) == before


@pytest.fixture
def lost(sent, office_system):
    """The filing came there, and the answer to it did not come back."""
    permit, message = sent
    office_system.trouble = [Response(status=500)]
    send_message(message)
    permit.refresh_from_db()
    return permit, message, (permit.filed_at, permit.due_on)


@pytest.mark.parametrize(
    "sign",
    [
        lambda permit, say: say(number="YWT-1"),
        lambda permit, say: begin_procedure(
            permit, procedure="hearing", expected_days=2, notice_number="X1", by=APPLICANT
        ),
        lambda permit, say: extend_permit(
            permit, days=3, approved_by="李局", notice_number="Y1", text="复杂", by=APPLICANT
        ),
    ],
    ids=["its number", "a procedure", "an extension"],
)
def test_what_it_had_before_it_has_not_from_a_late_arrival(lost, say, sign, at):
    permit, message, (filed_at, _due) = lost
    at("2026-11-24 08:30")
    sign(permit, say)
    permit.refresh_from_db()
    due = permit.due_on

    resend(message, at, "2026-11-30 08:30")

    permit.refresh_from_db()
    assert (permit.filed_at, permit.due_on) == (filed_at, due)
