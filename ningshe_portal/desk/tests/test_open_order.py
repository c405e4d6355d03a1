import pytest
from django.urls import reverse

from accounts.actors import APPLICANT
from accounts.tests.factories import UserFactory
from applications.services import change_wishes
from applications.tests.factories import town
from utilities.services import acknowledge_order, assign_request, return_order
from utilities.tests.factories import MemberFactory, ProviderFactory

from .conftest import page_of

pytestmark = pytest.mark.django_db
PHONE = "13820001234"


def test_the_page_begins_with_the_line_and_the_next_act(crew, order):
    page = crew.get(page_of(order))

    states = [station.state for station in page.context["stations"]]
    assert states == ["running", *["pending"] * 8]
    assert [button["title"] for button in page.context["buttons"]] == [
        "接单",
        "请申请人补交材料",
        "退单",
        "暂不具备条件",
    ]


def test_first_of_all_stand_where_whom_to_call_until_when_and_what_to_do(crew, open_order):
    page = crew.get(page_of(open_order)).content.decode()

    marks = [
        "order-place",
        f"tel:{PHONE}",
        'class="standing"',
        "next-action",
        'class="stations"',
        "site-facts",
    ]
    places = [page.index(mark) for mark in marks]
    assert places == sorted(places)
    assert page.count(f"tel:{PHONE}") == 1


def test_in_hand_the_next_act_is_the_day_then_the_report(crew, open_order):
    buttons = crew.get(page_of(open_order)).context["buttons"]

    assert [button["title"] for button in buttons] == [
        "答复上门时间",
        "上报结果",
        "暂停计时",
        "请申请人补交材料",
        "移交经办人",
        "退单",
        "暂不具备条件",
        "应急开挖",
    ]


def test_opening_marks_the_order_read(crew, order):
    crew.get(page_of(order))

    order.refresh_from_db()
    assert order.read_at is not None


def test_the_office_reads_along_without_marking_and_sees_no_whole_phone(client, order):
    client.force_login(UserFactory(roles=["office"], is_staff=True))

    page = client.get(page_of(order)).content.decode()

    order.refresh_from_db()
    assert (order.read_at, PHONE in page, "138****1234" in page) == (None, False, True)


def test_the_crew_calls_with_one_press_and_that_is_kept_once_a_day(crew, order, member):
    crew.get(page_of(order))
    page = crew.get(page_of(order)).content.decode()

    assert f'href="tel:{PHONE}"' in page
    seen = order.application.reveals.get()
    assert (seen.what, seen.actor, seen.side) == ("phone", member, str(order.provider))


def test_an_ended_order_shows_no_whole_phone(crew, order, member):
    return_order(order, reason="other", detail="x", by=member)

    page = crew.get(page_of(order)).content.decode()

    assert (PHONE in page, "138****1234" in page) == (False, True)


def test_neither_page_nor_dispatch_names_an_identity_number(crew, new_order):
    order = new_order(applicant_kind="individual", id_type="resident_id", id_number="110101199003070000")

    page = crew.get(page_of(order))

    assert [text for text in ("110101", "3007", "MA05XXXX") if text in page.context["dispatch"]] == []
    assert [
        text
        for text in ("110101199003070000", "1101****", "91120221MA05XXXX0A")
        if text in page.content.decode()
    ] == []


def test_the_dispatch_text_has_what_a_crew_needs(crew, new_order):
    order = new_order(extras={"remark": "大门口有狗"}, town=town())

    lines = crew.get(page_of(order)).context["dispatch"].splitlines()

    assert lines[0] == f"【派工】{order.number} 用水"
    assert {"联系人：李建国 13820001234", "申请地址：芦台街道光明路 18 号", "备注：大门口有狗"} <= set(lines)


def test_the_crew_prints_the_dispatch_sheet_that_holds(crew, order):
    change_wishes(order.application, wants_joint_survey=True, by=APPLICANT)
    outdated, held = order.application.papers.filter(kind="order")

    page = crew.get(page_of(order)).content.decode()

    number = order.application.number
    assert f"/documents/{number}/{held.slug}.pdf" in page
    assert f"/documents/{number}/{outdated.slug}.pdf" not in page


def test_the_office_has_no_sheet_to_take_along(client, order):
    client.force_login(UserFactory(roles=["office"], is_staff=True))

    assert "打印派工单" not in client.get(page_of(order)).content.decode()


def test_what_another_provider_did_before_is_not_told(crew, order, member, client, at):
    return_order(order, reason="other", detail="前一家的说明", by=member)
    other = MemberFactory(
        provider=ProviderFactory(endpoint=None), user=UserFactory(roles=["provider"], is_staff=True)
    )
    at("2026-11-23 10:00")
    again = assign_request(order.request, other.provider, by=member)
    acknowledge_order(again, by=other.user, handler_name="后一家的人", needs_survey=True)

    first = crew.get(page_of(order)).content.decode()
    client.force_login(other.user)
    second = client.get(page_of(again)).content.decode()

    assert ("前一家的说明" in first, "后一家的人" in first) == (True, False)
    assert ("前一家的说明" in second, "后一家的人" in second) == (False, True)


def test_a_stranger_gets_the_same_as_for_a_number_that_does_not_exist(client, order):
    stranger = MemberFactory(user=UserFactory(roles=["provider"], is_staff=True))
    client.force_login(stranger.user)

    missing = reverse("admin:utilities_workorder_change", args=[9999])
    answers = [client.get(page_of(order)), client.get(missing)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert order.number not in answers[0].content.decode()


def test_the_page_costs_a_fixed_number_of_queries(crew, open_order, django_assert_max_num_queries):
    crew.get(page_of(open_order))

    with django_assert_max_num_queries(41):
        crew.get(page_of(open_order))
