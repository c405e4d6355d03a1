"""Reading own orders: by change, without a hole, and nobody else's."""

from datetime import timedelta

import pytest
from django.db import connection

from accounts.actors import SYSTEM
from common import clock
from milestones.services import pause_milestone
from ningshe_portal.tests.cases import accepted_case
from utilities.models import WorkOrder
from utilities.services import acknowledge_order, return_order
from utilities.tests.factories import ProviderFactory


def numbers(answer):
    return [row["number"] for row in answer.json()["orders"]]


def age(order, seconds):
    """Let an order have changed some seconds ago."""
    WorkOrder.objects.filter(pk=order.pk).update(changed_at=clock.now() - timedelta(seconds=seconds))


def test_the_list_names_the_orders_by_change(water, new_order):
    first, second = new_order(), new_order()
    age(second, 300)
    age(first, 200)

    assert numbers(water.get("orders")) == [second.number, first.number]


def test_a_line_of_the_list_says_where_to_read_the_rest(water, order, settings):
    line = water.get("orders").json()["orders"][0]

    assert line["url"] == f"{settings.BASE_URL}/api/v1/orders/{order.number}"
    assert line["application"] == order.application.number
    assert (line["service"], line["carrier"], line["status"]) == ("water", "", "pending")
    assert line["town"] == {"code": "120117001", "name": "芦台街道"}
    assert (line["stage"], line["seq"]) == ("acknowledge", 1)


@pytest.mark.parametrize("path", ["orders", "orders/{}"], ids=["the list", "one order"])
def test_reading_marks_fetched_once(path, water, order, at):
    read_at = at("2026-11-23 09:30")
    water.get(path.format(order.number))
    at("2026-11-23 10:30")
    water.get(path.format(order.number))

    order.refresh_from_db()
    assert order.fetched_at == read_at


def test_the_list_can_be_narrowed_to_a_status(water, new_order):
    waiting, returned = new_order(), new_order()
    return_order(returned, reason="wrong_area", detail="", by=SYSTEM)

    assert numbers(water.get("orders", status="pending")) == [waiting.number]
    assert numbers(water.get("orders", status="returned")) == [returned.number]


def test_the_list_can_begin_at_a_moment(water, new_order):
    old, new = new_order(), new_order()
    age(old, 7200)

    moment = (clock.now() - timedelta(hours=1)).astimezone(clock.LOCAL).isoformat()
    assert numbers(water.get("orders", changed_after=moment)) == [new.number]
    assert numbers(water.get("orders", changed_after=moment.replace("+", " "))) == [new.number]


def test_a_settled_order_is_not_read_twice(water, order):
    age(order, 120)
    cursor = water.get("orders").json()["cursor"]

    assert numbers(water.get("orders", cursor=cursor)) == []


def test_a_fresh_order_is_read_again_until_it_has_settled(water, order):
    cursor = water.get("orders").json()["cursor"]

    assert numbers(water.get("orders", cursor=cursor)) == [order.number]


def test_an_order_that_changed_early_and_appears_late_is_not_skipped(water, new_order):
    """As when a transaction took the clock, and committed only after the reader had been there."""
    late, quick = new_order(), new_order()
    age(late, 30)
    age(quick, 20)
    hidden = WorkOrder.objects.filter(pk=late.pk)
    hidden.update(provider=ProviderFactory())
    cursor = water.get("orders").json()["cursor"]
    hidden.update(provider=water.provider)

    assert numbers(water.get("orders", cursor=cursor)) == [late.number, quick.number]


def test_a_sweep_in_pages_comes_to_its_end_though_all_is_fresh(water, new_order):
    orders = [new_order() for _ in range(5)]

    seen, cursor, has_more = [], "", True
    while has_more:
        answer = water.get("orders", cursor=cursor, limit=2)
        seen += numbers(answer)
        cursor, has_more = answer.json()["cursor"], answer.json()["has_more"]

    assert seen == [order.number for order in orders]
    assert numbers(water.get("orders", cursor=cursor)) == seen  # fresh: once more from where it had settled


@pytest.mark.parametrize(
    "cursor", ["x", "bnVsbA", "W251bGxd", "🙂", "W251bGwsWyIwMDAxLTAxLTAxVDAwOjAwOjAwKzIzOjU5IiwxXV0"]
)
def test_a_cursor_not_of_ours_is_told(water, order, cursor):
    response = water.get("orders", cursor=cursor)

    assert response.status_code == 422
    assert response.json()["errors"] == [
        {"in": "query", "field": "cursor", "detail": "不是本接口给出的 cursor。"}
    ]


def test_an_order_says_what_is_needed_for_the_work(water, new_order):
    order = new_order(
        wants_joint_survey=True, agent_name="周代理", agent_phone="13800009999", agent_capacity="员工"
    )

    said = water.get(f"orders/{order.number}").json()

    assert said["applicant"] == {"kind": "organisation", "name": "天津市宁河区津沽食品有限公司"}
    assert said["contact"] == {"name": "李建国", "phone": "13820001234"}
    assert said["agent"] == {"name": "周代理", "phone": "13800009999", "capacity": "员工"}
    assert (said["demand"], said["unit"], said["business"]) == (10, "吨/日", "new")
    assert said["wishes"]["wants_joint_survey"] is True
    assert [row["stage"] for row in said["milestones"]][:3] == ["acknowledge", "survey", "plan"]


def test_a_milestone_says_its_limit(water, new_order, at):
    at("2026-11-23 09:30")
    order = new_order()

    first, second, *_rest = water.get(f"orders/{order.number}").json()["milestones"]

    assert (first["status"], first["due_on"], first["limit_days"], first["holder"]) == (
        "running",
        "2026-11-24",
        1,
        "provider",
    )
    assert (first["is_estimated"], first["limit_is_confirmed"], first["is_counting"]) == (False, False, True)
    assert first["opened_at"] == "2026-11-23T09:30:00+08:00"
    assert (second["status"], second["due_on"], second["opened_at"]) == ("pending", None, None)


def test_a_supplementary_answer_is_told_only_if_it_was_asked(water, new_order):
    order = new_order(extras={"remark": "门口有狗", "site_contact_phone": "13700001111", "secret": "x"})

    assert water.get(f"orders/{order.number}").json()["extras"] == {
        "site_contact_phone": "13700001111",
        "remark": "门口有狗",
    }


def test_an_order_that_has_ended_shows_no_whole_phone(water, new_order):
    order = new_order(extras={"site_contact_phone": "13700001111"}, agent_phone="13800009999")
    return_order(order, reason="wrong_area", detail="", by=SYSTEM)

    said = water.get(f"orders/{order.number}").json()

    assert said["contact"]["phone"] == "138****1234"
    assert said["agent"]["phone"] == "138****9999"
    assert said["extras"] == {"site_contact_phone": "137****1111"}


def test_what_another_provider_found_later_is_not_told(water, order):
    return_order(order, reason="wrong_area", detail="", by=SYSTEM)
    order.request.assessed_demand = 77
    order.request.save()

    assert water.get(f"orders/{order.number}").json()["assessed_demand"] is None


def test_a_pause_counts_as_a_change(water, open_order):
    age(open_order, 600)
    cursor = water.get("orders").json()["cursor"]
    milestone = open_order.milestones.running().get()

    pause_milestone(milestone, reason="applicant_site", basis="院内堆料", evidence="a.jpg", by=SYSTEM)

    assert numbers(water.get("orders", cursor=cursor)) == [open_order.number]


def test_a_pause_stands_with_its_milestone(water, open_order):
    milestone = open_order.milestones.running().get()
    span = pause_milestone(milestone, reason="applicant_site", basis="院内堆料", evidence="a.jpg", by=SYSTEM)

    row = water.get(f"orders/{open_order.number}").json()["milestones"][1]

    assert row["pause"]["id"] == span.pk
    assert (row["pause"]["reason"], row["pause"]["basis"], row["pause"]["ended_at"]) == (
        "applicant_site",
        "院内堆料",
        None,
    )
    assert (row["is_counting"], row["due_on"], row["holder"]) == (False, None, "applicant")


def test_the_order_of_another_provider_is_as_good_as_none(water, power):
    application = accepted_case(["water", "power"])
    theirs = application.requests.get(service="power").orders.get()

    other = water.get(f"orders/{theirs.number}")
    none = water.get("orders/NH20261123999999-W")

    assert (other.status_code, none.status_code) == (404, 404)
    assert other.json() | {"instance": ""} == none.json() | {"instance": ""}


@pytest.mark.parametrize("number", ["a%00b", "%F0%9F%99%82", "x" * 300, "' OR 1=1"])
def test_a_number_that_is_none_is_not_found(water, order, number):
    assert water.get(f"orders/{number}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_for_one_order_as_for_three(
    water, new_order, count, django_assert_num_queries
):
    for _number in range(count):
        new_order()
    water.get("orders")

    is_asked = connection.vendor == "postgresql"  # for its oldest open transaction
    with django_assert_num_queries(3 + is_asked):  # key, orders, running stages
        water.get("orders")


def test_a_taken_order_says_who_handles_it(water, order):
    acknowledge_order(
        order,
        by=SYSTEM,
        handler_name="刘工",
        handler_phone="13920005678",
        needs_survey=False,
        has_outside_works=True,
    )

    said = water.get(f"orders/{order.number}").json()

    assert (said["handler"], said["handler_phone"], said["variant"]) == ("刘工", "13920005678", None)
    assert (said["needs_survey"], said["has_outside_works"], said["status"]) == (False, True, "open")
