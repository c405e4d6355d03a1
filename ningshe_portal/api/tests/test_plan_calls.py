"""A provider's system gives its part of the plan."""

import pytest

from accounts.actors import APPLICANT
from ningshe_portal.tests.cases import accepted_case
from outbox.models import Message
from utilities.models import OrderFile
from works.models import Plan, RoadSection
from works.services.confirming import confirm_plan, return_plan
from works.services.sections import name_section

from .conftest import TAKEN, faults

pytestmark = pytest.mark.django_db
SECTION = {
    "street": "光明路",
    "from_point": "幸福道",
    "to_point": "团结道",
    "metres": 100,
    "surface": "asphalt",
}
FUTURE = SECTION | {"built_on": "2030-01-01"}
PART = {
    "text": "自光明路接入",
    "routes": [{"new_section": SECTION, "method": "open_cut", "metres": 80}],
    "provider_cost": 20000,
    "days": 5,
    "boundary": "水表后第一个阀门",
    "safety": "与燃气管水平净距 1.5 米",
    "excavation": {"starts_on": "2026-12-07", "ends_on": "2026-12-08"},
    "construction": {"starts_on": "2026-12-08", "ends_on": "2026-12-10"},
    "backfill": {"starts_on": "2026-12-11", "ends_on": "2026-12-11"},
}


def give(system, order, changes=None):
    """A part with its drawing."""
    file = OrderFile.objects.create(order=order, name="路由图.pdf", path="files/route.pdf", size=1)
    return system.post(f"orders/{order.number}/plan", PART | {"drawing": file.pk} | (changes or {}))


@pytest.fixture
def planning(water, power, at):
    """Water and power of a joint case at PLAN; by service."""
    at("2026-11-23 09:00")
    case = accepted_case(["water", "power"], wants_joint_works=True)
    orders = {request.service: request.orders.get() for request in case.requests.all()}
    for system, order, variant in ((water, orders["water"], None), (power, orders["power"], "low")):
        said = TAKEN | {"needs_survey": False, "has_outside_works": True, "variant": variant}
        system.post(f"orders/{order.number}/acknowledge", said)
    return orders


def test_a_part_given_waits_for_the_others(water, planning):
    answer = give(water, planning["water"])

    said = answer.json()
    assert (answer.status_code, said["plan"]["status"], said["stage"]) == (200, "given", "plan")


def test_of_the_joint_plan_a_provider_reads_the_ways_of_all_and_no_costs_but_its_own(water, power, planning):
    give(water, planning["water"])
    give(power, planning["power"], {"provider_cost": 98765, "text": "架设箱变"})

    answer = water.get(f"orders/{planning['water'].number}/plan")

    said = answer.json()
    assert [(route["party"], route["is_own"]) for route in said["routes"]] == [
        ("用水", True),
        ("用电", False),
    ]
    assert (said["status"], said["shared_metres"], said["saved_metres"]) == ("presented", 80, 80)
    assert b"98765" not in answer.body and "架设箱变".encode() not in answer.body


def test_both_name_one_stretch_and_find_it_again(water, power, planning):
    give(water, planning["water"])
    (known,) = water.get("sections", town="120117001", street="光明").json()["sections"]

    route = {"section": known["id"], "method": "open_cut", "metres": 60}
    give(power, planning["power"], {"routes": [route]})

    assert RoadSection.objects.get().routes.count() == 2


def test_only_the_applicant_reaches_the_stage(water, planning):
    order = planning["water"]

    said = {"outcome": "reached", "occurred_at": "2026-11-23T09:00:00+08:00"}
    answer = water.post(f"orders/{order.number}/milestones/plan", said)

    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "方案环节由申请人确认方案后完成，请提交方案。",
    )


def test_with_works_outside_the_plan_is_needed(water, planning):
    said = {"outcome": "not_needed", "occurred_at": "2026-11-23T09:00:00+08:00"}

    assert water.post(f"orders/{planning['water'].number}/milestones/plan", said).status_code == 409


def test_a_part_that_cannot_be_is_told_why(water, planning):
    order = planning["water"]

    too_long = water.post(
        f"orders/{order.number}/plan", PART | {"routes": [PART["routes"][0] | {"metres": 101}]}
    )
    neither = water.post(
        f"orders/{order.number}/plan", PART | {"routes": [{"method": "open_cut", "metres": 9}]}
    )

    assert (too_long.status_code, too_long.json()["detail"]) == (
        422,
        "光明路（幸福道至团结道）长 100 米，路由不能超出。",
    )
    assert faults(neither) == ["routes.0.section"]
    assert not Plan.objects.filter(parts__isnull=False).exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"excavation": {"starts_on": "1900-01-01", "ends_on": "2026-12-08"}}, "年份不在 2000 至 2099 之间"),
        ({"backfill": {"starts_on": "2026-12-11", "ends_on": "9999-12-31"}}, "年份不在 2000 至 2099 之间"),
        ({"routes": [PART["routes"][0] | {"metres": -5}]}, "应在 0 至"),
        ({"routes": [PART["routes"][0] | {"new_section": FUTURE}]}, "不能晚于今天"),
    ],
)
def test_days_and_lengths_nobody_can_mean_are_refused(water, planning, changes, sentence):
    answer = give(water, planning["water"], changes)

    assert answer.status_code == 422
    assert sentence in answer.json()["detail"]
    assert not RoadSection.objects.exists()


def test_another_provider_reads_nothing_of_it(power, water, planning):
    give(water, planning["water"])

    assert power.get(f"orders/{planning['water'].number}/plan").status_code == 404
    assert give(power, planning["water"]).status_code == 404
    assert power.get(f"orders/{planning['power'].number}/plan").status_code == 404


def test_it_is_told_what_the_applicant_said(water, power, planning):
    for system, service in ((water, "water"), (power, "power")):
        give(system, planning[service])
    return_plan(
        Plan.objects.get(), version=1, reason="请改走幸福道", orders=[planning["water"]], by=APPLICANT
    )
    give(water, planning["water"])
    confirm_plan(Plan.objects.get(), version=2, by=APPLICANT)

    told = Message.objects.filter(endpoint=water.provider.endpoint, kind__startswith="plan.").order_by("pk")
    assert [message.kind for message in told] == ["plan.returned", "plan.confirmed"]


def test_costs_of_the_applicant_outside_his_plot_are_warned_of_in_the_answer(water, planning):
    path = f"orders/{planning['water'].number}"

    told = give(water, planning["water"], {"applicant_cost": 500}).json()
    fee = {"kind": "works", "amount": 800, "payer": "applicant", "payee": "水司", "basis": "合同"}
    outside = water.post(f"{path}/fees", fee | {"is_outside": True}).json()
    inside = water.post(f"{path}/fees", fee | {"is_outside": False}).json()
    left = water.post(f"{path}/fees/{outside['id']}/drop", {"reason": "登记有误"}).json()

    assert ["129号" in text for text in told["warnings"] + outside["warnings"]] == [True, True]
    assert inside["warnings"] == []
    assert [row["id"] for row in left["fees"]] == [inside["id"]]


def test_a_paid_fee_is_not_dropped_and_anothers_is_not_there(water, power, planning, at):
    at("2026-11-25 10:00")
    give(water, planning["water"])
    fee = {
        "kind": "works",
        "amount": 8,
        "payer": "applicant",
        "payee": "水司",
        "basis": "合同",
        "is_outside": False,
    }
    path = f"orders/{planning['water'].number}/fees"
    number = water.post(path, fee | {"agreed_on": "2026-11-25"}).json()["id"]

    early = water.post(f"{path}/{number}/paid", {"paid_on": "2026-11-24"})
    assert (early.status_code, "不能早于商定日期 2026-11-25" in early.json()["detail"]) == (422, True)
    assert power.post(f"{path}/{number}/drop", {"reason": "x"}).status_code == 404
    water.post(f"{path}/{number}/paid", {"paid_on": "2026-11-25"})
    assert water.post(f"{path}/{number}/drop", {"reason": "x"}).status_code == 409


def test_an_order_in_hand_is_handed_over_within_the_provider(water, planning):
    path = f"orders/{planning['water'].number}/hand-over"

    told = water.post(path, {"handler": "李工", "phone": "13800002222"}).json()

    assert (told["handler"], told["handler_phone"]) == ("李工", "13800002222")
    assert water.post(path, {"handler": "李工", "phone": "1"}).status_code == 422


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [
        ("days", "方案还缺：工期。"),
        ("boundary", "方案还缺：产权分界点。"),
        ("safety", "方案还缺：安全距离要求。"),
        ("provider_cost", "方案还缺：费用由谁承担（没有费用的填 0）。"),
    ],
)
def test_a_part_that_lacks_something_is_refused_with_what_it_lacks(water, planning, left_out, sentence):
    file = OrderFile.objects.create(order=planning["water"], name="路由图.pdf", path="files/r.pdf", size=1)
    said = PART | {"drawing": file.pk}
    said.pop(left_out)

    answer = water.post(f"orders/{planning['water'].number}/plan", said)

    assert (answer.status_code, answer.json()["detail"]) == (422, sentence)


def test_a_missing_drawing_is_warned_of_where_the_ground_is_opened(water, planning):
    lacking = give(water, planning["water"], {"drawing": None}).json()
    complete = give(water, planning["water"]).json()

    assert ["图纸" in text for text in lacking["warnings"]] == [True]
    assert complete["warnings"] == []


def test_the_yard_of_another_applicant_is_neither_found_nor_used(water, planning):
    other = accepted_case(["gas"])
    yard = name_section(town=other.town, yard_of=other, **SECTION | {"is_inside_plot": True})

    found = water.get(f"sections?town={other.town.code}").json()
    answer = give(
        water, planning["water"], {"routes": [{"section": yard.pk, "method": "open_cut", "metres": 8}]}
    )

    assert found == {"sections": []}
    assert answer.status_code == 422 and "没有这个路段" in answer.content.decode()
