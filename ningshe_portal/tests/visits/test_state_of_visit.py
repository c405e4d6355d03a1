"""What the pages say of a visit: who must act, and what is over."""

import pytest
from django.urls import reverse

from accounts.tests.factories import UserFactory
from common import clock
from common.status import WrongStatus
from inspections.services import answer_visit, confirm_visit, fix_visit, record_finding, watch_visits
from milestones.services import split_off
from ningshe_portal.api.visit_facts import visits_of
from ningshe_portal.tests.cases import sign_in_phone, sign_in_staff

from .hands import THURSDAY, crew_of, order_of

pytestmark = pytest.mark.django_db


def desk(client, order):
    crew = crew_of(client, order)
    return crew.get(reverse("admin:utilities_workorder_change", args=[order.pk]))


def case_page(client, case):
    sign_in_phone(client)
    return client.get(f"/case/{case.number}/").content.decode()


def find(case, service="water", at="2026-11-24T10:00+08:00"):
    said = {"outcome": "reached", "occurred_at": clock.now(), "by": UserFactory(), "has_outside_works": True}
    record_finding(order_of(case, service), "survey", **said)


def test_after_the_day_proposed_the_page_names_the_office(client, case, visit, at):
    order = order_of(case)
    at("2026-11-25 09:00")
    watch_visits()

    page = desk(client, order)

    text = page.content.decode()
    assert "拟定的时间已过，等待统筹人员确定" in text
    assert "当前责任方：统筹办公室" in text
    assert "等待 2 家单位答复" not in text
    assert "答复上门时间" not in [str(one["title"]) for one in page.context["buttons"]]
    assert "拟定的时间已过，等待统筹人员" in case_page(client, case)


def test_who_comes_alone_is_told_that_he_may_come_all_the_same(client, case, visit, at):
    order = order_of(case)
    split_off(order, "survey", reason="x", by=UserFactory())
    at("2026-11-25 09:00")

    page = desk(client, order)

    assert "拟定的时间已过，承办单位可以与申请人另约时间，直接上门" in page.content.decode()
    assert page.context["buttons"][0]["title"] == "上报结果"


def test_a_program_is_told_that_no_other_day_may_be_offered(case, visit, at):
    order = order_of(case)
    before = visits_of(order)[0]["may_counter"]
    at("2026-11-25 09:00")

    assert (before, visits_of(order)[0]["may_counter"]) == (True, False)


def test_on_the_day_itself_another_day_may_still_be_offered(case, visit, at):
    at("2026-11-24 09:00")

    assert visits_of(order_of(case))[0]["may_counter"]


def test_once_one_has_reported_nobody_waits_for_a_confirmation(client, case, fixed, at):
    at("2026-11-24 10:00")
    find(case)

    for page in (desk(client, order_of(case)).content.decode(), case_page(client, case)):
        assert "1 家单位已上报结果，等待其余 1 家上报" in page
        assert "等待申请人确认" not in page and "请您确认" not in page
    sign_in_staff(client, "clerk")
    assert "登记申请人已确认上门时间" not in client.get(f"/window/{case.number}/").content.decode()
    with pytest.raises(WrongStatus, match="已经上门"):
        confirm_visit(fixed, by=UserFactory())


def test_where_the_rest_comes_another_day_that_day_is_to_be_confirmed(client, case, fixed, at):
    at("2026-11-24 10:00")
    find(case)
    fix_visit(fixed, on=THURSDAY, half="morning", by=UserFactory())

    assert "已约定，请您确认" in case_page(client, case)
    confirm_visit(fixed, by=UserFactory())


def test_joining_on_the_day_itself_is_refused_in_words(client, case, visit, at):
    order = order_of(case)
    split_off(order, "survey", reason="x", by=UserFactory())
    answer_visit(order_of(case, "power"), "survey", is_coming=True, by=UserFactory())
    at("2026-11-24 09:00")
    door = f"/admin/utilities/workorder/{order.pk}/do/visit-join/survey/"

    page = crew_of(client, order).post(door, follow=True).content.decode()

    assert "当天起不能再加入" in page
    assert not order.attendances.open().get().visit.is_joint
