"""What was written in a form stays there where its verb is no more possible once it is sent; and nothing is done."""

import pytest

from accounts.actors import APPLICANT, SYSTEM
from accounts.tests.factories import UserFactory
from applications.services import withdraw_application
from inspections.services import cancel_visit, fix_visit
from milestones.models import Report
from ningshe_portal.desk.tests.conftest import door
from ningshe_portal.desk.verbs import VERBS
from utilities.services import return_order

from .hands import THURSDAY, crew_of, drawn, order_of, photo

pytestmark = pytest.mark.django_db
WORDS = "由南侧支管接入，沿围墙直埋 35 米"
FOUND = {
    "outcome": "reached",
    "occurred_at": "2026-11-24T09:30",
    "has_outside_works": "yes",
    "method": WORDS,
    "first_person": "刘工",
    "second_person": "张工",
}


@pytest.fixture
def order(case):
    return order_of(case)


@pytest.fixture
def send(client, order, at):
    """``send(verb, stage, **said)`` as the crew of the order."""
    at("2026-11-24 10:00")
    crew = crew_of(client, order)
    return lambda verb, stage=None, **said: crew.post(door(order, verb, stage), said)


def find(send):
    return send(
        "report", "survey", **FOUND, signature=drawn(), photos=[photo("a.jpg"), photo("b.jpg", "red")]
    )


def said(answer):
    """The page that stayed: its sentences that are of no field."""
    assert answer.status_code == 200
    return list(answer.context["form"].non_field_errors())


def test_a_finding_stays_where_the_day_was_moved_meanwhile(send, order, fixed):
    fix_visit(fixed, on=THURSDAY, half="morning", by=UserFactory())

    answer = find(send)

    page = answer.content.decode()
    assert ["当天起才能上报" in text for text in said(answer)] == [True]
    assert WORDS in page and "data:image/png;base64," in page and "已上传 2 个文件" in page
    assert not order.attendances.found().exists()


def test_what_stayed_is_sent_again_once_it_is_possible(send, order, fixed, at):
    fix_visit(fixed, on=THURSDAY, half="morning", by=UserFactory())
    uploaded = find(send).context["form"]["uploaded"].value()
    at("2026-11-26 10:00")

    send(
        "report",
        "survey",
        **FOUND | {"occurred_at": "2026-11-26T09:30"},
        signature=drawn(),
        uploaded=uploaded,
    )

    own = order.attendances.found().get()
    assert (own.method, len(own.report.photos)) == (WORDS, 2)


def test_a_finding_is_taken_where_the_common_day_was_given_up(send, order, fixed):
    cancel_visit(fixed, reason="暴雪", by=UserFactory())

    assert find(send).status_code == 302
    assert order.attendances.found().exists()


def test_a_finding_stays_where_a_colleague_was_faster(send, order, fixed):
    find(send)

    answer = find(send)

    assert said(answer) == ["踏勘环节当前未在进行，不能上报。"]
    assert WORDS in answer.content.decode()
    assert Report.objects.filter(milestone__order=order, milestone__stage="survey").count() == 1


def test_a_finding_stays_where_the_applicant_has_withdrawn(send, case, fixed):
    withdraw_application(case, reason="不再需要", by=APPLICANT)

    answer = find(send)

    assert WORDS in answer.content.decode() and said(answer)
    assert not Report.objects.filter(milestone__stage="survey").exists()


def test_what_was_only_chosen_is_not_shown_again(send, case, fixed):
    withdraw_application(case, reason="不再需要", by=APPLICANT)

    assert send("visit-answer", "survey", answer="coming").status_code == 302


def test_a_form_whose_choices_are_gone_says_both(send, fixed):
    answer = send("dig-open", dig="7", note="沟深 1.2 米", at="2026-11-24T09:30")

    assert said(answer) == ["状态已变更，请核对后再操作。"]
    assert "沟深 1.2 米" in answer.content.decode()


def test_a_note_to_a_case_that_is_over_is_not_written_by_a_hand_made_post(send, order, case):
    return_order(order, reason="other", detail="x", by=SYSTEM)

    send("note", body="再问一次", to="applicant")

    assert not case.notes.exists()


@pytest.mark.parametrize("name", VERBS)
def test_no_address_made_by_hand_does_anything_to_an_order_that_was_returned(name, send, order, case):
    return_order(order, reason="other", detail="x", by=SYSTEM)
    count = case.events.count()

    for stage in (None, "acknowledge", "survey", "plan", "nothing"):
        answer = send(name, stage, **FOUND, reason="other", detail=WORDS, text=WORDS, note=WORDS)

        assert answer.status_code in (200, 302, 404)
    assert case.events.count() == count


@pytest.mark.parametrize("name", [name for name, verb in VERBS.items() if verb.is_of_stage])
def test_of_a_stage_that_is_over_nothing_is_done(name, send, order, fixed):
    find(send)
    count = order.application.events.count()
    pause = {"reason": "applicant_site", "basis": WORDS, "expected_until": "2026-11-27"}

    answer = send(name, "survey", **FOUND | pause, evidence=photo("a.jpg"), answer="not", note=WORDS)

    assert answer.status_code in (200, 302)
    assert order.application.events.count() == count
