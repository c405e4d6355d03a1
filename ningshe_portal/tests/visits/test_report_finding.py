"""A crew answers to a day, reports what it found there, and reads its diary and papers."""

import pytest
from django.core import signing
from django.urls import reverse

from accounts.tests.factories import UserFactory
from common import clock
from inspections.models import Attendance
from inspections.services import answer_visit, record_finding
from inspections.tests.conftest import walk_to
from ningshe_portal.tests.cases import order_to_survey, sign_in_phone

from .hands import crew_of, drawn, order_of, photo

pytestmark = pytest.mark.django_db


def test_a_crew_answers_then_finds_with_a_signature(client, case, visit, at):
    order = order_of(case)
    crew = crew_of(client, order)
    page = crew.get(reverse("admin:utilities_workorder_change", args=[order.pk])).content.decode()
    assert "答复上门时间" in page and "上报结果" not in page
    crew.post(f"/admin/utilities/workorder/{order.pk}/do/visit-answer/survey/", {"answer": "coming"})
    offered = crew.get(reverse("admin:utilities_workorder_change", args=[order.pk])).context["buttons"]
    assert [one["is_seldom"] for one in offered if one["title"] == "答复上门时间"] == [True]
    assert offered[0]["is_seldom"]
    answer_visit(order_of(case, "power"), "survey", is_coming=True, by=UserFactory())
    at("2026-11-24 10:00")
    said = {
        "outcome": "reached",
        "occurred_at": "2026-11-24T09:30",
        "has_outside_works": "yes",
        "method": "直埋",
        "first_person": "刘工",
        "second_person": "张工",
    }
    door = f"/admin/utilities/workorder/{order.pk}/do/report/survey/"

    refused = crew.post(door, said | {"signature": "data:image/png;base64,AAAA"})
    crew.post(door, said | {"signature": drawn()})

    own = visit.attendances.get(order=order)
    assert "签字无法读取" in refused.content.decode() or refused.status_code == 200
    assert (own.result, own.method, own.people, own.signature[:9]) == (
        "passed",
        "直埋",
        ["刘工", "张工"],
        "evidence/",
    )


def test_a_paper_is_listed_by_what_stands_above_it(client, case, fixed):
    case.papers.filter(kind="arrangement").update(content={"title": "验收安排"})
    sign_in_phone(client)

    page = client.get(reverse("case", args=[case.number])).content.decode()

    assert "验收安排" in page and "踏勘安排（" not in page


def test_a_provider_opens_the_papers_of_the_visits_it_takes_part_in(client, case, fixed, at):
    at("2026-11-24 10:00")
    water, power = (order_of(case, service) for service in ("water", "power"))
    crew = crew_of(client, water)

    def opened():
        kinds = ("arrangement", "survey")
        return [crew.get(f"/documents/{case.number}/{kind}-1.pdf").status_code for kind in kinds]

    assert opened() == [200, 404]
    for order in (water, power):
        said = {
            "outcome": "reached",
            "occurred_at": clock.now(),
            "by": UserFactory(),
            "has_outside_works": True,
        }
        record_finding(order, "survey", **said)
    assert opened() == [200, 200]
    Attendance.objects.filter(order=water).update(left_at=clock.now())
    assert opened() == [404, 404]


def test_what_was_signed_and_photographed_stays_where_something_else_is_missing(client, case, fixed, at):
    at("2026-11-24 10:00")
    order = order_of(case)
    crew, door = crew_of(client, order), f"/admin/utilities/workorder/{order.pk}/do/report/survey/"
    said = {
        "outcome": "reached",
        "occurred_at": "2026-11-24T09:30",
        "has_outside_works": "yes",
        "first_person": "刘工",
        "signature": drawn(),
    }

    form = crew.post(door, said | {"photos": [photo("a.jpg"), photo("b.jpg", "red")]}).context["form"]
    page = str(form)
    more = {"second_person": "张工", "uploaded": form["uploaded"].value(), "photos": photo("c.jpg", "blue")}
    crew.post(door, said | more)

    own = fixed.attendances.get(order=order)
    assert f'value="{said["signature"]}"' in page and "已上传 2 个文件" in page
    assert (own.result, len(own.report.photos)) == ("passed", 3)


@pytest.mark.parametrize("salt", ["", "uploaded:0"], ids=["unsigned", "of another stage"])
def test_no_path_that_was_not_uploaded_for_this_stage_is_taken(salt, client, case, fixed, at):
    at("2026-11-24 10:00")
    order = order_of(case)
    said = {
        "outcome": "reached",
        "occurred_at": "2026-11-24T09:30",
        "has_outside_works": "yes",
        "first_person": "刘工",
        "second_person": "张工",
        "unsigned": "refused",
        "uploaded": signing.dumps({"photos": ["evidence/foreign.jpg"]}, salt=salt) if salt else "x",
    }

    crew_of(client, order).post(f"/admin/utilities/workorder/{order.pk}/do/report/survey/", said)

    assert fixed.attendances.get(order=order).report.photos == []


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ({"second_person": ""}, "second_person"),
        ({"second_person": "刘工"}, "second_person"),
        ({"unsigned": ""}, "unsigned"),
    ],
    ids=["one name", "one name twice", "no signature"],
)
def test_without_two_names_and_a_signature_or_its_reason_nothing_is_reported(
    missing, field, client, case, fixed, at
):
    at("2026-11-24 10:00")
    order = order_of(case)
    crew, door = crew_of(client, order), f"/admin/utilities/workorder/{order.pk}/do/report/survey/"
    said = {
        "outcome": "reached",
        "occurred_at": "2026-11-24T09:30",
        "has_outside_works": "yes",
        "first_person": "刘工",
        "second_person": "张工",
        "unsigned": "refused",
    }

    refused = crew.post(door, said | missing)
    reported = fixed.attendances.get(order=order).result
    crew.post(door, said)

    own = fixed.attendances.get(order=order)
    assert (list(refused.context["form"].errors), reported) == ([field], "")
    assert (own.result, own.people, own.get_unsigned_display()) == (
        "passed",
        ["刘工", "张工"],
        "申请人拒绝签字",
    )


def test_the_diary_lists_ones_own_days(client, case, fixed, at):
    crew = crew_of(client, order_of(case))

    coming = crew.get("/admin/inspections/attendance/?when=coming").content.decode()
    at("2026-11-25 09:00")
    missing = crew.get("/admin/inspections/attendance/?when=missing").content.decode()

    for page in (coming, missing):
        assert f"{case.number}-W" in page
        assert f"{case.number}-P" not in page


def test_a_connection_before_its_contract_was_signed_is_refused_with_what_was_written(client, case, at):
    order = order_to_survey()
    walk_to(order, "connection", UserFactory(), at=at("2026-11-24 09:00"))
    at("2026-11-26 10:00")
    crew, own = crew_of(client, order), f"/admin/utilities/workorder/{order.pk}/do"
    crew.post(f"{own}/contract/", {"signed_on": "2026-11-26"})
    said = {"outcome": "reached", "occurred_at": "2026-11-25T10:00", "note": "已通水，表号 1024"}

    answer = crew.post(f"{own}/report/connection/", said | {"photos": photo("a.jpg")})

    [why] = answer.context["form"].non_field_errors()
    assert "2026-11-26 晚于接通日期 2026-11-25" in why
    assert all(text in answer.content.decode() for text in ("已通水，表号 1024", "已上传 1 个文件"))
    assert order.milestones.get(stage="connection").status == "running"
