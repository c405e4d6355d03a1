"""容缺: a secondary paper is promised, the case goes on, and the promise is kept, extended or ended."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.models import Call, Material, Status
from applications.promises import look_after_promises
from applications.services import (
    BadMaterial,
    accept_application,
    end_promise,
    extend_promise,
    note_paper,
    promise_material,
    remove_material,
    withdraw_application,
)
from applications.tests.factories import ApplicationFactory, ServiceRequestFactory
from applications.uploads import add_material, bring_awaited
from common.status import WrongStatus
from outbox.models import Message

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 12, 7)


def pdf(name="图.pdf", more=b""):
    return SimpleUploadedFile(name, b"%PDF-1.7\n" + more + b"%%EOF")


@pytest.fixture
def gas(at):
    """For gas a site plan and a list of appliances are wanted, and may come later."""
    at("2026-11-23 09:30")
    application = ApplicationFactory()
    ServiceRequestFactory(application=application, service="gas")
    return application


@pytest.fixture
def promise(gas, clerk):
    return promise_material(gas, "site_plan", until=UNTIL, by=clerk)


def told(kind):
    return [bytes(row.body).decode() for row in Message.objects.filter(kind=kind, channel="sms")]


def look(at, *moments):
    for moment in moments:
        at(moment)
        look_after_promises()


def test_a_promise_is_written_down_on_paper_and_the_applicant_told(gas, promise):
    paper = gas.papers.get(kind="promise")

    assert (paper.content["label"], paper.content["until"]) == ("总平面图或位置图", "2026年12月7日（周一）")
    assert "在 2026-12-07 前补交" in told("material.promised")[0]
    assert gas.events.get(verb="material.promised").text == "总平面图或位置图，2026-12-07 前补交"
    assert list(gas.materials.in_hand()) == []


@pytest.mark.parametrize(
    ("kind", "until"),
    [
        ("ownership", UNTIL),
        ("identity", UNTIL),
        ("other", UNTIL),
        ("site_plan", date(2026, 11, 23)),
        ("site_plan", date(2026, 12, 22)),
    ],
    ids=["a main one", "an exempt one", "one nobody needs", "for today", "beyond the longest term"],
)
def test_only_a_secondary_paper_can_be_promised_and_not_for_ever(gas, clerk, kind, until):
    with pytest.raises(BadMaterial):
        promise_material(gas, kind, until=until, by=clerk)

    assert not gas.materials.exists()
    assert not gas.papers.exists()


def test_the_longest_term_is_twenty_working_days(gas, clerk):
    assert promise_material(gas, "site_plan", until=date(2026, 12, 21), by=clerk).pk


def test_what_is_there_or_was_promised_before_is_not_promised_again(gas, promise, clerk):
    add_material(gas, "load_list", pdf())
    end_promise(promise, reason="已从规划部门取得", by=clerk)

    for kind in ("load_list", "site_plan"):
        with pytest.raises(BadMaterial):
            promise_material(gas, kind, until=UNTIL, by=clerk)


@pytest.mark.parametrize("status", [s for s in Status if s not in (Status.SUBMITTED, Status.ACCEPTED)])
def test_nothing_is_promised_for_a_case_in_another_status(gas, clerk, status):
    type(gas).objects.update(status=status)

    with pytest.raises(WrongStatus):
        promise_material(gas, "site_plan", until=UNTIL, by=clerk)


@pytest.mark.parametrize("way", ["file", "paper", "case file"])
def test_bringing_it_keeps_the_promise_in_the_same_row(gas, promise, clerk, way):
    accept_application(gas, by=clerk)

    if way == "file":
        add_material(gas, "site_plan", pdf(), by=clerk)
    elif way == "paper":
        note_paper(gas, "site_plan", medium="original", copies=1, pages=2, by=clerk)
    else:
        bring_awaited(promise, [pdf(), pdf(more=b"2")])

    promise.refresh_from_db()
    assert promise.brought_at is not None
    assert gas.materials.count() == (2 if way == "case file" else 1)
    assert gas.events.filter(verb="material.brought").count() == 1
    assert not Material.objects.awaited().exists()


def test_a_landline_is_not_called_about_a_promise_that_was_extended_or_kept(gas, clerk, at):
    type(gas).objects.update(contact_phone="022-69590000")
    promise = promise_material(gas, "site_plan", until=UNTIL, by=clerk)
    extend_promise(promise, until=date(2026, 12, 9), by=clerk)
    assert ["2026-12-09" in call.text for call in Call.objects.to_make()] == [True]

    note_paper(gas, "site_plan", medium="original", copies=1, pages=2, by=clerk)

    assert not Call.objects.to_make().exists()


def test_the_same_paper_noted_twice_within_a_minute_is_one(gas, promise, clerk, at):
    paper = {"medium": "original", "copies": 1, "pages": 2, "by": clerk}
    first = note_paper(gas, "site_plan", **paper)

    assert (note_paper(gas, "site_plan", **paper), first.pk) == (first, promise.pk)
    assert note_paper(gas, "ownership", **paper) == note_paper(gas, "ownership", **paper)
    at("2026-11-23 09:31")
    assert note_paper(gas, "ownership", **paper) != first
    assert gas.materials.count() == 3


def test_a_file_taken_back_leaves_the_promise_open_again(gas, promise):
    material = add_material(gas, "site_plan", pdf())

    remove_material(material)

    assert Material.objects.awaited().get() == promise
    assert not gas.materials.with_file().exists()


@pytest.mark.parametrize(
    ("moments", "reminders", "overdue"),
    [
        (["2026-11-27 17:00"], 0, 0),
        (["2026-11-30 09:00", "2026-11-30 09:05", "2026-12-04 09:00"], 2, 0),
        (["2026-12-04 09:00", "2026-12-07 23:59"], 1, 0),
        (["2026-12-08 00:01", "2026-12-08 09:00", "2026-12-09 09:00"], 0, 1),
    ],
    ids=["six days before", "five and one", "one only", "over"],
)
def test_it_is_reminded_of_and_its_end_is_told_once(promise, at, moments, reminders, overdue):
    look(at, *moments)

    assert (len(told("material.due_soon")), len(told("material.overdue"))) == (reminders, overdue)


def test_a_broken_promise_stands_open_until_somebody_settles_it(gas, promise, at):
    look(at, "2026-12-08 00:01")

    promise.refresh_from_db()
    assert promise.is_promised
    assert promise.promise_expired_at is not None
    assert gas.events.filter(verb="material.promise_expired").count() == 1
    overdue = Message.objects.filter(kind="material.overdue").values_list("not_before", flat=True)
    assert set(overdue) == {at("2026-12-08 09:00")}


def test_nobody_is_reminded_once_the_case_is_over(gas, promise, at, clerk):
    withdraw_application(gas, reason="不办了", by=clerk)

    look(at, "2026-12-04 09:00", "2026-12-08 09:00")

    assert told("material.due_soon") + told("material.overdue") == []


def test_the_office_extends_once(gas, promise, at, clerk):
    look(at, "2026-12-08 09:00")

    extend_promise(promise, until=date(2026, 12, 18), by=clerk)

    promise.refresh_from_db()
    assert (promise.promised_until, promise.promise_expired_at) == (date(2026, 12, 18), None)
    assert gas.papers.filter(kind="promise").last().content["is_extended"] is True
    with pytest.raises(BadMaterial):
        extend_promise(promise, until=date(2026, 12, 28), by=clerk)
    look(at, "2026-12-21 09:00")
    assert len(told("material.overdue")) == 2


def test_the_office_ends_it_with_a_reason_the_applicant_reads(gas, promise, clerk):
    end_promise(promise, reason="已从规划部门取得", by=clerk)

    assert "已从规划部门取得" in told("material.promise_ended")[0]
    assert not Material.objects.awaited().exists()
    with pytest.raises(BadMaterial):
        end_promise(promise, reason="再次", by=clerk)
