"""督办事项, meetings, inspections and ratings on the pages: who sees and does what."""

from datetime import date

import pytest

from accounts.actors import APPLICANT
from common import clock
from milestones.tests.factories import demo_limits
from ningshe_portal.roles import sync_roles
from oversight.models import Duty, Inspection, Meeting, Rating
from oversight.services import (
    answer_duty,
    file_complaint,
    list_subjects,
    log_call,
    rate_case,
    record_inspection,
)
from utilities.models import Provider, Regulator, WorkOrder
from utilities.services import acknowledge_order, connect_order
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory

from .cases import accepted_case, sign_in_member, sign_in_staff

pytestmark = pytest.mark.django_db
LIST = "/oversight/duties/"


@pytest.fixture
def case(at):
    at("2026-11-27 10:00")
    sync_roles()
    demo_limits()
    ServiceAreaFactory(provider=ProviderFactory(service="water", name="宁河供水", code="water"))
    case = accepted_case(("water",))
    order = WorkOrder.objects.get()
    acknowledge_order(order, by=APPLICANT, handler_name="刘工", needs_survey=True)
    connect_order(order, by=APPLICANT, at=clock.now())
    case.refresh_from_db()
    return case


@pytest.fixture
def duty(case):
    """From an anonymous bad rating of 宁河供水."""
    provider = list_subjects(case)[-1]
    rate_case(case, [(provider, 1, "等了三周")], is_named=False, channel="link", by=APPLICANT)
    return Duty.objects.get()


def regulator(client, service):
    user = sign_in_staff(client, "regulator")
    Regulator.objects.create(service=service, name="局").members.add(user)
    return user


def test_complaints_and_duties_stand_in_one_list_the_first_due_first(client, case, duty):
    complaint = file_complaint(case, kind="hotline", text="催", by=sign_in_staff(client, "office"))
    Duty.objects.update(due_on=date(2026, 11, 30))

    items = client.get(LIST).context["items"]

    assert [item.number for item in items] == [duty.number, complaint.number]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", 2),
        ("state=overdue", 0),
        ("state=closed", 0),
        ("kind=complaints", 1),
        ("kind=rectification", 1),
        ("kind=mending", 0),
        ("owner=water", 1),
        ("owner=window", 1),
        ("owner=office", 0),
    ],
)
def test_the_list_is_narrowed(client, case, duty, query, shown):
    file_complaint(case, kind="hotline", text="催", by=sign_in_staff(client, "office"))

    assert len(client.get(f"{LIST}?{query}").context["items"]) == shown


def test_what_is_overdue_is_counted(client, duty, at):
    at("2026-12-05 09:00")
    sign_in_staff(client, "supervisor")

    page = client.get(f"{LIST}?state=overdue")

    assert (page.context["counts"], len(page.context["items"])) == ({"open": 1, "overdue": 1}, 1)


@pytest.mark.parametrize("address", [LIST, "/oversight/ratings/", "/oversight/inspections/"])
@pytest.mark.parametrize(
    ("role", "status"),
    [("office", 200), ("supervisor", 200), ("clerk", 200), ("provider", 403), ("administrator", 403)],
)
def test_who_opens_the_lists(client, duty, address, role, status):
    sign_in_staff(client, role)

    assert client.get(address).status_code == status


def test_a_clerk_sees_none_of_them(client, duty):
    sign_in_staff(client, "clerk")

    assert client.get(LIST).context["items"] == []
    assert client.get(f"{LIST}{duty.number}/").status_code == 404
    assert "等了三周" not in client.get("/oversight/ratings/").content.decode()


@pytest.mark.parametrize(("service", "status"), [("water", 200), ("gas", 404)])
def test_a_regulator_reads_his_own_trade_without_the_case_of_an_anonymous_rating(
    client, case, duty, service, status
):
    regulator(client, service)

    page = client.get(f"{LIST}{duty.number}/")

    assert page.status_code == status
    pages = [page, client.get(LIST), client.get("/oversight/ratings/")]
    assert not any(case.number in found.content.decode() for found in pages)
    if status == 200:
        assert client.post(f"{LIST}{duty.number}/close/", {"reply": "x"}).status_code == 403


def test_the_office_calls_and_closes_in_three_presses(client, duty):
    answer_duty(duty, answer="已增派班组", by=APPLICANT)
    sign_in_staff(client, "office")
    page = f"{LIST}{duty.number}/"

    early = client.post(f"{page}close/", {"reply": "已整改"}, follow=True)
    client.post(f"{page}call/", {"is_reached": "yes", "said": "可以了"})
    client.post(f"{page}close/", {"reply": "已整改，致歉。"})

    duty.refresh_from_db()
    assert "已整改</textarea>" in early.content.decode()  # nothing typed is lost
    assert (duty.status, duty.reply) == ("closed", "已整改，致歉。")


@pytest.mark.parametrize(
    ("verb", "said", "status", "why"),
    [
        ("answer", {"answer": "已整改"}, "open", "状态已变更"),
        ("close", {"reply": "已整改"}, "open", "责任方还没有填报办理情况"),
        ("sheet", {}, "closed", "状态已变更"),
    ],
    ids=["for the provider", "unanswered", "of what is over"],
)
def test_a_verb_without_a_button_is_refused_to_a_hand_made_post(client, case, duty, verb, said, status, why):
    sign_in_staff(client, "office")
    Rating.objects.update(is_named=True)
    Duty.objects.update(status=status)

    page = client.post(f"{LIST}{duty.number}/{verb}/", said, follow=True)

    duty.refresh_from_db()
    assert why in page.content.decode()
    assert ("已整改</textarea>" in page.content.decode()) == bool(said)  # nothing typed is lost
    assert (duty.status, duty.steps.count(), case.papers.filter(kind="supervision").count()) == (status, 0, 0)


def test_the_public_reply_and_the_counts_stand_in_the_guide_without_a_name(client, case, duty):
    answer_duty(duty, answer="已增派班组", by=APPLICANT)
    by = sign_in_staff(client, "office")
    log_call(duty, is_reached=True, said="可以了", by=by)
    client.post(f"{LIST}{duty.number}/close/", {"reply": "已增派班组，致歉。"})
    client.logout()

    page = client.get("/guide/").content.decode()

    assert "已增派班组，致歉。" in page and "宁河供水" in page
    assert not any(word in page for word in (case.number, case.applicant_name, "等了三周", "可以了"))


def test_the_sheet_of_an_anonymous_rating_is_refused_and_of_a_mending_opened(client, case, duty):
    by = sign_in_staff(client, "office")
    refused = client.post(f"{LIST}{duty.number}/sheet/", follow=True)
    inspection = record_inspection(
        inspected_on=date(2026, 11, 27),
        provider=duty.provider,
        application=case,
        inspectors="林芳",
        findings="沟槽未设围挡",
        demand="补设围挡",
        due_on=date(2026, 11, 30),
        by=by,
    )

    opened = client.post(f"{LIST}{inspection.duty.number}/sheet/")

    assert "督办单上的办件编号会让对方知道是谁" in refused.content.decode()
    assert opened.url == f"/documents/{case.number}/supervision-1.pdf"


@pytest.mark.parametrize(
    ("who", "status"), [("water", 200), ("other", 404), ("clerk", 404), ("supervisor", 200)]
)
def test_a_sheet_is_read_by_its_addressee_and_those_above(client, case, who, status, undrawn):
    order = WorkOrder.objects.get()
    complaint = file_complaint(case, kind="complaint", text="态度", request=order.request, by=APPLICANT)
    sign_in_staff(client, "office")
    client.post(f"/oversight/complaints/{complaint.number}/sheet/")
    if who in ("clerk", "supervisor"):
        sign_in_staff(client, who)
    else:
        sign_in_member(client, order.provider if who == "water" else ProviderFactory(service="gas"))

    assert client.get(f"/documents/{case.number}/supervision-1.pdf").status_code == status
    assert "态度" not in str(case.papers.get(kind="supervision").content)


def test_a_meeting_is_recorded_with_its_cases_and_what_was_agreed(client, case):
    sign_in_staff(client, "office")
    said = {"held_on": "2026-11-27", "place": "二楼", "present": "水电气网", "cases": case.number.lower()}

    client.post("/oversight/meetings/new/", said)
    meeting = Meeting.objects.get()
    page = f"/oversight/meetings/{meeting.number}/"
    item = {"text": "统一围挡", "owner": "department", "department": "城管委", "due_on": "2026-12-01"}
    client.post(page, item)
    lacking = client.post(page, item | {"owner": "provider"})

    assert list(meeting.cases.all()) == [case]
    assert [(duty.owner_name, duty.due_on) for duty in meeting.duties.all()] == [
        ("城管委", date(2026, 12, 1))
    ]
    assert "请选择由哪家专营单位负责" in lacking.content.decode()


def test_a_meeting_is_called_on_its_page_and_held_there(client, case, at):
    sign_in_staff(client, "office")
    said = {"held_on": "2026-11-27", "starts_at": "14:30", "place": "二楼", "agenda": "冬季施工"}

    lacking = client.post("/oversight/meetings/call/", said)
    client.post("/oversight/meetings/call/", said | {"providers": [Provider.objects.get().pk]})
    meeting = Meeting.objects.get()
    page = f"/oversight/meetings/{meeting.number}/"
    shown = client.get(page).content.decode()
    at("2026-11-27 16:00")
    client.post(page, {"verb": "hold", "present": "水司一人"})

    assert "请选择通知哪些单位或部门" in lacking.content.decode()
    assert "登记会议情况" in shown and "取消会议" in shown
    assert "登记一条议定事项" in client.get(page).content.decode()
    meeting.refresh_from_db()
    assert (meeting.status, meeting.present) == ("held", "水司一人")


@pytest.mark.parametrize("first", ["hold", "cancel"])
@pytest.mark.parametrize("second", ["hold", "cancel"])
def test_the_second_who_says_how_a_called_meeting_ended_is_told_so(client, case, first, second, at):
    sign_in_staff(client, "office")
    said = {"held_on": "2026-11-27", "starts_at": "14:30", "place": "二楼", "agenda": "冬季施工"}
    client.post("/oversight/meetings/call/", said | {"providers": [Provider.objects.get().pk]})
    meeting = Meeting.objects.get()
    page, said = f"/oversight/meetings/{meeting.number}/", {"present": "水司一人", "reason": "改期"}
    at("2026-11-27 16:00")
    client.post(page, {"verb": first} | said)

    answer = client.post(page, {"verb": second} | said, follow=True).content.decode()

    meeting.refresh_from_db()
    assert meeting.status == {"hold": "held", "cancel": "cancelled"}[first]
    assert "不能变更" in answer and "请写明议定做什么" not in answer
    assert {"hold": "水司一人", "cancel": "改期"}[second] in answer  # nothing typed is lost


def test_an_unknown_case_is_said_and_nothing_is_kept(client, case):
    sign_in_staff(client, "office")

    page = client.post(
        "/oversight/meetings/new/", {"held_on": "2026-11-27", "place": "x", "present": "y", "cases": "NH1"}
    )

    assert "没有这些编号的办件：NH1" in page.content.decode()
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("address", ["meetings/", "meetings/new/", "meetings/call/", "inspections/new/"])
@pytest.mark.parametrize("role", ["clerk", "provider", "regulator"])
def test_only_office_and_supervisors_record(client, case, address, role):
    sign_in_staff(client, role)

    assert client.get(f"/oversight/{address}").status_code == 403


def test_an_inspection_is_recorded_with_what_must_be_mended(client, case):
    sign_in_staff(client, "supervisor")
    said = {
        "inspected_on": "2026-11-27",
        "provider": WorkOrder.objects.get().provider_id,
        "inspectors": "林芳",
        "findings": "未设围挡",
        "demand": "补设",
        "due_on": "2026-12-01",
    }

    page = client.post("/oversight/inspections/new/", said, follow=True)

    assert (Inspection.objects.get().duty.text, page.status_code) == ("补设", 200)


@pytest.mark.parametrize("many", [1, 3])
def test_the_lists_cost_the_same_for_one_and_for_three(client, case, duty, many, django_assert_num_queries):
    by = sign_in_staff(client, "supervisor")
    for number in range(many):
        file_complaint(case, kind="complaint", text=f"{number}", request=case.requests.get(), by=APPLICANT)
        record_inspection(
            inspected_on=date(2026, 11, 27),
            provider=duty.provider,
            inspectors="林芳",
            findings="x",
            demand="y",
            due_on=date(2026, 12, 1),
            by=by,
        )
    for address in (LIST, "/oversight/inspections/", "/oversight/ratings/"):
        client.get(address)

    with django_assert_num_queries(19):
        client.get(LIST)
    with django_assert_num_queries(10):
        client.get("/oversight/inspections/")
