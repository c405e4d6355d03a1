"""What a provider's system may do with an order, and what it is told when it may not."""

import pytest

from applications.models import Correction, RequestStatus
from applications.services import pass_on_request
from milestones.models import MilestoneStatus
from milestones.stages import Stage
from ningshe_portal.tests.cases import accepted_case
from outbox.models import Message
from utilities.models import OrderStatus, ReturnReason

from .conftest import TAKEN, faults


@pytest.fixture
def power_order(power):
    return accepted_case(["power"]).requests.get().orders.get()


def test_acknowledge_takes_the_order_in_hand(water, order):
    response = water.post(f"orders/{order.number}/acknowledge", TAKEN)

    order.refresh_from_db()
    assert (response.status_code, response.json()["status"]) == (200, "open")
    assert (order.status, order.handler_name, order.handler_phone) == (
        OrderStatus.OPEN,
        "刘工",
        "13920005678",
    )
    event = order.application.events.get(verb="order.acknowledged")
    assert (event.actor_kind, event.actor_name) == ("provider", "宁河自来水公司 刘工")


def test_acknowledge_without_survey_goes_on_to_the_plan(water, order):
    water.post(
        f"orders/{order.number}/acknowledge", TAKEN | {"needs_survey": False, "has_outside_works": True}
    )

    assert order.milestones.get(status=MilestoneStatus.RUNNING).stage == Stage.PLAN


def test_a_power_order_is_taken_with_its_variant(power, power_order):
    response = power.post(f"orders/{power_order.number}/acknowledge", TAKEN | {"variant": "high_double"})

    assert response.json()["variant"] == "high_double"


@pytest.mark.parametrize("variant", [{}, {"variant": None}], ids=["missing", "null"])
def test_a_power_order_is_not_taken_without_variant(power, power_order, variant):
    response = power.post(f"orders/{power_order.number}/acknowledge", TAKEN | variant)

    assert (response.status_code, response.json()["detail"]) == (422, "用电工单须选择供电方式。")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"variant": "low"}, "只有用电工单才有供电方式。"),
        ({"needs_survey": False}, "不需要踏勘时，须说明是否有外线工程。"),
    ],
    ids=["variant of water", "outside works unknown without survey"],
)
def test_an_acknowledgement_that_contradicts_itself_is_refused(water, order, said, sentence):
    response = water.post(f"orders/{order.number}/acknowledge", TAKEN | said)

    order.refresh_from_db()
    assert (response.status_code, response.json()["detail"]) == (422, sentence)
    assert order.status == OrderStatus.PENDING


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"handler": ""}, "handler", "不能为空。"),
        ({"handler": "长" * 61}, "handler", "不能超过 60 个字。"),
        ({"handler": "a\x00b"}, "handler", "含有不可见的控制字符。"),
        ({"handler": 5}, "handler", "应为文字。"),
        ({"needs_survey": "yes"}, "needs_survey", "应为 true 或 false。"),
        ({"needs_survey": None}, "needs_survey", "应为 true 或 false。"),
        ({"has_outside_works": 1}, "has_outside_works", "应为 true 或 false。"),
        ({"variant": "middle"}, "variant", "应为其中之一：low、high_single、high_double。"),
    ],
)
def test_a_field_that_is_wrong_is_named(water, order, said, field, sentence):
    response = water.post(f"orders/{order.number}/acknowledge", TAKEN | said)

    assert response.status_code == 422
    assert response.json()["errors"] == [{"in": "body", "field": field, "detail": sentence}]


def test_a_phone_that_is_none_is_named(water, order):
    assert faults(water.post(f"orders/{order.number}/acknowledge", TAKEN | {"phone": "123"})) == ["phone"]


def test_what_is_missing_is_named(water, order):
    response = water.post(f"orders/{order.number}/acknowledge", {})

    assert faults(response) == ["handler", "phone", "needs_survey"]
    assert response.json()["errors"][0]["detail"] == "缺少这一项。"


def test_an_unknown_field_is_passed_over(water, order):
    assert water.post(f"orders/{order.number}/acknowledge", TAKEN | {"colour": "red"}).status_code == 200


def test_a_second_acknowledgement_is_refused(water, open_order):
    response = water.post(f"orders/{open_order.number}/acknowledge", TAKEN)

    assert response.status_code == 409
    assert "当前状态不能变更为“办理中”" in response.json()["detail"]


@pytest.mark.parametrize("reason", ["wrong_area", "wrong_provider", "duplicate"])
def test_return_gives_the_order_back(water, order, reason):
    response = water.post(f"orders/{order.number}/return", {"reason": reason, "detail": "由镇自管水厂供水"})

    order.refresh_from_db()
    assert (response.status_code, response.json()["status"]) == (200, "returned")
    assert (order.return_reason, order.return_detail) == (ReturnReason(reason), "由镇自管水厂供水")


def test_return_for_another_reason_says_which(water, order):
    assert faults(water.post(f"orders/{order.number}/return", {"reason": "other"})) == ["detail"]


def test_a_returned_order_is_not_returned_again(water, order):
    body = {"reason": "wrong_area", "detail": ""}
    water.post(f"orders/{order.number}/return", body)

    assert water.post(f"orders/{order.number}/return", body).status_code == 409


def test_unavailable_ends_the_request_with_its_three_facts(water, open_order):
    body = {"reason": "尚未敷设管网", "detail": "距村口 3 公里", "alternative": "临时用水"}

    response = water.post(f"orders/{open_order.number}/unavailable", body)

    open_order.request.refresh_from_db()
    assert (response.status_code, response.json()["status"]) == (200, "unavailable")
    assert open_order.request.status == RequestStatus.UNAVAILABLE
    assert open_order.application.events.get(verb="request.unavailable").detail == body


def test_unavailable_names_an_alternative(water, order):
    assert faults(water.post(f"orders/{order.number}/unavailable", {"reason": "尚未敷设管网"})) == [
        "alternative"
    ]


def test_unavailable_is_refused_once_the_order_has_ended(water, order):
    water.post(f"orders/{order.number}/return", {"reason": "wrong_area"})

    response = water.post(f"orders/{order.number}/unavailable", {"reason": "无管网", "alternative": "等待"})

    assert response.status_code == 409


def test_a_paper_is_asked_for_through_the_clerk(water, open_order):
    clerk = open_order.application.clerk
    clerk.phone = "13800020001"
    clerk.save()

    response = water.post(
        f"orders/{open_order.number}/requests", {"paper": "房屋权属证明", "detail": "复印件即可"}
    )

    event = open_order.application.events.get(verb="order.paper_asked")
    assert (response.status_code, response.json()["id"], response.json()["paper"]) == (
        201,
        water.get(f"orders/{open_order.number}").json()["requests"][0]["id"],
        "房屋权属证明",
    )
    assert (event.audience, event.text) == ("", "房屋权属证明（复印件即可）")
    sms = Message.objects.get(kind="order.paper_asked")
    assert sms.recipient == "13800020001"
    assert sms.text == (
        f"宁河自来水公司请申请人补交材料（{open_order.application.number}）："
        "房屋权属证明（复印件即可），请核对后转告申请人 李建国。"
    )


def test_where_no_clerk_can_be_told_the_office_is(water, open_order):
    water.post(f"orders/{open_order.number}/requests", {"paper": "房屋权属证明"})

    assert Message.objects.get(kind="order.paper_asked").channel == "email"


def test_no_paper_is_asked_for_once_the_order_has_ended(water, order):
    water.post(f"orders/{order.number}/return", {"reason": "wrong_area"})

    assert water.post(f"orders/{order.number}/requests", {"paper": "证明"}).status_code == 409


VERBS = ["acknowledge", "return", "unavailable", "milestones/survey", "pauses", "pauses/1/end", "requests"]
BODY = TAKEN | {
    "reason": "wrong_area",
    "alternative": "等待",
    "paper": "证明",
    "basis": "依据",
    "evidence": 1,
    "outcome": "reached",
    "occurred_at": "2026-11-23T09:30:00+08:00",
}


@pytest.mark.parametrize("verb", VERBS)
def test_the_order_of_another_provider_cannot_be_touched(water, power_order, verb):
    body = BODY | {"reason": "applicant_site" if verb == "pauses" else "wrong_area"}

    before = power_order.application.events.count()
    response = water.post(f"orders/{power_order.number}/{verb}", body)

    assert (response.status_code, response.json()["type"]) == (404, "urn:ningshe:problem:not-found")
    assert power_order.application.events.count() == before


def test_what_was_asked_for_is_read_with_the_order(water, open_order):
    water.post(f"orders/{open_order.number}/requests", {"paper": "总平面图", "kind": "site_plan"})

    order = water.get(f"orders/{open_order.number}").json()

    asked = order["requests"][0]
    assert (asked["items"], asked["kind"], asked["told_at"], asked["due_on"]) == (
        ["总平面图"],
        "site_plan",
        None,
        None,
    )
    assert order["materials"] == []


def test_nothing_new_is_asked_for_once_the_window_has_told_the_applicant(water, open_order):
    water.post(f"orders/{open_order.number}/requests", {"paper": "总平面图"})
    pass_on_request(Correction.objects.get(), by=open_order.application.clerk)

    answer = water.post(f"orders/{open_order.number}/requests", {"paper": "设备清单"})

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:ningshe:problem:wrong-status")


def test_only_papers_it_may_see_are_named_by_kind(water, open_order):
    answer = water.post(f"orders/{open_order.number}/requests", {"paper": "执照", "kind": "identity"})

    assert faults(answer) == ["kind"]
