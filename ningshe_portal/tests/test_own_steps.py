"""What became of a case goes along with its applicant: every kind of thing, his own, and no member of staff by name."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest

from accounts.tests.factories import UserFactory
from approvals.models import Department, Entrustment, Permit, PermitType
from common import clock
from inspections.models import Attendance, Visit
from oversight.models import Complaint, Duty, DutyStep, Rating
from utilities.models import WorkOrder
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory
from works.tests.factories import ConfirmedPartFactory, FeeFactory, PlanStepFactory, RouteFactory

from .cases import accepted_case, sign_in_phone

pytestmark = pytest.mark.django_db
PHONES = {"甲": "13811110001", "乙": "13822220002"}
MARKS = ("缺阀门井", "接入说明", "收费依据", "许可条件", "催得急", "不满意的话", "公开答复")
STAFF = ("张巡查", "李专人", "王回访", "回访时说的", "内部办理情况")


@pytest.fixture
def cases(at):
    at("2026-11-27 10:00")
    ServiceAreaFactory(provider=ProviderFactory(service="water", name="宁河供水"))
    return {who: fill(accepted_case(("water",), contact_phone=phone), who) for who, phone in PHONES.items()}


def fill(case, who):
    order = WorkOrder.objects.get(request__application=case)
    today, now = clock.today(), clock.now()
    visit = Visit.objects.create(
        application=case, kind="survey", on=today, half="morning", asked_by="portal", confirmed_by="李专人"
    )
    Attendance.objects.create(
        visit=visit, order=order, result="passed", missing=f"{who}缺阀门井", people=["张巡查"]
    )
    part = ConfirmedPartFactory(order=order, text=f"{who}接入说明", given_by="李专人", provider_cost=900)
    RouteFactory(part=part)
    PlanStepFactory(part=part)
    FeeFactory(part=part, basis=f"{who}收费依据")
    department, _ = Department.objects.get_or_create(name="城管委")
    Permit.objects.create(
        application=case,
        type=PermitType.objects.first(),
        department=department,
        number=f"{case.number}-S1",
        conditions=f"{who}许可条件",
        filer_name="李专人",
    )
    Entrustment.objects.create(
        application=case, provider=order.provider, paper=case.papers.first(), signed_by="李专人"
    )
    owed = {"application": case, "due_on": today}
    Complaint.objects.create(
        kind="urge", text=f"{who}催得急", actor_kind="applicant", answered_by="李专人", **owed
    )
    rating = Rating.objects.create(
        application=case,
        about="provider",
        provider=order.provider,
        grade=1,
        words=f"{who}不满意的话",
        channel="link",
        actor_kind="applicant",
    )
    duty = Duty.objects.create(
        kind="rectification",
        owner="provider",
        rating=rating,
        answer="内部办理情况",
        reply=f"{who}公开答复",
        **owed,
    )
    called = {"kind": "called", "is_reached": True, "text": "回访时说的", "actor_name": "王回访"}
    DutyStep.objects.create(duty=duty, actor=UserFactory(), at=now, **called)
    return case


def take_along(client):
    archive = ZipFile(BytesIO(b"".join(client.get("/my/data/export/").streaming_content)))
    [facts] = json.loads(archive.read("资料.json"))["办件"]
    return facts


@pytest.mark.parametrize(("who", "other"), [("甲", "乙"), ("乙", "甲")])
def test_each_kind_goes_along_with_its_own_applicant_alone(client, cases, who, other):
    sign_in_phone(client, PHONES[who])

    text = json.dumps(take_along(client), ensure_ascii=False)

    assert [mark for mark in MARKS if f"{who}{mark}" not in text] == []
    assert [mark for mark in MARKS if f"{other}{mark}" in text] == []
    assert [name for name in STAFF if name in text] == []


def test_the_rows_are_told_in_the_words_of_the_case_file(client, cases):
    sign_in_phone(client, PHONES["甲"])

    facts = take_along(client)

    assert facts["上门安排"][0]["日期"] == "2026-11-27"
    assert facts["接入方案"][0]["计划日期"].startswith("施工 2026-12-07")
    assert facts["费用"][0]["付款方"] == "申请人"
    assert facts["审批委托"][0] == {"受托单位": "宁河供水", "状态": "待签署", "出具时间": "2026-11-27 10:00"}
    assert facts["差评整改"][0]["回访时间"] == "2026-11-27 10:00"


def test_a_part_he_has_never_been_shown_is_not_his(client, cases):
    cases["甲"].plans.get().parts.update(status="given")
    sign_in_phone(client, PHONES["甲"])

    facts = take_along(client)

    assert [title for title in ("接入方案", "费用") if title in facts] == []


def test_the_page_lists_the_same(client, cases, django_assert_max_num_queries):
    sign_in_phone(client, PHONES["甲"])

    with django_assert_max_num_queries(36):
        page = client.get(f"/case/{cases['甲'].number}/data/").content.decode()

    assert [mark for mark in MARKS if f"甲{mark}" not in page] == []
