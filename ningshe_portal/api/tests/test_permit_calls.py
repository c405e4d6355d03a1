from datetime import timedelta

import pytest

from approvals.models import Permit
from common import clock

pytestmark = pytest.mark.django_db


def call(system, order, path, body=None):
    return system.post(f"orders/{order.number}/{path}", body)


def test_the_order_tells_its_permits_and_who_files(water, power, orders):
    told = water.get(f"orders/{orders['water'].number}").json()
    others = power.get(f"orders/{orders['power'].number}").json()

    assert told["filing"] == {
        "by": "provider",
        "provider": "宁河自来水公司",
        "is_yours": True,
        "is_signed": True,
        "scan_url": "",
    }
    assert [row["type"] for row in told["permits"]] == ["planning", "road_digging", "road_digging"]
    assert {row["status"] for row in told["permits"]} == {"planned"}
    assert (others["filing"]["is_yours"], len(others["permits"])) == (False, 3)
    assert orders["water"].number not in str(others["permits"])


def test_an_order_without_permits_says_so(water, order):
    told = water.get(f"orders/{order.number}").json()

    assert (told["filing"], told["permits"]) == (None, [])


def test_all_are_filed_by_one_call_and_decided(water, orders):
    order = orders["water"]
    first, second, third = order.permits.order_by("pk")

    filed = call(water, order, "permits/file", {"numbers": {second.number: "YWT-2"}})
    call(water, order, f"permits/{third.number}/number", {"number": "YWT-3"})
    call(water, order, f"permits/{first.number}/decision", {"outcome": "recorded"})
    call(
        water,
        order,
        f"permits/{second.number}/decision",
        {"outcome": "granted", "decision_number": "7 号", "valid_until": "2030-01-01"},
    )
    told = call(water, order, f"permits/{third.number}/decision", {"outcome": "granted"})

    assert filed.status_code == 200
    assert [row["external_number"] for row in filed.json()["permits"]] == ["", "YWT-2", ""]
    assert {row["status"] for row in told.json()["permits"]} == {"recorded", "granted"}
    assert told.json()["stage"] == "excavation"


def test_refused_and_listed_again(water, orders):
    order = orders["water"]
    call(water, order, "permits/file", {})
    permit = order.permits.last()

    without = call(water, order, f"permits/{permit.number}/decision", {"outcome": "refused"})
    call(
        water,
        order,
        f"permits/{permit.number}/decision",
        {"outcome": "refused", "refusal_reason": "材料不齐"},
    )
    again = call(water, order, f"permits/{permit.number}/refile")

    assert without.status_code == 422
    assert [row["status"] for row in again.json()["permits"]] == ["filed", "filed", "planned"]


def test_a_further_paper_is_added_after_the_decision(water, orders):
    order = orders["water"]
    call(water, order, "permits/file", {})
    permit, file = order.permits.last(), water.file(order)
    path, body = f"permits/{permit.number}", {"title": "许可证正本", "file": file.pk}

    early = call(water, order, f"{path}/papers", body)
    call(water, order, f"{path}/decision", {"outcome": "granted"})
    done = call(water, order, f"{path}/papers", body)

    assert (early.status_code, done.status_code) == (409, 200)
    assert [paper["title"] for paper in done.json()["permits"][-1]["papers"]] == ["许可证正本"]
    assert permit.papers.get().file == file.path


def test_a_file_of_another_order_is_no_paper(water, orders):
    order = orders["water"]
    call(water, order, "permits/file", {})
    permit = order.permits.last()
    call(water, order, f"permits/{permit.number}/decision", {"outcome": "granted"})

    body = {"title": "许可证正本", "file": water.file(orders["power"]).pk}

    assert call(water, order, f"permits/{permit.number}/papers", body).status_code == 422


def test_another_provider_does_not_file(power, orders):
    answer = call(power, orders["power"], "permits/file", {})

    assert answer.status_code == 422
    assert "宁河自来水公司" in answer.json()["detail"]


@pytest.fixture
def only_powers(orders):
    """A permit only the other order waits for: water files it all the same."""
    permit = orders["power"].permits.last()
    permit.orders.set([orders["power"]])
    return permit


def test_who_files_for_all_sees_and_acts_on_what_only_others_wait_for(water, orders, only_powers):
    only_powers.protected_until = clock.today() + timedelta(days=9)
    only_powers.save()
    chosen = {"way_out": "government", "basis": "没有其他路由"}

    told = water.get(f"orders/{orders['water'].number}").json()["permits"]
    answer = call(water, orders["water"], f"permits/{only_powers.number}/way-out", chosen)

    assert [row["is_own"] for row in told] == [True, True, False]
    assert answer.status_code == 200
    assert answer.json()["permits"][2]["way_out"] == "government"


def test_who_does_not_file_sees_only_what_he_waits_for(power, orders):
    orders["power"].permits.last().orders.set([orders["water"]])

    told = power.get(f"orders/{orders['power'].number}").json()["permits"]

    assert [row["is_own"] for row in told] == [True, True]


def test_another_providers_permit_is_not_found(water, orders, order):
    stray = Permit.objects.first()

    assert call(water, order, f"permits/{stray.number}/refile").status_code == 404


def test_a_way_out_only_of_a_protected_road(water, orders):
    permit = orders["water"].permits.last()

    answer = call(water, orders["water"], f"permits/{permit.number}/way-out", {"way_out": "wait"})

    assert answer.status_code == 409


def test_the_stage_itself_is_reported_by_nobody(water, orders):
    order = orders["water"]
    opened = order.milestones.get(stage="approval").opened_at.isoformat()

    answer = call(water, order, "milestones/approval", {"outcome": "reached", "occurred_at": opened})

    assert answer.status_code == 409
    assert "审批手续" in answer.json()["detail"]


def test_without_permits_the_stage_is_reported_as_before(water, orders):
    order = orders["water"]
    Permit.objects.update(status="withdrawn")
    opened = order.milestones.get(stage="approval").opened_at.isoformat()

    answer = call(water, order, "milestones/approval", {"outcome": "reached", "occurred_at": opened})

    assert answer.status_code == 200
