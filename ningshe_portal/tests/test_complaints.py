"""Urging and complaining on the pages: by the applicant in his case, answered at the office's desk."""

import pytest

from accounts.actors import APPLICANT
from milestones.tests.factories import demo_limits
from ningshe_portal.roles import sync_roles
from oversight.models import Complaint
from oversight.services import answer_complaint, file_complaint
from oversight.services.filing import MOST_OF_APPLICANT
from utilities.models import WorkOrder
from utilities.tests.factories import ServiceAreaFactory

from .cases import accepted_case, sign_in_member, sign_in_phone, sign_in_staff

pytestmark = pytest.mark.django_db
LIST = "/oversight/complaints/"


@pytest.fixture
def case(at):
    at("2026-11-27 10:00")
    sync_roles()
    demo_limits()
    ServiceAreaFactory(provider__service="water", provider__name="宁河供水")
    ServiceAreaFactory(provider__service="power", provider__name="宁河供电")
    return accepted_case(("water", "power"))


@pytest.fixture
def filed(case):
    """One of each, water's."""
    asked = case.requests.get(service="water")
    return {
        kind: file_complaint(case, kind=kind, text=f"{kind}的原文", request=asked, by=APPLICANT)
        for kind in ("urge", "complaint")
    }


def test_the_applicant_urges_one_of_what_runs_and_reads_number_limit_and_answer(client, case):
    sign_in_phone(client)
    form = client.get(f"/case/{case.number}/urge/").context["form"]
    (key, label), *_rest = form.fields["what"].choices

    client.post(f"/case/{case.number}/urge/", {"what": key})
    page = client.get(f"/case/{case.number}/").content.decode()

    urge = Complaint.objects.get()
    assert label == "用水：宁河供水，接单"
    assert (urge.kind, urge.request.service, urge.text) == ("urge", "water", "请尽快办理。")
    assert [word in page for word in (urge.number, "2026-11-30（周一）", "剩 1 个工作日", "待确认")] == [
        True
    ] * 4

    answer_complaint(urge, answer="明天上午上门。", by=sign_in_staff(client, "office"))
    client.logout()
    sign_in_phone(client)
    assert "明天上午上门。" in client.get(f"/case/{case.number}/").content.decode()


def test_what_is_urged_is_offered_no_more(client, case, filed):
    sign_in_phone(client)

    form = client.get(f"/case/{case.number}/urge/").context["form"]

    assert [label for _key, label in form.fields["what"].choices] == ["用电：宁河供电，接单"]


def test_a_complaint_is_about_the_window_or_one_service(client, case):
    sign_in_phone(client)
    water = str(case.requests.get(service="water").pk)

    for what in ("whole", water):
        client.post(f"/case/{case.number}/complain/", {"what": what, "text": "等了很久"})

    assert [row.request and row.request.service for row in Complaint.objects.order_by("pk")] == [
        None,
        "water",
    ]


def test_a_complaint_without_words_comes_back_with_its_form(client, case):
    sign_in_phone(client)

    page = client.post(f"/case/{case.number}/complain/", {"what": "whole", "text": " "})

    assert "请写明具体情况。" in page.content.decode()
    assert not Complaint.objects.exists()


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("applicant", {"urge", "complaint"}),
        ("clerk", {"urge"}),
        ("office", {"urge", "complaint"}),
        ("supervisor", {"urge", "complaint"}),
        ("water", {"urge"}),
        ("power", set()),
    ],
)
def test_who_reads_what_in_the_case_file(client, case, filed, who, seen):
    if who == "applicant":
        sign_in_phone(client)
    elif who in ("water", "power"):
        sign_in_member(client, WorkOrder.objects.get(request__service=who).provider)
    else:
        sign_in_staff(client, who)

    page = client.get(f"/case/{case.number}/").content.decode()

    assert {kind for kind in filed if f"{kind}的原文" in page} == seen


def test_a_clerk_sees_at_the_desk_what_is_urged_and_no_complaint(client, case, filed):
    sign_in_staff(client, "clerk")

    page = client.get(f"/window/{case.number}/").content.decode()

    assert [f"{kind}的原文" in page for kind in filed] == [True, False]


def test_the_page_of_the_order_says_that_it_is_urged_until_it_is_answered(client, case, filed):
    order = WorkOrder.objects.get(request__service="water")
    user = sign_in_member(client, order.provider)
    user.is_staff = True
    user.save()
    page = f"/admin/utilities/workorder/{order.pk}/change/"
    before = client.get(page).content.decode()

    answer_complaint(filed["urge"], answer="好", by=user)

    after = client.get(page).content.decode()
    assert [f"{kind}的原文" in before for kind in filed] == [True, False]
    assert 'class="urged"' not in after


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("office", 200),
        ("supervisor", 200),
        ("clerk", 403),
        ("provider", 403),
        ("regulator", 403),
        ("administrator", 403),
    ],
)
@pytest.mark.parametrize("page", ["", "new/", "{number}/"], ids=["list", "new", "one"])
def test_only_the_office_and_supervisors_answer(client, filed, role, status, page):
    sign_in_staff(client, role)

    assert client.get(LIST + page.format(number=filed["urge"].number)).status_code == status


def test_the_first_due_stands_first_and_what_is_answered_in_its_own_list(client, filed):
    user = sign_in_staff(client, "supervisor")

    def listed(**query):
        return [row.complaint.kind for row in client.get(LIST, query).context["rows"]]

    assert listed() == ["urge", "complaint"]
    answer_complaint(filed["urge"], answer="好", by=user)
    assert (listed(), listed(status="answered")) == (["complaint"], ["urge"])


def test_the_answer_is_given_on_a_short_page(client, filed):
    user = sign_in_staff(client, "supervisor")
    page = f"{LIST}{filed['complaint'].number}/"

    client.post(page, {"answer": "已核实，已约谈。"})
    again = client.post(page, {"answer": "另一个答复"})

    complaint = Complaint.objects.get(kind="complaint")
    assert (complaint.answer, complaint.answerer) == ("已核实，已约谈。", user)
    assert again.context["form"].non_field_errors()
    assert all(text in again.content.decode() for text in ("已核实，已约谈。", "另一个答复"))


@pytest.mark.parametrize("number", ["CB20261127999999", "0", "x"])
def test_one_that_does_not_exist_is_not_found(client, filed, number):
    sign_in_staff(client, "supervisor")

    assert client.get(f"{LIST}{number}/").status_code == 404


@pytest.mark.parametrize("kind", ["hotline", "inspection"])
def test_what_comes_by_telephone_or_at_an_inspection_is_entered_with_or_without_a_case(client, case, kind):
    sign_in_staff(client, "office")

    for number in (case.number.lower(), ""):
        client.post(f"{LIST}new/", {"kind": kind, "case": number, "text": "反映无人上门"})

    assert [row.application for row in Complaint.objects.order_by("pk")] == [case, None]


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "urge", "text": "x"},
        {"kind": "hotline", "text": "x", "case": "NH20990101000001"},
        {"kind": "hotline", "text": ""},
    ],
    ids=["not by telephone", "no such case", "no words"],
)
def test_an_unfit_entry_comes_back_with_its_form(client, case, data):
    sign_in_staff(client, "office")

    page = client.post(f"{LIST}new/", data)

    assert page.status_code == 200
    assert page.context["form"].errors
    assert not Complaint.objects.exists()


@pytest.mark.parametrize(("role", "is_shown"), [("supervisor", True), ("clerk", False)])
def test_the_board_of_the_supervisors_counts_them(client, filed, at, role, is_shown):
    at("2026-12-01 09:00")
    sign_in_staff(client, role)

    page = client.get("/oversight/").content.decode()

    assert ("2 件待答复，其中 1 件超期" in page) == is_shown


@pytest.mark.parametrize("many", [1, 5])
def test_the_list_costs_the_same_for_one_and_for_five(client, case, many, django_assert_num_queries):
    asked = case.requests.get(service="water")
    for _number in range(many):
        file_complaint(case, kind="complaint", text="x", request=asked, by=APPLICANT)
    sign_in_staff(client, "supervisor")
    client.get(LIST)

    with django_assert_num_queries(13):
        client.get(LIST)


def test_one_complaint_too_many_is_not_lost(client, case):
    for time in range(MOST_OF_APPLICANT):
        file_complaint(case, kind="complaint", text=f"第 {time} 次没来", by=APPLICANT)
    sign_in_phone(client, case.contact_phone)

    refused = client.post(f"/case/{case.number}/complain/", {"what": "whole", "text": "写了很久的话"})

    assert "投诉次数已满" in refused.content.decode()
    assert "写了很久的话</textarea>" in refused.content.decode()
