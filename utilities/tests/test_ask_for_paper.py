"""A provider lacks a paper: asked for through the window, once, passed on with a term, brought, and told."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actors import APPLICANT
from applications.models import Application, Call, Correction
from applications.promises import look_after_requests, pass_on_left_lying
from applications.services import ToldOnce, close_request, pass_on_request, withdraw_request
from applications.uploads import bring_awaited
from common import clock
from common.status import WrongStatus
from outbox.models import Message
from utilities.models import OrderStatus
from utilities.order_papers import ask_for_paper
from utilities.services import connect_order, return_order

pytestmark = pytest.mark.django_db
MORNING = "2026-11-23 09:30"


@pytest.fixture
def order(order, at):
    at(MORNING)
    return order


def ask(order, paper="总平面图", **facts):
    ask_for_paper(order, **{"paper": paper, "detail": "", "by": APPLICANT} | facts)
    return Correction.objects.filter(order=order.number).last()


def told(kind, channel="sms"):
    return Message.objects.filter(kind=kind, channel=channel)


def amended(order):
    return Message.objects.filter(about=order.number, kind="order.amended").count()


def bring(correction):
    bring_awaited(correction, [SimpleUploadedFile("图.pdf", b"%PDF-1.7\n%%EOF")])


def test_nothing_is_told_before_the_window_has_looked_at_it(order):
    correction = ask(order, detail="标明进户位置")

    assert (correction.items, correction.told_at, correction.due_on) == (
        ["总平面图（标明进户位置）"],
        None,
        None,
    )
    assert not told("order.paper_told").exists()


def test_what_is_asked_before_it_was_passed_on_is_one_notice(order):
    ask(order)

    correction = ask(order, "设备清单")

    assert Correction.objects.count() == 1
    assert correction.items == ["总平面图", "设备清单"]


def test_who_clicks_twice_asks_once(order):
    assert ask(order, detail="盖章") == ask(order, detail="盖章")

    assert order.application.events.filter(verb="order.paper_asked").count() == 1
    assert Message.objects.filter(kind="order.paper_asked").count() == 1


def test_what_a_system_asks_for_at_night_is_told_to_the_window_in_the_morning(order, at):
    at("2026-11-27 22:00")

    ask(order)

    assert {row.not_before for row in Message.objects.filter(kind="order.paper_asked")} == {
        at("2026-11-30 09:00")
    }


def test_passing_on_starts_a_term_of_fifteen_working_days_with_notice_and_sms(order, clerk):
    correction = ask(order)

    pass_on_request(correction, by=clerk)

    correction.refresh_from_db()
    paper = order.application.papers.get(kind="correction")
    assert correction.due_on.isoformat() == "2026-12-14"
    assert (paper.content["asked_by"], paper.content["items"]) == (str(order.provider), ["总平面图"])
    assert "总平面图" in bytes(told("order.paper_told").get().body).decode()
    with pytest.raises(WrongStatus):
        pass_on_request(correction, by=clerk)


def test_a_term_into_a_year_not_announced_is_marked(order, clerk, at):
    at("2026-12-21 09:00")
    correction = ask(order)

    pass_on_request(correction, by=clerk)

    correction.refresh_from_db()
    assert (correction.is_estimated, correction.due_text) == (True, "2027-01-12（暂估）")


def test_after_it_was_told_nothing_new_may_be_asked_and_only_what_was_not_met_again(order, clerk):
    correction = ask(order)
    pass_on_request(correction, by=clerk)

    with pytest.raises(ToldOnce):
        ask(order, "设备清单")
    with pytest.raises(WrongStatus):
        ask(order)
    bring(correction)
    with pytest.raises(ToldOnce):
        ask(order, "设备清单")
    again = ask(order, detail="缺比例尺")
    assert (again.pk != correction.pk, again.items) == (True, ["总平面图（缺比例尺）"])


def test_another_order_asks_for_itself(order, clerk):
    pass_on_request(ask(order), by=clerk)
    return_order(order, reason="other", detail="", by=clerk)
    order.application.refresh_from_db()

    assert Correction.objects.get().closed_at is not None


def test_what_is_brought_answers_it_and_the_provider_is_told(order, clerk):
    correction = ask(order, kind="site_plan")
    pass_on_request(correction, by=clerk)
    before = amended(order)

    bring(correction)

    correction.refresh_from_db()
    assert correction.answered_at is not None
    assert [(row.kind, row.name) for row in correction.brought.all()] == [("site_plan", "图.pdf")]
    assert amended(order) == before + 1
    event = order.application.events.get(verb="order.paper_brought")
    assert (event.request, event.text) == (order.request, "图.pdf")


def test_the_window_may_say_that_it_is_not_needed(order, clerk):
    correction = ask(order)

    close_request(correction, reason="窗口已有，见申请材料", by=clerk)

    assert amended(order) == 1
    assert order.application.events.get(verb="order.paper_closed").text == "窗口已有，见申请材料"
    with pytest.raises(WrongStatus):
        pass_on_request(correction, by=clerk)
    assert ask(order).told_at is None


@pytest.mark.parametrize(
    ("moment", "is_told"),
    [("2026-11-24 17:00", False), ("2026-11-25 00:01", True)],
    ids=["day one", "after it"],
)
def test_what_the_window_leaves_lying_for_a_working_day_is_told_all_the_same(order, at, moment, is_told):
    correction = ask(order)

    at(moment)
    pass_on_left_lying()

    correction.refresh_from_db()
    assert (correction.told_at is not None) == is_told


def test_it_is_reminded_of_and_its_end_told_to_all_three(order, clerk, at):
    pass_on_request(ask(order), by=clerk)

    for moment in (
        "2026-12-07 09:00",
        "2026-12-11 09:00",
        "2026-12-14 18:00",
        "2026-12-15 09:00",
        "2026-12-15 09:05",
    ):
        at(moment)
        look_after_requests()

    applicant = told("order.paper_overdue").filter(recipient=order.application.contact_phone)
    assert (told("order.paper_due_soon").count(), applicant.count()) == (2, 1)
    assert told("order.paper_overdue", "email").count() == 1
    assert amended(order) == 1
    bring(Correction.objects.get())


def test_nobody_waits_for_it_once_the_service_was_withdrawn(order, clerk):
    correction = ask(order)
    withdraw_request(order.request, reason="不要了", by=APPLICANT)

    correction.refresh_from_db()
    assert correction.closed_at is not None
    with pytest.raises(WrongStatus):
        pass_on_request(correction, by=clerk)


@pytest.mark.parametrize(
    ("end", "is_told"),
    [
        (lambda order, asked, by: close_request(asked, reason="已有", by=by), True),
        (lambda order, asked, by: return_order(order, reason="other", detail="", by=by), True),
        (lambda order, asked, by: connect_order(order, by=by, at=clock.now()), True),
        (lambda order, asked, by: withdraw_request(order.request, reason="", by=by), False),
    ],
    ids=["closed by the window", "order returned", "connected all the same", "withdrawn"],
)
def test_who_was_told_to_bring_it_hears_that_he_need_not(order, clerk, end, is_told):
    order.status = OrderStatus.OPEN
    order.save()
    asked = ask(order)
    pass_on_request(asked, by=clerk)

    end(order, asked, clerk)

    asked.refresh_from_db()
    assert asked.closed_at is not None
    assert [row.text.count("不用补交") for row in told("order.paper_closed")] == [1] * is_told


def test_a_landline_is_not_called_about_what_has_come(order, clerk):
    Application.objects.update(contact_phone="022-69590000")
    asked, other = ask(order), Call(key="order.paper_told:NH:1000000", kind="order.paper_told")
    pass_on_request(asked, by=clerk)
    other.application = order.application
    other.save()
    assert Call.objects.to_make().filter(kind="order.paper_told").count() == 2

    bring(asked)

    assert list(Call.objects.to_make().filter(kind="order.paper_told")) == [other]
    withdraw_request(order.request, reason="", by=clerk)
    assert not Call.objects.to_make().filter(kind="order.paper_told").exists()
