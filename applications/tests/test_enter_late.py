"""After a power cut: entered as of the true receipt, by a numbered receipt that is good once, with a scan."""

from datetime import datetime

import pytest

from applications.models import Application, LateEntry, PaperKind, Status
from applications.outage_pack import number_receipts
from applications.services import accept_application, enter_late, submit_application
from applications.services.intake import BadLateEntry
from common import clock
from common.status import Refusal, WrongStatus
from milestones.models import Milestone

from .factories import DraftFactory, ServiceRequestFactory

pytestmark = pytest.mark.django_db


def local(*parts):
    return datetime(*parts, tzinfo=clock.LOCAL)


RECEIVED = local(2026, 11, 23, 10, 15)


@pytest.fixture
def receipt(at):
    """Printed in October; the power was cut on a Monday, entered on Tuesday."""
    at("2026-10-20 09:00")
    receipt, _other = number_receipts(2)
    at("2026-11-24 08:40")
    return receipt


def scanned():
    application = DraftFactory()
    ServiceRequestFactory(application=application)
    application.materials.create(kind="signed_form", name="表.jpg", path="ab/abcd", sha256="ab" * 32)
    return application


def enter(receipt, clerk, application=None, **changes):
    application = application or scanned()
    said = {"serial": receipt.serial, "received_at": RECEIVED, "reason": "上午停电"} | changes
    enter_late(application, by=clerk, **said)
    return Application.objects.get(pk=application.pk)


def test_the_true_receipt_is_its_moment_number_and_clock(receipt, clerk):
    case = enter(receipt, clerk)

    receipt.refresh_from_db()
    assert (case.status, case.received_at) == (Status.RECEIVED, RECEIVED)
    assert case.number.startswith("NH20261123")
    assert case.milestones.get(stage="intake").opened_at == RECEIVED
    assert receipt.application == case
    assert [(event.verb, event.at) for event in case.events.exclude(verb="material.added")] == [
        ("application.received", RECEIVED),
        ("application.entered_late", clock.now()),
    ]


def test_accepted_from_the_true_receipt_while_the_providers_clocks_start_now(receipt, clerk, at):
    case = enter(receipt, clerk)
    submit_application(case, receivers=[], by=clerk)
    accepted = at("2026-11-24 09:10")
    accept_application(case, by=clerk)

    assert case.accepted_at == RECEIVED
    assert Milestone.objects.get(stage="whole").opened_at == accepted
    assert case.papers.filter(kind=PaperKind.RECEIPT).count() == 1


def test_supervisors_see_every_late_entry_and_nothing_else(receipt, clerk):
    case = enter(receipt, clerk)
    scanned()

    assert [(entry.pk, entry.late_entry_reason) for entry in LateEntry.objects.all()] == [
        (case.pk, "上午停电")
    ]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"serial": 99}, WrongStatus),
        ({"received_at": local(2026, 11, 24, 8, 41)}, BadLateEntry),
        ({"received_at": local(2026, 10, 20, 8, 59)}, BadLateEntry),
        ({"reason": "  "}, BadLateEntry),
    ],
    ids=["never printed", "in the future", "before it was printed", "without a reason"],
)
def test_what_cannot_be_true_is_refused(receipt, clerk, changes, error):
    with pytest.raises(error):
        enter(receipt, clerk, **changes)

    receipt.refresh_from_db()
    assert receipt.application is None


def test_without_a_scan_there_is_no_late_entry(receipt, clerk):
    with pytest.raises(BadLateEntry):
        enter(receipt, clerk, DraftFactory())


def test_a_void_receipt_is_good_for_nothing(receipt, clerk):
    type(receipt).objects.update(voided_at=clock.now())

    with pytest.raises(WrongStatus):
        enter(receipt, clerk)


def test_a_receipt_is_good_once(receipt, clerk):
    enter(receipt, clerk)

    with pytest.raises(Refusal):
        enter(receipt, clerk)

    assert Application.objects.filter(status=Status.RECEIVED).count() == 1


def test_an_ordinary_case_is_accepted_when_it_is_accepted(clerk, at):
    at("2026-11-24 09:00")
    case = scanned()
    submit_application(case, receivers=[], by=clerk)
    accepted = at("2026-11-24 10:00")
    accept_application(case, by=clerk)

    assert case.accepted_at == accepted
