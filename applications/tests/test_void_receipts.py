"""A spoiled emergency receipt is taken out of use: never entered, and who did it is kept."""

from datetime import datetime

import pytest

from accounts.tests.factories import UserFactory
from applications.models import EmergencyReceipt
from applications.outage_pack import number_receipts
from applications.services import BadVoid, enter_late, void_receipts
from common import clock
from common.status import WrongStatus

from .factories import ApplicationFactory, DraftFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pack(at):
    at("2026-11-23 08:00")
    receipts = number_receipts(4)
    at("2026-11-24 09:00")
    return receipts


@pytest.fixture
def clerk():
    return UserFactory(display_name="王晓燕")


def test_a_void_receipt_keeps_who_when_and_why(pack, clerk):
    void_receipts(2, 2, reason=" 打印不清 ", by=clerk)

    receipt = EmergencyReceipt.objects.taken_out().get()
    assert (receipt.serial, receipt.voided_by, receipt.void_reason) == (2, "王晓燕", "打印不清")
    assert receipt.voided_at == datetime(2026, 11, 24, 9, tzinfo=clock.LOCAL)


def test_several_in_a_row_are_voided_together(pack, clerk):
    assert void_receipts(2, 4, reason="卡纸", by=clerk) == 3
    assert [row.serial for row in EmergencyReceipt.objects.unused()] == [1]


def test_a_void_receipt_is_entered_by_nobody_and_the_refusal_says_why(pack, clerk):
    void_receipts(2, 2, reason="遗失", by=clerk)

    with pytest.raises(WrongStatus, match="已于 2026-11-24 由王晓燕作废（遗失）"):
        enter_late(DraftFactory(), serial=2, received_at=clock.now(), reason="停电", by=clerk)


def test_one_that_was_entered_is_not_voided_nor_any_beside_it(pack, clerk):
    case = ApplicationFactory()
    EmergencyReceipt.objects.filter(serial=3).update(application=case)

    with pytest.raises(WrongStatus, match=f"已补录，办件编号 {case.number}"):
        void_receipts(2, 4, reason="卡纸", by=clerk)

    assert not EmergencyReceipt.objects.taken_out().exists()


def test_nobody_overwrites_why_a_receipt_was_voided(pack, clerk):
    void_receipts(2, 2, reason="遗失", by=clerk)

    with pytest.raises(WrongStatus):
        void_receipts(2, 2, reason="填错", by=clerk)

    assert EmergencyReceipt.objects.taken_out().get().void_reason == "遗失"


@pytest.mark.parametrize(
    ("first", "last", "reason", "error"),
    [
        (3, 2, "填错", BadVoid),
        (1, 201, "填错", BadVoid),
        (1, 1, "  ", BadVoid),
        (4, 5, "填错", WrongStatus),
    ],
    ids=["backwards", "too many", "no reason", "never printed"],
)
def test_what_cannot_be_meant_is_refused(pack, clerk, first, last, reason, error):
    with pytest.raises(error):
        void_receipts(first, last, reason=reason, by=clerk)

    assert EmergencyReceipt.objects.unused().count() == 4
