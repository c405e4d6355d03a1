import re

import pytest
from django.urls import reverse

from accounts.tests.factories import UserFactory
from milestones.tests.factories import demo_limits
from utilities.services import acknowledge_order, return_order

pytestmark = pytest.mark.django_db
LIST = reverse("admin:utilities_workorder_changelist")


def listed(client, **query):
    return [order.number for order in client.get(LIST, query).context["cl"].result_list]


def tabs(client):
    page = client.get(LIST).content.decode()
    return re.findall(
        r'<a href="\?[^"]*"(?: aria-current="page")?>([^<]+)</a>', page.split('class="steps"')[1]
    )[:9]


def test_the_list_opens_with_all_that_is_in_hand(crew, new_order, member):
    pending, returned = new_order(), new_order()
    return_order(returned, reason="other", detail="x", by=member)

    assert listed(crew) == [pending.number]
    assert listed(crew, step="ended") == [returned.number]


def test_the_steps_count_what_stands_at_each(crew, new_order, member):
    new_order()
    acknowledge_order(new_order(), by=member, handler_name="王小水", needs_survey=True)

    assert tabs(crew) == [
        "在办",
        "待接单 1",
        "踏勘 1",
        "方案 0",
        "审批 0",
        "施工 0",
        "验收 0",
        "接通 0",
        "已结束",
    ]


def test_a_step_lists_its_orders_only(crew, new_order, open_order):
    pending = new_order()

    assert (listed(crew, step="acknowledge"), listed(crew, step="survey")) == (
        [pending.number],
        [open_order.number],
    )


def test_the_most_urgent_order_stands_first(crew, new_order, at):
    demo_limits()
    at("2026-11-25 09:00")
    later = new_order()
    at("2026-11-23 09:00")
    sooner = new_order()

    assert listed(crew) == [sooner.number, later.number]


def test_a_row_shows_lamp_stage_and_what_is_left(crew, order, at):
    demo_limits()
    milestone = order.milestones.get(stage="acknowledge")
    milestone.due_on, milestone.limit_days, milestone.is_estimated = "2026-11-20", 1, True
    milestone.save()

    row = crew.get(LIST).content.decode().split("<tbody>")[1]

    words = [
        word
        for word in ("超期", "未读", "接单", "2026-11-20（周五）", "已超期 1 个工作日", "暂估")
        if word in row
    ]
    assert words == ["超期", "未读", "接单", "2026-11-20（周五）", "已超期 1 个工作日", "暂估"]


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [("-W", True), ("光明路", True), ("1234", True), ("13820001234", True), ("9999", False)],
    ids=["number", "address", "last digits", "whole phone", "another phone"],
)
def test_search_knows_number_address_and_phone(typed, is_found, crew, order):
    assert listed(crew, q=typed) == ([order.number] if is_found else [])


def test_search_finds_ended_orders_too(crew, order, member):
    return_order(order, reason="other", detail="x", by=member)

    assert listed(crew, q=order.number) == [order.number]


@pytest.mark.parametrize(
    "lookup",
    ["handler_phone__startswith", "request__application__contact_phone", "request__application__credit_code"],
)
def test_fields_without_filter_are_not_looked_up(lookup, crew, order):
    assert crew.get(LIST, {lookup: "1"}).status_code == 400


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_for_many_orders(count, crew, new_order, django_assert_num_queries):
    for _number in range(count):
        new_order()
    crew.get(LIST)

    with django_assert_num_queries(15):
        crew.get(LIST)


def test_an_empty_list_says_how_orders_come(crew):
    assert "这里还没有工单" in crew.get(LIST).content.decode()


def test_the_day_of_a_crew_begins_with_the_list(crew):
    assert crew.get("/admin/")["Location"] == LIST


def test_several_orders_are_taken_in_hand_with_one_form(crew, new_order):
    orders = [new_order(), new_order()]
    chosen = {"action": "acknowledge", "_selected_action": [order.pk for order in orders]}
    said = {"handler_name": "王小水", "handler_phone": "13900001111", "needs_survey": "yes"}

    asked = crew.post(LIST, chosen)
    answer = crew.post(LIST, chosen | said | {"is_filled": "1", "has_outside_works": "unknown"})

    assert (asked.status_code, asked.context["orders"]) == (200, orders[::-1])
    assert answer.status_code == 302
    for order in orders:
        order.refresh_from_db()
    assert {(order.status, order.handler_name) for order in orders} == {("open", "王小水")}


def test_a_contradiction_in_the_one_form_is_asked_again(crew, order):
    said = {"handler_name": "王", "handler_phone": "13900001111", "needs_survey": "no"}

    answer = crew.post(
        LIST,
        said
        | {
            "action": "acknowledge",
            "_selected_action": order.pk,
            "is_filled": "1",
            "has_outside_works": "unknown",
        },
    )

    order.refresh_from_db()
    assert (answer.status_code, order.status) == (200, "pending")


def test_the_office_sees_the_orders_and_has_no_verb_of_the_crew(client, order):
    client.force_login(UserFactory(roles=["office"], is_staff=True))

    assert listed(client) == [order.number]
    answer = client.post(LIST, {"action": "acknowledge", "_selected_action": order.pk, "is_filled": "1"})
    order.refresh_from_db()
    assert (answer.status_code, order.status) == (200, "pending")


@pytest.mark.parametrize("ticked", ["x", "", "1.5", "9" * 30, "9" * 5000, "a\0b", "\ud800"])
def test_what_is_ticked_and_no_key_is_refused_calmly(crew, order, ticked):
    said = {"action": "acknowledge", "_selected_action": [order.pk, ticked.encode("utf-8", "surrogatepass")]}

    answer = crew.post(reverse("admin:utilities_workorder_changelist"), said, follow=True)

    assert [str(message) for message in answer.context["messages"]] == [
        "所选内容无效，请刷新列表后重新勾选。"
    ]
