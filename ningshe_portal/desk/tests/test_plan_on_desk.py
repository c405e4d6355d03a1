"""A part of the plan drawn up at the desk, as on a telephone: route by route, then the rest."""

import pytest
from django.core.files.base import ContentFile

from accounts.actors import APPLICANT
from applications.tests.factories import ServiceRequestFactory
from common import clock
from utilities.services import acknowledge_order, connect_order
from utilities.tests.factories import ProviderFactory, WorkOrderFactory
from works.models import Fee, Plan, PlanPart, RoadSection
from works.services.confirming import return_plan
from works.tests.cases import road
from works.tests.factories import ConfirmedPartFactory, RouteFactory

from .conftest import door, page_of

pytestmark = pytest.mark.django_db
NEW = {
    "street": "光明路",
    "from_point": "幸福道",
    "to_point": "团结道",
    "section_metres": "100",
    "surface": "asphalt",
    "method": "open_cut",
    "specials": ["is_highway"],
}
DAYS = {
    f"{step}_{end}": day
    for step, first, last in (
        ("excavation", "2026-12-07", "2026-12-08"),
        ("construction", "2026-12-08", "2026-12-10"),
        ("backfill", "2026-12-11", "2026-12-11"),
    )
    for end, day in (("from", first), ("until", last))
}
FEE = {"kind": "works", "amount": "800", "payer": "applicant", "payee": "水司", "basis": "合同"}
SAID = {
    "text": "自光明路 DN200 接入",
    "provider_cost": "20000",
    "days": "6",
    "boundary": "水表后第一个阀门",
    "safety": "与燃气管水平净距 1.5 米",
} | DAYS


def said(**changes):
    """With the drawing anew each time: an upload is read once."""
    return SAID | {"drawing": ContentFile(b"%PDF-1.7\n%%EOF", "路由图.pdf")} | changes


@pytest.fixture
def planning(order, member):
    """PLAN runs, with works outside."""
    acknowledge_order(order, by=member, handler_name="王小水", needs_survey=False, has_outside_works=True)
    return order


def buttons(crew, order):
    return [str(button["title"]) for button in crew.get(page_of(order)).context["buttons"]]


def test_a_new_section_is_a_route_of_the_part_in_hand(crew, planning):
    crew.post(door(planning, "section"), NEW)

    section = RoadSection.objects.get()
    (route,) = PlanPart.objects.get(status="draft").routes.all()
    assert (section.is_highway, section.town, route.metres) == (True, planning.application.town, 100)


def test_numbers_bring_up_number_keys_on_a_phone(crew, planning):
    fields = crew.get(page_of(planning)).context["buttons"][0]["make_form"]().fields

    keys = [fields[name].widget.attrs["inputmode"] for name in ("section_metres", "trees_to_move")]
    assert keys == ["decimal", "numeric"]


def test_a_known_section_is_picked_with_a_length_of_its_own(crew, planning):
    section = road()

    crew.post(
        door(planning, "route"), {"section": section.pk, "method": "jacking", "metres": "30", "start": "20"}
    )

    (route,) = PlanPart.objects.get(status="draft").routes.all()
    assert (route.section, route.start, route.metres) == (section, 20, 30)


def test_the_routes_come_first_then_the_rest_and_then_nothing_but_a_change(crew, planning):
    before = buttons(crew, planning)
    crew.post(door(planning, "section"), NEW)
    drafting = buttons(crew, planning)
    crew.post(door(planning, "plan"), said())
    given = buttons(crew, planning)

    assert before[0] == "添加新路段"
    assert drafting[:4] == ["填写并提交方案", "添加路由（已有路段）", "添加新路段", "移除路由"]
    assert "修改方案" in given
    assert not {"填写并提交方案", "上报结果"} & set(given)


def test_who_changes_a_plan_is_told_what_holds_meanwhile(crew, planning):
    crew.post(door(planning, "section"), NEW)
    crew.post(door(planning, "plan"), said())

    assert "提交之前原方案不受影响" in crew.get(door(planning, "revise")).content.decode()


def test_given_at_the_desk_the_part_lies_before_the_applicant(crew, planning):
    crew.post(door(planning, "section"), NEW)

    answer = crew.post(door(planning, "plan"), said())

    assert answer["Location"] == page_of(planning)
    part = PlanPart.objects.get()
    assert (part.status, part.text, part.provider_cost) == ("presented", "自光明路 DN200 接入", 20000)
    assert part.steps.count() == 3


def test_a_cost_of_nothing_is_a_word_like_any_other(crew, planning):
    crew.post(door(planning, "section"), NEW)
    costs = ("provider_cost", "applicant_cost")
    before = [crew.get(door(planning, "plan")).context["form"][name].value() for name in costs]
    crew.post(door(planning, "plan"), said(provider_cost="0"))
    crew.post(door(planning, "revise"))

    after = [crew.get(door(planning, "plan")).context["form"][name].value() for name in costs]

    assert (before, after) == ([None, None], [0, 0])


def test_what_is_missing_is_told_beside_the_form(crew, planning):
    crew.post(door(planning, "section"), NEW)

    answer = crew.post(door(planning, "plan"), said(backfill_until=""))

    assert answer.context["form"].errors == {"backfill": ["请同时填写开始和结束日期。"]}


def test_a_route_is_taken_out_again(crew, planning):
    crew.post(door(planning, "section"), NEW)
    route = PlanPart.objects.get().routes.get()

    crew.post(door(planning, "drop-route"), {"route": route.pk})

    assert not PlanPart.objects.get().routes.exists()


def test_what_the_applicant_objects_to_stands_on_the_page(crew, planning):
    crew.post(door(planning, "section"), NEW)
    crew.post(door(planning, "plan"), said())
    return_plan(Plan.objects.get(), version=1, reason="请改走幸福道", by=APPLICANT)

    page = crew.get(page_of(planning)).content.decode()

    assert "请改走幸福道" in page
    assert buttons(crew, planning)[0] == "填写并提交方案"


def test_a_returned_plan_shows_its_routes_and_one_is_removed_at_once(crew, planning):
    crew.post(door(planning, "section"), NEW)
    crew.post(door(planning, "section"), NEW | {"street": "沿河路"})
    crew.post(door(planning, "plan"), said())
    return_plan(Plan.objects.get(), version=1, reason="请改走幸福道", by=APPLICANT)
    assert "移除路由" in buttons(crew, planning)
    assert "沿河路" in crew.get(page_of(planning)).content.decode()
    shown = crew.get(door(planning, "drop-route")).content.decode()
    given = PlanPart.objects.get()
    route = given.routes.get(section__street="沿河路")

    crew.post(door(planning, "drop-route"), {"route": route.pk})

    draft = PlanPart.objects.get(status="draft")
    assert ("光明路（幸福道至团结道）：开挖敷设 100 米" in shown, "沿河路" in shown) == (True, True)
    assert [row.section.street for row in draft.routes.all()] == ["光明路"]
    assert given.routes.count() == 2


def test_where_only_strangers_roads_are_known_a_new_one_is_the_main_thing(crew, planning):
    road(street="别家路")
    assert buttons(crew, planning)[:2] == ["添加新路段", "添加路由（已有路段）"]

    crew.post(door(planning, "section"), NEW)

    assert buttons(crew, planning)[:3] == ["填写并提交方案", "添加路由（已有路段）", "添加新路段"]


def test_where_others_of_the_case_lie_already_theirs_comes_first(crew, planning):
    request = ServiceRequestFactory(application=planning.application, service="gas")
    other = WorkOrderFactory(request=request, provider=ProviderFactory(service="gas"))
    RouteFactory(part=ConfirmedPartFactory(order=other), section=road())

    assert buttons(crew, planning)[0] == "添加路由（已有路段）"


def test_a_change_thought_better_of_leaves_what_was_given(crew, planning):
    crew.post(door(planning, "section"), NEW)
    crew.post(door(planning, "plan"), said())
    crew.post(door(planning, "revise"))

    crew.post(door(planning, "discard"))

    assert [part.status for part in PlanPart.objects.all()] == ["presented", "dropped"]


def test_where_nothing_is_planned_the_provider_says_so(crew, order, member):
    acknowledge_order(order, by=member, handler_name="王小水", needs_survey=False, has_outside_works=False)

    crew.post(door(order, "report", "plan"), {"outcome": "not_needed", "occurred_at": "2026-11-23T09:00"})

    assert order.milestones.get(stage="plan").status == "skipped"


def test_what_the_applicant_is_to_bear_outside_his_plot_is_put_to_him_only_once_it_was_looked_at(
    crew, planning
):
    crew.post(door(planning, "section"), NEW)
    answer = crew.post(door(planning, "plan"), said(applicant_cost="500"))
    assert "国办函〔2020〕129号" in answer.context["form"].errors["is_checked"][0]
    assert not PlanPart.objects.exclude(status="draft").exists()

    crew.post(door(planning, "plan"), said(applicant_cost="500", is_checked="on"))
    assert PlanPart.objects.get().status == "presented"
    assert "fee-warning" in crew.get(page_of(planning)).content.decode()


def test_a_fee_he_is_to_pay_outside_his_plot_is_listed_only_once_it_was_looked_at(crew, planning):
    crew.post(door(planning, "section"), NEW)
    crew.post(door(planning, "plan"), said())

    answer = crew.post(door(planning, "fee"), FEE | {"is_outside": "yes"})
    assert list(answer.context["form"].errors) == ["is_checked"]
    crew.post(door(planning, "fee"), FEE | {"is_outside": "no"})
    crew.post(door(planning, "fee"), FEE | {"is_outside": "yes", "is_checked": "on"})

    assert list(Fee.objects.values_list("is_outside", flat=True)) == [False, True]


def test_what_is_owed_can_still_be_noted_as_paid_once_supply_is_on(crew, planning):
    crew.post(door(planning, "section"), NEW)
    crew.post(door(planning, "plan"), said())
    crew.post(door(planning, "fee"), FEE | {"is_outside": "no"})
    connect_order(planning, by=APPLICANT, at=clock.now())
    assert buttons(crew, planning).count("登记缴纳") == 1
    assert buttons(crew, planning)[0] == "登记户号"
    crew.post(door(planning, "account"), {"account_number": "3300012"})
    assert buttons(crew, planning)[0] == "登记缴纳"

    crew.post(door(planning, "paid"), {"fee": Fee.objects.get().pk, "paid_on": "2026-11-23"})

    assert str(Fee.objects.get().paid_on) == "2026-11-23"
    assert "登记缴纳" not in buttons(crew, planning)


def test_a_drawing_need_not_be_sent_again_with_a_form_that_came_back(crew, planning):
    crew.post(door(planning, "section"), NEW)
    answer = crew.post(door(planning, "plan"), said(applicant_cost="500"))
    assert "is_checked" in answer.context["form"].errors

    again = SAID | {"applicant_cost": "500", "is_checked": "on"}
    form = answer.context["form"]
    assert not form.fields["drawing"].required
    assert "另选一个即替换" in form["drawing"].help_text
    again["uploaded"] = form.data["uploaded"]
    crew.post(door(planning, "plan"), again)

    given = PlanPart.objects.exclude(status="draft").get()
    assert (bool(given.drawing), given.drawing_name) == (True, "路由图.pdf")


def test_a_part_that_opens_the_ground_is_asked_for_all_a_plan_must_say(crew, planning):
    crew.post(door(planning, "section"), NEW)

    answer = crew.post(door(planning, "plan"), DAYS | {"text": "自光明路接入"})

    assert set(answer.context["form"].errors) == {"provider_cost", "boundary", "safety", "days", "drawing"}
