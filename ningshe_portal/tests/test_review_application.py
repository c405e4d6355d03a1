"""The review of a case at the desk: what was checked, and each verb through its view."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.tests.factories import UserFactory
from applications.models import Application
from applications.services import accept_application, return_application
from applications.tests.factories import ApplicationFactory
from ningshe_portal.pages.window.review import MOST_POLLS
from utilities.models import WorkOrder
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory
from works.tests.factories import RoadSectionFactory

from .cases import accepted_case, large_case, sign_in_staff, submitted_case

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def clerk(client):
    return sign_in_staff(client, "clerk")


@pytest.fixture
def case():
    ServiceAreaFactory(provider__service="water", provider__name="宁河供水")
    return submitted_case()


def press(client, case, verb, **fields):
    return client.post(f"/window/{case.number}/{verb}/", fields, follow=True)


def told(response):
    return [(message.level_tag, str(message)) for message in response.context["messages"]]


def status_of(case):
    return Application.objects.get(pk=case.pk).status


def checks_of(client, case):
    checks = client.get(f"/window/{case.number}/").context["checks"]
    return {check.title: (check.verdict, check.lines) for check in checks}


def test_accepting_keeps_the_clerk_and_shows_who_received_it(client, clerk, case):
    response = press(client, case, "accept")

    case.refresh_from_db()
    assert (case.status, case.clerk) == ("accepted", clerk)
    assert told(response) == [("success", "已受理，并已通知各承办单位。")]
    assert [row.order.provider.name for row in response.context["rows"] if row.order] == ["宁河供水"]


def test_at_a_protected_road_the_clerk_confirms_to_have_told_of_it(client, clerk, case, at):
    at("2026-11-27 10:00")
    RoadSectionFactory(town=case.town, street="光明路", built_on=date(2024, 1, 10), from_point="幸福道")
    assert checks_of(client, case)["道路保护期"][0] == "warning"

    press(client, case, "accept")
    assert status_of(case) == "submitted"

    press(client, case, "accept", tells_of_protection="on")
    assert status_of(case) == "accepted"
    assert case.events.filter(verb="application.protection_told").count() == 1


def test_the_first_contact_stays_when_another_clerk_accepts(client, clerk, case):
    first = UserFactory(roles=["clerk"])
    Application.objects.filter(pk=case.pk).update(clerk=first)

    press(client, case, "accept")

    case.refresh_from_db()
    assert case.clerk == first


def test_a_second_press_is_told_and_changes_nothing(client, clerk, case):
    press(client, case, "accept")

    response = press(client, case, "accept")

    assert [level for level, _text in told(response)] == ["warning"]
    assert case.events.filter(verb="application.accepted").count() == 1
    assert WorkOrder.objects.count() == 1


def test_another_clerk_who_was_quicker_is_told(client, clerk, case):
    accept_application(Application.objects.get(pk=case.pk), by=UserFactory(roles=["clerk"]))

    response = press(client, case, "refuse", reason="重复申请")

    assert response.context["form"].non_field_errors() and "重复申请" in response.content.decode()
    assert status_of(case) == "accepted"


def test_each_line_asked_for_is_an_item_once(client, clerk, case):
    press(client, case, "return", items="房屋权属证明\r\n\r\n  用能设备清单 \r\n房屋权属证明")

    assert case.corrections.get().items == ["房屋权属证明", "用能设备清单"]
    assert status_of(case) == "returned"


@pytest.mark.parametrize(("role", "is_done"), [("clerk", False), ("office", True)])
def test_only_the_office_may_ask_for_something_new_later(client, case, role, is_done):
    user = sign_in_staff(client, role)
    return_application(case, items=["权属证明"], by=user)
    Application.objects.filter(pk=case.pk).update(status="submitted")

    response = press(client, case, "return", items="另一份材料")

    assert [level for level, _text in told(response)] == ["success"] * is_done
    assert ("另一份材料</textarea>" in response.content.decode()) is not is_done  # nothing typed is lost


def test_refusing_needs_a_reason(client, clerk, case):
    empty = press(client, case, "refuse", reason=" ")
    refused = press(client, case, "refuse", reason="不属于本区范围")

    assert empty.context["form"].errors == {"reason": ["请写明不予受理的原因。"]}
    assert [level for level, _text in told(refused)] == ["success"]
    assert status_of(case) == "refused"


@pytest.mark.parametrize("what", ["whole", "water"])
def test_the_clerk_notes_a_withdrawal(client, clerk, case, what):
    press(client, case, "accept")
    chosen = what if what == "whole" else case.requests.get(service=what).pk

    press(client, case, "withdraw", what=chosen, reason="申请人要求")

    statuses = {request.service: request.status for request in case.requests.all()}
    assert statuses["water"] == "withdrawn"
    assert statuses["power"] == ("withdrawn" if what == "whole" else "open")


def test_a_new_contact_makes_the_old_code_void(client, clerk, case):
    code = case.query_code

    press(
        client, case, "change-contact", contact_name="王芳", contact_phone="138 2000 5678", proof="identity"
    )

    case.refresh_from_db()
    assert (case.contact_name, case.contact_phone) == ("王芳", "13820005678")
    assert not case.has_query_code(code)


def test_a_wrong_phone_is_not_taken(client, clerk, case):
    response = press(
        client, case, "change-contact", contact_name="王芳", contact_phone="123", proof="identity"
    )

    case.refresh_from_db()
    assert response.context["form"].errors
    assert case.contact_phone == "13820001234"


def test_a_scanned_paper_is_kept(client, clerk, case):
    scan = SimpleUploadedFile("签字.pdf", PDF)

    press(client, case, "attach", kind="signed_form", file=scan)

    assert [(paper.kind, paper.name) for paper in case.materials.all()] == [("signed_form", "签字.pdf")]


def test_what_is_no_paper_is_explained(client, clerk, case):
    response = press(client, case, "attach", kind="other", file=SimpleUploadedFile("a.pdf", b"MZ"))

    said = response.context["form"].non_field_errors()
    assert said == ["无法识别的文件。请上传 PDF、JPG、PNG、OFD 或 DWG 文件。"]


def test_seeing_the_whole_phone_is_kept_once_a_day(client, clerk, case):
    client.post(f"/window/{case.number}/phone/")
    response = client.post(f"/window/{case.number}/phone/")

    seen = case.reveals.get()
    assert case.contact_phone in response.content.decode()
    assert (seen.actor, seen.what, seen.side) == (clerk, "phone", "窗口人员")


@pytest.mark.parametrize(
    "verb", ["accept", "return", "refuse", "withdraw", "change-contact", "phone", "attach"]
)
@pytest.mark.parametrize(("role", "status"), [("supervisor", 403), ("provider", 403), ("officer", 403)])
def test_the_verbs_are_for_the_counter(client, case, verb, role, status):
    sign_in_staff(client, role)

    assert client.post(f"/window/{case.number}/{verb}/").status_code == status
    assert status_of(case) == "submitted"


@pytest.mark.parametrize("verb", ["accept", "return", "refuse", "withdraw", "change-contact", "attach"])
def test_looking_is_not_doing(client, clerk, case, verb):
    assert client.get(f"/window/{case.number}/{verb}/").status_code == 405


def test_what_was_checked_stands_beside_the_form(client, clerk, at):
    at("2026-11-23 09:30")
    ServiceAreaFactory(provider__service="water", provider__name="宁河供水")
    case = submitted_case(("water", "gas"), credit_code="91120221MA05XXXX0B", survey_on=date(2026, 11, 28))
    twin = ApplicationFactory(status="accepted")

    checks = checks_of(client, case)

    assert {title: verdict for title, (verdict, _lines) in checks.items()} == {
        "主体信息": "error",
        "重复申请": "warning",
        "承办单位": "warning",
        "申请材料": "error",
        "道路保护期": "success",
        "预约踏勘": "warning",
    }
    assert checks["重复申请"][1] == (f"{twin.number} {twin.applicant_name}（办理中）",)
    assert checks["承办单位"][1] == ("用水：宁河供水", "用气：该街镇未设定服务单位，受理后由统筹人员分派")
    assert checks["预约踏勘"][1] == ("2026-11-28（周六） 不是工作日，请与申请人另约",)


def test_nothing_is_checked_any_more_once_it_is_decided(client, clerk, case):
    press(client, case, "accept")

    assert client.get(f"/window/{case.number}/").context["checks"] == []


def test_the_receipts_ask_again_until_everything_has_arrived(client, clerk, case):
    press(client, case, "accept")
    path = f"/window/{case.number}/receipts/?poll=1"

    waiting = client.get(path).content.decode()
    WorkOrder.objects.update(pushed_at=case.submitted_at)
    arrived = client.get(path).content.decode()

    assert ("every 3s" in waiting, "poll=2" in waiting, "every 3s" in arrived) == (True, True, False)


@pytest.mark.parametrize("poll", [MOST_POLLS, "x", "-1", "9" * 50])
def test_an_idle_desk_stops_asking(client, clerk, case, poll):
    press(client, case, "accept")

    assert "every 3s" not in client.get(f"/window/{case.number}/receipts/?poll={poll}").content.decode()


def small_case():
    """For gas there are secondary papers to be promised, as in the large one."""
    ServiceAreaFactory(provider__service="gas")
    return accepted_case(("gas",))


@pytest.mark.parametrize(("make", "more"), [(small_case, 0), (large_case, 3)], ids=["one", "six"])
def test_the_review_costs_no_more_for_six_services(client, clerk, make, more, django_assert_num_queries):
    case = make()
    WorkOrder.objects.update(pushed_at=case.submitted_at)

    with django_assert_num_queries(57 + more):
        client.get(f"/window/{case.number}/")


def test_the_office_assigns_what_nobody_has(client):
    case = accepted_case(("gas",))
    provider = ProviderFactory(service="gas", name="宁河燃气")
    sign_in_staff(client, "office")

    response = press(client, case, "gas/assign", provider=provider.pk)

    assert told(response) == [("success", "已分派。")]
    assert WorkOrder.objects.get().provider == provider


def test_a_request_is_not_assigned_twice(client):
    case = accepted_case(("gas",))
    provider = ProviderFactory(service="gas")
    sign_in_staff(client, "office")
    press(client, case, "gas/assign", provider=provider.pk)

    response = press(client, case, "gas/assign", provider=provider.pk)

    assert [level for level, _text in told(response)] == ["warning"]
    assert WorkOrder.objects.count() == 1


def test_only_a_provider_of_that_service_can_be_chosen(client):
    case = accepted_case(("gas",))
    water = ProviderFactory(service="water")
    sign_in_staff(client, "office")

    response = press(client, case, "gas/assign", provider=water.pk)

    assert response.context["form"].errors == {"provider": ["该单位不能承办此事项。"]}


def test_the_office_declares_that_there_is_no_network(client):
    case = accepted_case(("gas",))
    sign_in_staff(client, "office")

    press(client, case, "gas/unavailable", reason="暂无管网", alternative="可使用瓶装液化气")

    request = case.requests.get()
    assert request.status == "unavailable"
    assert case.events.get(verb="request.unavailable").text == "暂无管网；可使用瓶装液化气"


@pytest.mark.parametrize("verb", ["assign", "unavailable"])
def test_the_acts_of_the_office_are_not_the_clerks(client, clerk, verb):
    case = accepted_case(("gas",))

    assert client.post(f"/window/{case.number}/gas/{verb}/").status_code == 403


@pytest.mark.parametrize("part", ["power", "gas-mobile", "nonsense"])
def test_a_part_the_case_does_not_have_is_not_found(client, part):
    case = accepted_case(("gas",))
    sign_in_staff(client, "office")

    assert client.post(f"/window/{case.number}/{part}/assign/").status_code == 404
