"""The plan in the case file and at the window: who sees what, and who says yes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actors import SYSTEM
from common.status import WrongStatus
from milestones.evidence import keep_evidence
from milestones.tests.factories import demo_limits
from ningshe_portal.pages.plan_answers import forward
from works.models import Plan, PlanPart
from works.services.fees import agree_fee
from works.tests.cases import along, give, give_all, orders_of, planned_case

from .cases import sign_in_member, sign_in_phone, sign_in_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(at):
    at("2026-11-27 10:00")
    demo_limits()
    return planned_case(contact_phone="13820001234")


@pytest.fixture
def presented(case):
    orders = orders_of(case)
    give(orders["water"], along(), text="自光明路接水", provider_cost=20000)
    give(orders["power"], along(metres=60), text="架设箱变", provider_cost=98765)
    return Plan.objects.get()


def page(client, case):
    return client.get(f"/case/{case.number}/").content.decode()


def test_the_applicant_reads_the_whole_plan_and_what_one_trench_saves(client, case, presented):
    sign_in_phone(client)

    text = page(client, case)

    expected = ("自光明路接水", "架设箱变", "98,765", "同沟开挖", "<svg", "确认方案")
    assert [word for word in expected if word not in text] == []


def test_a_provider_reads_its_own_words_and_only_the_ways_of_the_others(client, case, presented):
    sign_in_member(client, orders_of(case)["water"].provider)

    text = page(client, case)

    assert "自光明路接水" in text and "用电 开挖敷设 60 米" in text
    assert "架设箱变" not in text and "98,765" not in text
    assert client.get(f"/documents/{case.number}/plan-1.pdf").status_code == 404


def test_the_applicant_says_yes(client, case, presented):
    sign_in_phone(client)

    client.post(f"/case/{case.number}/confirm-plan/", {"target": f"{presented.pk}-1"})

    assert Plan.objects.get().status == "confirmed"


@pytest.mark.parametrize("others", [True, False], ids=["of the other", "of both"])
def test_parts_of_another_plan_are_not_taken_for_all_of_this_one(client, at, others):
    at("2026-11-27 10:00")
    demo_limits()
    case = planned_case(joint=False, contact_phone="13820001234")
    first, second = give_all(case)
    sign_in_phone(client)
    door = f"/case/{case.number}/return-plan/"
    ticked = [plan.parts.get().pk for plan in ([second] if others else [first, second])]

    shown = client.get(door).content.decode()
    said = {"target": f"{first.pk}-1", "parts": ticked, "reason": "请改走另一条路"}
    answer = client.post(door, said)

    assert all(f"{plan.name}：" in shown for plan in (first, second))
    assert "请只勾选它的事项" in answer.context["form"].errors["parts"][0]
    assert set(PlanPart.objects.values_list("status", flat=True)) == {"presented"}


def test_yes_to_what_has_changed_meanwhile_is_asked_again(client, case, presented):
    sign_in_phone(client)
    give(orders_of(case)["water"], along(metres=50))

    answer = client.post(f"/case/{case.number}/confirm-plan/", {"target": f"{presented.pk}-1"})

    assert Plan.objects.get().status == "presented"
    assert "方案已有变化" in answer.content.decode()


def test_the_applicant_sends_one_part_back(client, case, presented):
    sign_in_phone(client)
    water = PlanPart.objects.get(order=orders_of(case)["water"])

    said = {"target": f"{presented.pk}-1", "parts": [water.pk], "reason": "请改走幸福道"}
    client.post(f"/case/{case.number}/return-plan/", said)

    assert {part.order.request.service: part.status for part in PlanPart.objects.all()} == {
        "water": "returned",
        "power": "given",
    }


def test_strangers_and_providers_cannot_answer_for_him(client, case, presented):
    address, said = f"/case/{case.number}/confirm-plan/", {"target": f"{presented.pk}-1"}

    sign_in_phone(client, "13900000000")
    stranger = client.post(address, said)
    sign_in_member(client, orders_of(case)["water"].provider)
    provider = client.post(address, said)

    assert (stranger.status_code, provider.status_code) == (404, 403)
    assert Plan.objects.get().status == "presented"


def test_a_clerk_confirms_in_his_name(client, case, presented):
    sign_in_staff(client, "clerk")

    client.post(f"/window/{case.number}/confirm-plan/", {"target": f"{presented.pk}-1"})

    assert Plan.objects.get().status == "confirmed"


@pytest.mark.parametrize(("role", "status"), [("clerk", 403), ("office", 302)])
def test_the_office_alone_puts_a_plan_forward(client, case, role, status):
    give(orders_of(case)["water"], along())
    sign_in_staff(client, role)

    answer = client.post(f"/window/{case.number}/put-plan-forward/", {"reason": "供电未按时提交"})

    assert answer.status_code == status
    assert Plan.objects.get(is_joint=True).status == ("presented" if status == 302 else "draft")


def test_what_is_put_forward_twice_is_refused_the_second_time(client, case):
    give(orders_of(case)["water"], along())
    forward(case, reason="供电未按时提交", by=SYSTEM)

    with pytest.raises(WrongStatus, match="没有可以先行提交"):
        forward(case, reason="供电未按时提交", by=SYSTEM)


def test_the_review_names_who_is_late(client, case):
    give(orders_of(case)["water"], along())
    sign_in_staff(client, "office")

    text = client.get(f"/window/{case.number}/").content.decode()

    assert f"尚未提交的单位：{orders_of(case)['power'].provider}" in text


def test_who_has_not_given_a_part_sees_where_the_others_dig(client, case):
    give(orders_of(case)["water"], along(), text="自光明路接水", provider_cost=24680)
    power = orders_of(case)["power"]
    sign_in_member(client, power.provider)
    power.provider.members.get().user.__class__.objects.update(is_staff=True)

    text = client.get(f"/admin/utilities/workorder/{power.pk}/change/").content.decode()

    assert "用水 开挖敷设 80 米" in text
    assert "自光明路接水" not in text and "24,680" not in text


def test_the_fee_list_is_printed_and_opened(client, case):
    water = orders_of(case)["water"]
    give(water, along())
    agree_fee(water, kind="works", amount=1200, payee="宁河供水", payer="applicant", basis="合同", by=SYSTEM)
    sign_in_phone(client)

    answer = client.post(f"/case/{case.number}/fees/")

    assert answer["Location"] == f"/documents/{case.number}/fees-1.pdf"
    assert "1,200" in page(client, case)


def test_a_provider_sees_no_fee_of_another(client, case):
    water, power = orders_of(case)["water"], orders_of(case)["power"]
    give(water, along())
    give(power, along())
    agree_fee(water, kind="works", amount=13579, payee="甲", payer="provider", basis="合同", by=SYSTEM)
    sign_in_member(client, power.provider)

    text = page(client, case)

    assert "13,579" not in text and "施工安排和费用" in text


def test_a_drawing_is_for_the_applicant_and_whoever_drew_it(client, case):
    path = keep_evidence(SimpleUploadedFile("图.pdf", b"%PDF-1.7\n%%EOF"))
    water = orders_of(case)["water"]
    give(water, along(), drawing=path, drawing_name="图.pdf")
    give(orders_of(case)["power"], along())
    address = f"/case/{case.number}/drawings/{PlanPart.objects.get(order=water).pk}/"

    sign_in_phone(client)
    applicant = client.get(address).getvalue()
    sign_in_member(client, water.provider)
    owner = client.get(address).getvalue()
    sign_in_member(client, orders_of(case)["power"].provider)
    other = client.get(address)

    assert applicant == owner == b"%PDF-1.7\n%%EOF"
    assert other.status_code == 404


def test_more_parts_cost_no_more_questions(client, case, django_assert_max_num_queries):
    sign_in_phone(client)
    give_all(case)
    page(client, case)

    with django_assert_max_num_queries(63):
        page(client, case)
