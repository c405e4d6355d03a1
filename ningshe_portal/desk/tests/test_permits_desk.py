"""The desk of the permits: whose rows, whose verbs, and that it works with one short form each."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.actors import APPLICANT, SYSTEM
from accounts.tests.factories import UserFactory
from approvals.models import Department, Permit
from approvals.services import decide_permit, sign_entrustment
from common import clock
from ningshe_portal.tests.permits import case_with_permits, orders_of
from utilities.tests.factories import MemberFactory, ProviderFactory

pytestmark = pytest.mark.django_db
LIST = reverse("admin:approvals_permit_changelist")


@pytest.fixture(autouse=True)
def on_monday(at):
    at("2026-11-23 09:00")


@pytest.fixture
def case(planned):
    return planned


def sign_in_officer(client, code):
    user = UserFactory(roles=["officer"], is_staff=True)
    Department.objects.get(code=code).members.add(user)
    client.force_login(user)
    return user


def sign_in_member(client, provider):
    user = UserFactory(roles=["provider"], is_staff=True)
    MemberFactory(provider=provider, user=user)
    client.force_login(user)


def page(permit):
    return reverse("admin:approvals_permit_change", args=[permit.pk])


def act(permit, verb):
    return reverse("admin:approvals_permit_act", args=[permit.pk, verb])


def listed(client, **query):
    return [permit.number for permit in client.get(LIST, query).context["cl"].result_list]


def titles(client, permit):
    return [button["title"] for button in client.get(page(permit)).context["buttons"]]


def test_an_officer_sees_only_his_departments_permits(client, permits):
    sign_in_officer(client, "municipal")

    assert listed(client) == [permits[1].number]
    assert [client.get(page(permit)).status_code for permit in permits] == [404, 200, 404]
    assert client.get(act(permits[2], "decide")).status_code == 404


def test_what_waits_for_the_officer_is_filled_in_on_the_page_itself(client, permits):
    sign_in_officer(client, "municipal")

    first = client.get(page(permits[1])).context["buttons"][0]
    fields = first["make_form"]().fields

    shown = client.get(page(permits[1])).content.decode()
    assert fields and all(f'name="{name}"' in shown for name in fields)


def test_before_it_is_filed_an_officer_sees_nothing(client, case):
    sign_in_officer(client, "municipal")

    assert listed(client) == []


def test_an_officer_of_no_department_sees_nothing(client, permits):
    client.force_login(UserFactory(roles=["officer"], is_staff=True))

    assert listed(client) == []


def test_an_officer_accepts_and_grants_with_conditions(client, permits, at):
    sign_in_officer(client, "municipal")
    assert titles(client, permits[1]) == ["受理", "登记审批决定", "启动特别程序", "延长审批期限"]

    client.post(act(permits[1], "accept"), {"number": "YWT-1"})
    at("2026-11-24 10:00")
    client.post(
        act(permits[1], "decide"),
        {
            "outcome": "granted",
            "decided_at": "2026-11-24T09:30",
            "conditions": "夜间施工",
            "decision_number": "7 号",
        },
    )

    permits[1].refresh_from_db()
    assert (permits[1].status, permits[1].conditions) == ("granted", "夜间施工")
    assert permits[1].external_number == "YWT-1"
    assert titles(client, permits[1]) == ["补充文书"]
    assert listed(client) == []
    assert listed(client, status="all") == [permits[1].number]


def test_a_refusal_without_a_reason_comes_back_with_a_sentence(client, permits):
    sign_in_officer(client, "municipal")

    answer = client.post(act(permits[1], "decide"), {"outcome": "refused", "decided_at": "2026-11-23T09:00"})

    assert "请写明不予批准的理由" in answer.content.decode()
    permits[1].refresh_from_db()
    assert permits[1].status == "filed"


def test_the_paper_of_a_decision_that_came_back_is_kept(client, permits):
    sign_in_officer(client, "municipal")
    said = {"outcome": "refused", "decided_at": "2026-11-23T09:00"}
    back = client.post(
        act(permits[1], "decide"), said | {"file": ContentFile(b"%PDF-1.7\n%%EOF", "决定.pdf")}
    )
    kept = {"uploaded": back.context["form"].data["uploaded"]}

    client.post(act(permits[1], "decide"), said | kept | {"refusal_reason": "材料不齐"})

    permits[1].refresh_from_db()
    assert (permits[1].status, bool(permits[1].file)) == ("refused", True)


def test_an_officer_stops_and_prolongs_with_the_written_notice(client, permits):
    sign_in_officer(client, "municipal")

    client.post(
        act(permits[1], "procedure"),
        {"procedure": "experts", "expected_days": "5", "notice_number": "1 号", "text": "专家评审"},
    )
    assert "特别程序结束" in titles(client, permits[1])
    client.post(act(permits[1], "end-procedure"))
    client.post(
        act(permits[1], "extend"),
        {"days": "10", "approved_by": "李局长", "notice_number": "2 号", "text": "情况复杂"},
    )

    permit = Permit.objects.get(pk=permits[1].pk)
    assert (permit.spans.count(), permit.extra_days) == (1, 10)
    shown = client.get(page(permits[1])).content.decode()
    assert "专家评审" in shown
    assert "情况复杂" in shown


def test_a_provider_sees_the_permits_of_its_orders_but_decides_only_as_told(client, permits, case):
    water = orders_of(case)[0]
    sign_in_member(client, water.provider)

    assert sorted(listed(client)) == sorted(permit.number for permit in permits)
    assert titles(client, permits[1]) == ["登记审批决定", "填写受理编号"]


def test_who_is_not_entrusted_only_reads(client, permits, case):
    gas = orders_of(case)[1]
    sign_in_member(client, gas.provider)

    assert titles(client, permits[1]) == []
    assert client.post(act(permits[1], "number"), {"number": "1"}).status_code == 403
    assert [order.number for order in client.get(page(permits[1])).context["orders"]] == [gas.number]


def test_who_files_for_all_also_acts_on_what_only_others_wait_for(client, case):
    water, gas = orders_of(case)
    only_gas = Permit.objects.filter(application=case).last()
    only_gas.orders.set([gas])
    sign_in_member(client, water.provider)
    order_page = client.get(reverse("admin:utilities_workorder_change", args=[water.pk]))

    assert only_gas.number in listed(client)
    assert page(only_gas) in order_page.content.decode()
    assert client.get(page(only_gas)).status_code == 200


@pytest.mark.parametrize("lost", ["mandate", "consent"])
def test_without_mandate_or_consent_only_the_own_ones_are_seen(client, case, lost):
    water, gas = orders_of(case)
    only_gas = Permit.objects.filter(application=case).last()
    only_gas.orders.set([gas])
    sign_in_member(client, water.provider)
    if lost == "mandate":
        case.entrustments.update(status="revoked")
    else:
        case.requests.filter(service="water").update(consent_withdrawn_at=clock.now())

    assert only_gas.number not in listed(client)


def test_a_stranger_sees_nothing(client, permits):
    sign_in_member(client, ProviderFactory(service="gas"))

    assert listed(client) == []
    assert client.get(page(permits[1])).status_code == 404


def test_the_office_does_both(client, permits):
    client.force_login(UserFactory(roles=["office"], is_staff=True))

    assert titles(client, permits[1]) == [
        "受理",
        "登记审批决定",
        "填写受理编号",
        "启动特别程序",
        "延长审批期限",
    ]


def test_the_entrusted_provider_files_all_from_its_order(client, case):
    water, gas = orders_of(case)
    sign_entrustment(case, signed_on=clock.today(), by=APPLICANT)
    sign_in_member(client, water.provider)
    page_of = reverse("admin:utilities_workorder_change", args=[water.pk])
    assert client.get(page_of).context["buttons"][0]["title"] == "统一申报审批手续"
    assert "审批手续" in client.get(page_of).content.decode()

    number = Permit.objects.filter(application=case).last().number
    client.post(reverse("admin:utilities_workorder_act", args=[water.pk, "file-permits"]), {number: "YWT-9"})

    assert set(case.permits.values_list("status", "external_number")) == {("filed", ""), ("filed", "YWT-9")}
    assert gas.milestones.get(stage="approval").holder == "authority"


def test_a_protected_road_is_seen_to_at_the_desk(client):
    case = case_with_permits(["water"], built_on=date(2025, 1, 1))
    water = orders_of(case)[0]
    sign_in_member(client, water.provider)
    digging = Permit.objects.filter(application=case, protected_until__isnull=False).first()

    client.post(act(digging, "way-out"), {"way_out": "government", "basis": "别无路由"})

    digging.refresh_from_db()
    assert (digging.way_out, digging.way_out_basis) == ("government", "别无路由")
    assert "报区政府批准后申报：别无路由" in client.get(page(digging)).content.decode()


def test_the_list_asks_the_same_number_of_questions_for_one_and_for_three(
    client, permits, django_assert_num_queries
):
    client.force_login(UserFactory(roles=["office"], is_staff=True))
    with django_assert_num_queries(13):
        assert len(listed(client)) == 3
    Permit.objects.exclude(pk=permits[0].pk).update(status="withdrawn")

    with django_assert_num_queries(13):
        assert len(listed(client)) == 1


def test_what_an_officer_wrote_stays_where_a_permit_was_decided_meanwhile(client, permits, at):
    permit = permits[1]
    at("2026-11-24 09:00")
    sign_in_officer(client, permit.department.code)
    decide_permit(permit, outcome="granted", by=SYSTEM, decided_at=clock.now())
    words = {"outcome": "refused", "decided_at": "2026-11-24T08:30", "refusal_reason": "管位与燃气冲突"}

    answer = client.post(act(permit, "decide"), words)

    permit.refresh_from_db()
    assert answer.status_code == 200 and answer.context["form"].non_field_errors()
    assert "管位与燃气冲突" in answer.content.decode()
    assert (permit.status, permit.refusal_reason) == ("granted", "")


def test_of_a_permit_that_was_never_filed_its_filer_decides_nothing(client, planned):
    provider = sign_entrustment(planned, signed_on=clock.today(), by=APPLICANT).provider
    permit = planned.permits.first()
    sign_in_member(client, provider)
    words = {"outcome": "granted", "decided_at": "2026-11-23T08:30", "conditions": "夜间施工"}

    answer = client.post(act(permit, "decide"), words)

    assert answer["Location"] == reverse("admin:approvals_permit_change", args=[permit.pk])
