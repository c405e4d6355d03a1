"""The power is cut on a Monday: a paper is taken in by hand on a numbered receipt and entered on Tuesday."""

from datetime import date, datetime

import pytest

from applications.models import Application, LateEntry, Paper, Status
from common import clock
from milestones.tests.factories import demo_limits
from utilities.tests.factories import six_providers

from .hands import at_window, in_chromium, staff
from .steps import check_sound, enter_paper_late, papers_of, texts_to, type_in

pytestmark = pytest.mark.django_db
PHONE = "13820001234"


@in_chromium
def test_the_case_counts_from_the_true_receipt_and_the_providers_from_their_orders(at):
    demo_limits()
    six_providers()
    _clerk, window = staff("clerk", "王窗口")
    at("2026-11-20 09:00")
    window.post("/window/outage/", {"count": "2"})
    slip = Paper.objects.emergency().first()

    at("2026-11-24 08:45")
    said = {"received_on": "2026-11-23", "received_time": "10:15", "reason": "11 月 23 日停电"}
    facts = {"applicant_name": "津沽食品", "contact_phone": PHONE, "services": ["water", "power"]}
    case = enter_paper_late(window, receipt=slip.content["number"], **said, **facts)
    received = datetime(2026, 11, 23, 10, 15, tzinfo=clock.LOCAL)
    intake = case.milestones.get(stage="intake")

    assert (case.number[:10], case.received_at) == ("NH20261123", received)
    assert (intake.opened_at, intake.due_on) == (received, date(2026, 11, 24))

    at("2026-11-24 09:05")
    type_in(window, case)
    accepted = at("2026-11-24 09:20")
    at_window(window, case, "accept")

    acknowledge = case.milestones.filter(stage="acknowledge")
    assert (case.status, case.accepted_at, case.deemed_at) == (Status.ACCEPTED, received, None)
    assert {(stage.opened_at, stage.due_on) for stage in acknowledge} == {(accepted, date(2026, 11, 25))}
    assert {whole.opened_at for whole in case.milestones.filter(stage="whole")} == {accepted}
    assert papers_of(case) == ["emergency", "intake", "form", "consent", "receipt"]
    assert texts_to(PHONE) == ["application.entered_late", "application.accepted"]
    assert [entry.number for entry in LateEntry.objects.all()] == [case.number]
    assert case.number in window.get(f"/verify/{slip.code}/").content.decode()
    check_sound(case)

    enter_paper_late(window, receipt=slip.content["number"], **said, **facts)
    assert Application.objects.count() == 1
