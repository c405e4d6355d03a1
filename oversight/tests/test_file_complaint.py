"""Urging and complaining: number, limit, who hears of it, and when it is refused."""

import json
from datetime import date

import pytest

from accounts.actors import APPLICANT
from accounts.tests.factories import UserFactory
from applications.forms.sections import save_requests
from applications.models import Application, Status
from applications.services import end_request, write_note
from common import clock
from milestones.services import pause_milestone
from ningshe_portal.tests.cases import submitted_case
from outbox.models import Message
from oversight.models import Complaint
from oversight.services import ComplaintRefused, answer_complaint, file_complaint, list_urgeable
from oversight.services.words import SaidNothing
from utilities.services import return_order
from utilities.tests.factories import MemberFactory

pytestmark = pytest.mark.django_db


def told(kind):
    return {row.recipient for row in Message.objects.filter(kind=kind, channel="sms")}


def stages(case):
    return [(row.request_id and row.request.service, row.stage) for row in list_urgeable(case)]


@pytest.mark.parametrize(
    ("kind", "prefix", "due_on"),
    [
        ("urge", "CB20261127", date(2026, 11, 30)),
        ("complaint", "TS20261127", date(2026, 12, 4)),
        ("hotline", "RX20261127", date(2026, 12, 4)),
        ("inspection", "JC20261127", date(2026, 12, 4)),
    ],
)
def test_each_gets_a_number_and_a_day_to_be_answered_by(filed, kind, prefix, due_on):
    complaint = filed(kind)

    assert (complaint.number, complaint.due_on) == (f"{prefix}{complaint.pk:06d}", due_on)


def test_what_is_urged_is_in_the_history_for_all_and_a_complaint_only_by_number_for_staff(case, filed):
    urge, complaint = filed(text="等了三天"), filed("complaint", text="态度不好")

    events = {event.verb: event for event in case.events.filter(verb__startswith="complaint.")}

    assert (events["complaint.urged"].audience, events["complaint.urged"].text) == ("", urge.text)
    assert (events["complaint.filed"].audience, events["complaint.filed"].text) == ("staff", complaint.number)


def test_supervisors_and_the_office_hear_of_both(filed, supervisor):
    UserFactory(roles=["office"], phone="13966660000")

    filed("complaint")

    assert told("complaint.filed") == {"13955550000", "13966660000"}


def test_a_provider_that_is_urged_hears_by_sms_and_system_and_of_a_complaint_not_at_all(filed, order):
    MemberFactory(provider=order.provider)
    filed("complaint")
    assert not Message.objects.filter(about=order.number, kind__in=["complaint.urged", "order.amended"])

    filed()

    event = Message.objects.get(about=order.number, kind="order.amended")
    assert told("complaint.urged") == {"13920005678"}
    assert json.loads(bytes(event.body))["data"]["changes"] == ["urge"]


def test_before_acceptance_the_window_is_urged(case):
    clerk = UserFactory(roles=["clerk"], phone="13977770000")
    submitted = submitted_case(("water",))
    Application.objects.filter(pk=submitted.pk).update(clerk=clerk)

    file_complaint(submitted, kind="urge", text="几时受理", by=APPLICANT)

    assert stages(case) == [("water", "acknowledge")]
    assert told("complaint.urged") == {"13977770000"}


def test_what_nobody_has_in_hand_is_urged_of_the_office(case, order, filed):
    return_order(order, reason="wrong_area", detail="", by=APPLICANT)

    assert stages(case) == [("water", "whole")]
    assert filed().number


def test_what_waits_for_the_applicant_cannot_be_urged(case, open_order, filed):
    pause_milestone(
        open_order.milestones.running().get(),
        reason="applicant_site",
        basis="院内堆料",
        evidence="evidence/1.jpg",
        by=APPLICANT,
    )

    assert stages(case) == []
    with pytest.raises(ComplaintRefused):
        filed()


def test_what_is_urged_cannot_be_urged_again_until_it_is_answered(case, filed, supervisor):
    first = filed()
    with pytest.raises(ComplaintRefused):
        filed()

    answer_complaint(first, answer="明天上门", by=supervisor)

    assert filed().pk != first.pk


def test_after_the_end_there_is_nothing_to_urge_but_still_to_complain(case, filed):
    end_request(case.requests.get(), "withdrawn", by=APPLICANT, at=clock.now())
    case.refresh_from_db()

    assert case.status == Status.WITHDRAWN
    with pytest.raises(ComplaintRefused):
        filed()
    assert filed("complaint").number


def test_the_sixth_complaint_of_a_day_is_refused_and_the_hotline_is_not_counted(filed, at):
    for number in range(5):
        filed("complaint", text=f"第 {number} 次")
    with pytest.raises(ComplaintRefused):
        filed("complaint")
    filed("hotline", by=UserFactory(roles=["office"]))

    at("2026-11-28 00:00")

    assert filed("complaint").number


def test_who_clicks_twice_complains_once(filed):
    assert filed("complaint") == filed("complaint")
    assert filed("complaint", text="又一件") != filed("complaint")

    assert Complaint.objects.count() == 2


@pytest.mark.parametrize("text", ["", "  ", "字" * 2001], ids=["empty", "blank", "endless"])
def test_without_words_nothing_is_filed(filed, text):
    with pytest.raises(SaidNothing):
        filed("complaint", text=text)

    assert not Complaint.objects.exists()


def test_an_inspection_may_be_about_no_case(db):
    complaint = file_complaint(None, kind="inspection", text="窗口无人值守", by=UserFactory())

    assert complaint.number.startswith("JC")


def test_what_was_written_about_a_service_outlives_it(at):
    at("2026-11-27 10:00")
    case = submitted_case(("water", "power"))
    water, power = case.requests.order_by("-service")
    file_complaint(case, kind="complaint", text="太慢", request=water, by=APPLICANT)
    write_note(case, body="请问几时来", request=water, by=APPLICANT)

    save_requests(case, [power])

    assert list(case.requests.all()) == [power]
    assert case.complaints.get().text == "太慢（所涉事项“用水”已由申请人取消）"
    assert case.notes.get().body == "请问几时来"
    assert case.events.filter(verb="complaint.filed", request=None).exists()
