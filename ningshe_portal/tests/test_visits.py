"""The pages of a visit: what the applicant confirms, the office arranges, the crew answers and finds."""

import base64
from datetime import date, datetime
from io import BytesIO

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.tests.factories import UserFactory
from applications.models import Application
from common import clock
from inspections.links import sign
from inspections.models import Attendance, Visit
from inspections.services import answer_visit, cancel_visit, fix_visit, record_finding
from ningshe_portal.tests.cases import accepted_case, sign_in_member, sign_in_phone, sign_in_staff
from outbox.models import Message
from utilities.models import WorkOrder
from utilities.services import acknowledge_order
from utilities.tests.factories import MemberFactory, ProviderFactory, ServiceAreaFactory

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=clock.LOCAL)
TUESDAY, THURSDAY = date(2026, 11, 24), date(2026, 11, 26)


@pytest.fixture(autouse=True)
def on_monday(at):
    at("2026-11-23 09:00")


@pytest.fixture
def case(db):
    for service in ("water", "power"):
        provider = ProviderFactory(service=service, name=f"{service}公司")
        ServiceAreaFactory(provider=provider)
        MemberFactory(provider=provider, user=UserFactory(roles=["provider"], is_staff=True))
    case = accepted_case(wants_joint_survey=True)
    for order in WorkOrder.objects.of_application(case):
        variant = "low" if order.request.service == "power" else ""
        acknowledge_order(
            order,
            by=UserFactory(),
            handler_name="刘工",
            handler_phone="13920005678",
            variant=variant,
            needs_survey=True,
        )
    return case


@pytest.fixture
def visit(case):
    return Visit.objects.get()


@pytest.fixture
def fixed(visit):
    return fix_visit(visit, on=TUESDAY, half="morning", by=UserFactory())


def order_of(case, service="water"):
    return WorkOrder.objects.get(request__application=case, request__service=service)


def crew_of(client, order):
    client.force_login(order.provider.members.get().user)
    return client


def say(client, case, name, **said):
    return client.post(f"/case/{case.number}/{name}/", {"visit": Visit.objects.last().pk} | said, follow=True)


def test_the_applicant_sees_who_comes_and_confirms(client, case, fixed):
    sign_in_phone(client)
    page = client.get(f"/case/{case.number}/").content.decode()
    assert "2026-11-24（周二）上午" in page
    assert "water公司" in page and "power公司" in page

    say(client, case, "visit-confirm")

    fixed.refresh_from_db()
    assert fixed.confirmed_by == "申请人"
    assert client.get(f"/case/{case.number}/visit-confirm/").status_code == 200


def test_he_asks_for_another_day_and_the_office_moves_it(client, case, fixed):
    sign_in_phone(client)
    assert "工作日" in say(client, case, "visit-day", on="2026-11-28", half="morning").content.decode()
    say(client, case, "visit-day", on="2026-11-26", half="afternoon")
    sign_in_staff(client, "office")
    assert case.number in client.get("/window/?queue=visits").content.decode()

    client.post(
        f"/window/{case.number}/visit-fix/", {"visit": fixed.pk, "on": "2026-11-26", "half": "afternoon"}
    )

    fixed.refresh_from_db()
    assert (fixed.on, fixed.asked_by, fixed.wished_on) == (THURSDAY, "applicant", None)
    assert case.number not in client.get("/window/?queue=visits").content.decode()


def test_the_office_moves_to_a_rest_day_only_on_purpose(client, case, fixed):
    sign_in_staff(client, "office")
    url, saturday = f"/window/{case.number}/visit-fix/", date(2026, 11, 28)
    said = {"visit": fixed.pk, "on": saturday.isoformat(), "half": "morning"}

    asked = client.post(url, said).content.decode()
    assert "2026-11-28（周六）是休息日" in asked
    fixed.refresh_from_db()
    assert fixed.on != saturday

    client.post(url, said | {"is_checked": "on"})
    fixed.refresh_from_db()
    assert fixed.on == saturday


def test_he_takes_the_day_a_provider_offers(client, case, visit):
    answer_visit(
        order_of(case),
        "survey",
        is_coming=False,
        counter_on=THURSDAY,
        counter_half="morning",
        by=UserFactory(),
    )
    sign_in_phone(client)
    assert "请您答复" in client.get(f"/case/{case.number}/").content.decode()

    say(client, case, "visit-counter", accepts="yes")

    visit.refresh_from_db()
    assert (visit.on, visit.counter_answer) == (THURSDAY, True)


def test_he_takes_one_service_out_and_back(client, case, visit):
    sign_in_phone(client)
    step = f"{order_of(case).pk}-survey"

    client.post(f"/case/{case.number}/visit-leave/", {"step": step, "reason": "院子还没清好"})
    left = visit.attendances.taking_part().count()
    client.post(f"/case/{case.number}/visit-join/", {"step": step})

    assert (left, visit.attendances.taking_part().count()) == (1, 2)


def test_the_office_cancels_and_arranges_again(client, case, fixed):
    sign_in_staff(client, "office")
    client.post(f"/window/{case.number}/visit-cancel/", {"visit": fixed.pk, "reason": "暴雪"})
    apart = Visit.objects.open().filter(is_joint=False).count()

    client.post(f"/window/{case.number}/visit-arrange/", {"kind": "survey"})

    assert (apart, Visit.objects.open().get().attendances.count()) == (2, 2)


def test_what_the_applicant_did_not_choose_is_not_offered(client, case, fixed):
    sign_in_staff(client, "office")
    cancel_visit(fixed, reason="暴雪", by=UserFactory())
    address = f"/window/{case.number}/"
    before = "安排联合上门" in client.get(address).content.decode()

    Application.objects.update(wants_joint_survey=False)
    client.post(f"{address}visit-arrange/", {"kind": "survey"})

    assert before
    assert "安排联合上门" not in client.get(address).content.decode()
    assert not Visit.objects.open().joint().exists()


def test_a_clerk_notes_what_was_said_by_telephone_but_arranges_nothing(client, case, fixed):
    sign_in_staff(client, "clerk")
    fix = {"visit": fixed.pk, "on": "2026-11-26", "half": "morning"}
    assert client.post(f"/window/{case.number}/visit-fix/", fix).status_code == 403

    client.post(f"/window/{case.number}/visit-confirmed/", {"visit": fixed.pk, "name": "李建国"})

    fixed.refresh_from_db()
    assert fixed.confirmed_by == "李建国"


def test_the_calendar_file_is_for_whom_it_concerns(client, case, fixed):
    address = f"/case/{case.number}/survey.ics"
    assert client.get(address).status_code == 302  # to /track/
    sign_in_phone(client)

    answer = client.get(address)

    text = answer.content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "DTSTART:20261124T010000Z\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert client.get(f"/case/{case.number}/acceptance.ics").status_code == 404


def test_by_the_link_that_was_sent_the_day_is_had_without_signing_in(client, case, fixed):
    address = f"/calendar/{sign(fixed)}.ics"
    told = bytes(Message.objects.filter(kind="visit.fixed", channel="sms").last().body).decode()

    text = unfold(client.get(address))

    assert address in told
    assert "联合踏勘" in text and case.full_address in text and "STATUS:CONFIRMED" in text
    for private in (case.applicant_name, case.contact_phone, case.number, "刘工", "13920005678"):
        assert private not in text
    assert client.get(f"/calendar/{sign(fixed)[:-1]}x.ics").status_code == 404


def test_a_cancelled_day_cancels_its_calendar_entry(client, case, fixed):
    cancel_visit(fixed, reason="暴雪", by=UserFactory())
    sign_in_phone(client)

    texts = [
        unfold(client.get(f"/{path}.ics"))
        for path in (f"calendar/{sign(fixed)}", f"case/{case.number}/survey")
    ]

    for text in texts:
        assert f"UID:visit-{fixed.pk}@" in text and "SEQUENCE:1" in text and "STATUS:CANCELLED" in text


def test_a_new_query_code_ends_the_link(client, case, fixed):
    address = f"/calendar/{sign(fixed)}.ics"
    Application.objects.filter(pk=case.pk).update(query_code_version=9)

    assert client.get(address).status_code == 404


def unfold(answer):
    return answer.content.decode().replace("\r\n ", "")


def test_a_provider_is_not_told_who_else_comes(client, case, fixed):
    sign_in_member(client, order_of(case).provider)

    page = client.get(f"/case/{case.number}/").content.decode()
    calendar = client.get(f"/case/{case.number}/survey.ics").content.decode()

    assert "另有 1 家单位" in page
    assert "power公司" not in page + calendar


def test_a_stranger_gets_nothing(client, case, fixed):
    sign_in_member(client, ProviderFactory(service="gas"))

    assert client.get(f"/case/{case.number}/survey.ics").status_code == 404
    assert client.post(f"/case/{case.number}/visit-confirm/", {"visit": fixed.pk}).status_code == 404


def drawn():
    picture = Image.new("RGB", (64, 24), "white")
    picture.putpixel((5, 5), (0, 0, 0))
    file = BytesIO()
    picture.save(file, "PNG")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


def photo(name, colour="green"):
    file = BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


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


def test_a_wish_that_cannot_be_keeps_what_was_typed(client, case, fixed):
    sign_in_phone(client, case.contact_phone)

    refused = say(client, case, "visit-day", on="2026-11-24", half="morning")

    assert "与现在约定的时间相同" in refused.content.decode()
    assert refused.context["form"]["on"].value() == "2026-11-24"
