"""The case file: what each viewer finds on it, and in how many questions to the database."""

import pytest

from accounts.actors import APPLICANT
from accounts.tests.factories import UserFactory
from applications.models import Application
from applications.services import return_application
from milestones.models import Outcome
from milestones.services import report_stage
from milestones.tests.factories import demo_limits
from utilities.models import Provider, WorkOrder
from utilities.services import acknowledge_order, assign_request, return_order
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory

from .cases import accepted_case, large_case, sign_in_member, sign_in_phone, sign_in_staff, submitted_case

pytestmark = pytest.mark.django_db
QUERIES_OF_APPLICANT = 48
QUERIES_OF_STAFF = 34


def page_of(client, case):
    response = client.get(f"/case/{case.number}/")
    return response.context["board"], response.content.decode()


@pytest.fixture
def water():
    return ServiceAreaFactory(provider__service="water", provider__name="宁河供水").provider


def acknowledged(case):
    order = WorkOrder.objects.get(request__application=case)
    acknowledge_order(
        order,
        by=APPLICANT,
        handler_name="刘专人",
        handler_phone="13911112222",
        needs_survey=True,
        has_outside_works=False,
    )
    return order


def small_case():
    ServiceAreaFactory(provider__service="water")
    return accepted_case(("water",))


MAKES = [(small_case, 0), (large_case, 1)]  # where carriers are compared, their answers are one more


@pytest.mark.parametrize(("make", "more"), MAKES, ids=["one", "six"])
def test_the_page_asks_the_database_as_often_for_one_order_as_for_six(
    client, make, more, django_assert_num_queries
):
    case = make()
    sign_in_phone(client)

    with django_assert_num_queries(QUERIES_OF_APPLICANT + more):
        client.get(f"/case/{case.number}/")


@pytest.mark.parametrize(("make", "more"), MAKES, ids=["one", "six"])
def test_staff_cost_no_more_for_six(client, make, more, django_assert_num_queries):
    case = make()
    sign_in_staff(client, "clerk")

    with django_assert_num_queries(QUERIES_OF_STAFF + more):
        client.get(f"/case/{case.number}/")


def test_the_top_says_who_is_to_act_and_until_when(client, water, at):
    at("2026-11-23 09:30")
    demo_limits()
    case = accepted_case(("water",))
    sign_in_phone(client)

    board, _page = page_of(client, case)

    act = board.acts[0]
    assert board.headline == "已受理，1 项办理中。"
    assert (act.who, act.what, act.services) == ("宁河供水", "接单", "用水")
    assert (act.deadline.due, act.deadline.left) == ("2026-11-24（周二）", "剩 1 个工作日")


def test_a_submitted_case_waits_for_the_window(client, at):
    at("2026-11-23 09:30")
    case = submitted_case()
    sign_in_phone(client)

    board, _page = page_of(client, case)

    assert board.headline == "申请已提交，等待窗口受理。"
    assert [(act.who, act.what) for act in board.acts] == [("政务服务窗口", "受理")]


def test_a_returned_case_says_what_is_missing_and_leads_to_the_form(client, at):
    at("2026-11-23 09:30")
    case = submitted_case()
    return_application(case, items=["房屋权属证明"], by=UserFactory())
    sign_in_phone(client)

    board, page = page_of(client, case)

    assert board.headline == "材料需要补正，请于 2026-12-14（周一） 前补齐。"
    assert [(act.who, act.what, act.deadline.left) for act in board.acts] == [
        ("您", "补正材料", "剩 16 个工作日")
    ]
    assert "房屋权属证明" in page
    assert f'href="/apply/{case.token}/"' in page


def test_the_applicant_sees_two_facts_and_the_handler_and_staff_four_steps(client, water):
    case = accepted_case(("water",))
    acknowledged(case)
    sign_in_phone(client)
    _board, seen_by_applicant = page_of(client, case)
    sign_in_staff(client, "clerk")
    _board, seen_by_staff = page_of(client, case)

    steps = ["已送达", "对方系统已读取", "已查看", "已接单"]
    assert [step in seen_by_applicant for step in steps] == [True, False, False, True]
    assert [step in seen_by_staff for step in steps] == [True] * 4
    assert "刘专人" in seen_by_applicant and "13911112222" in seen_by_applicant


def test_a_provider_sees_two_facts_in_the_case_file_and_the_four_of_its_own_order_at_its_desk(client, water):
    order = acknowledged(accepted_case(("water",)))
    user = sign_in_member(client, water)
    user.is_staff = True
    user.save()

    _board, in_case = page_of(client, order.application)
    at_desk = client.get(f"/admin/utilities/workorder/{order.pk}/change/").content.decode()

    steps = ["已送达", "对方系统已读取", "已查看", "已接单"]
    assert [step in in_case for step in steps] == [True, False, False, True]
    assert [step in at_desk for step in steps] == [True] * 4


def test_an_unconfirmed_limit_is_marked_for_staff_only(client, water):
    demo_limits()
    case = accepted_case(("water",))
    sign_in_phone(client)
    _board, seen_by_applicant = page_of(client, case)
    sign_in_staff(client, "clerk")
    _board, seen_by_staff = page_of(client, case)

    assert ("待确认" in seen_by_applicant, "待确认" in seen_by_staff) == (False, True)


def test_what_is_only_for_staff_is_not_told_to_the_applicant(client, water):
    case = accepted_case(("water",))
    case.record("application.silence_warned", by=UserFactory(), audience="staff")
    sign_in_phone(client)
    seen_by_applicant, _page = page_of(client, case)
    sign_in_staff(client, "clerk")
    seen_by_staff, _page = page_of(client, case)

    hidden = "即将视为受理，已提醒窗口和统筹人员"
    assert hidden not in {str(line.sentence) for line in seen_by_applicant.history}
    assert hidden in {str(line.sentence) for line in seen_by_staff.history}


def test_the_map_shows_every_stage_from_the_first_minute(client, water):
    case = accepted_case(("water",))
    sign_in_phone(client)

    board, _page = page_of(client, case)

    states = [station.state for station in board.rows[0].stations]
    assert states == ["running", *["pending"] * 8]
    assert board.intake.state == "reached"


def test_stages_move_on_the_map_as_they_are_reported(client, water, at):
    at("2026-11-23 09:30")
    case = accepted_case(("water",))
    order = acknowledged(case)
    moment = at("2026-11-23 15:00")
    report_stage(order, "survey", outcome=Outcome.REACHED, occurred_at=moment, by=APPLICANT)
    sign_in_phone(client)

    board, _page = page_of(client, case)

    assert [station.state for station in board.rows[0].stations][:4] == [
        "reached",
        "reached",
        "running",
        "pending",
    ]


@pytest.fixture
def reassigned(water, at):
    """Returned by 宁河供水, then given to 东部供水, who took it."""
    at("2026-11-23 09:30")
    case = accepted_case(("water",))
    at("2026-11-23 10:30")
    return_order(WorkOrder.objects.get(), reason="wrong_area", detail="不归我们", by=APPLICANT)
    at("2026-11-23 11:30")
    other = ProviderFactory(service="water", name="东部供水")
    order = assign_request(case.requests.get(), other, by=UserFactory(roles=["office"]))
    acknowledge_order(order, by=APPLICANT, handler_name="东部经办人", needs_survey=True)
    return case


def test_after_a_returned_order_the_map_shows_the_new_one(client, reassigned):
    sign_in_phone(client)

    board, _page = page_of(client, reassigned)

    assert board.rows[0].order.provider.name == "东部供水"


@pytest.mark.parametrize(
    ("own", "foreign"),
    [("宁河供水", ["东部供水", "东部经办人"]), ("东部供水", ["宁河供水", "不归我们"])],
    ids=["the one who returned it", "the one who has it now"],
)
def test_of_a_request_that_changed_hands_each_provider_sees_its_own_time(client, reassigned, own, foreign):
    sign_in_member(client, Provider.objects.get(name=own))

    _board, page = page_of(client, reassigned)

    assert own in page
    assert [word for word in foreign if word in page] == []


def test_a_request_nobody_has_is_the_offices_to_act_on(client, at):
    at("2026-11-23 09:30")
    case = accepted_case(("gas",))
    sign_in_phone(client)

    board, page = page_of(client, case)

    assert [(act.who, act.what) for act in board.acts] == [("统筹办公室", "分派承办单位")]
    assert "等待统筹办公室分派承办单位" in page


def test_the_ledger_can_be_printed_day_by_day(client, water, at):
    at("2026-11-23 09:30")
    demo_limits()
    case = accepted_case(("water",))
    at("2026-11-25 09:00")
    sign_in_phone(client)

    page = client.get(f"/case/{case.number}/ledger/").content.decode()

    assert "2026-11-24（周二）" in page
    assert "起算日，不计入" in page
    assert "时限截止日" in page


@pytest.mark.parametrize("what", ["whole", "one"])
def test_the_applicant_withdraws_all_or_one_service(client, what, water):
    case = accepted_case(("water", "power"))
    sign_in_phone(client)
    chosen = "whole" if what == "whole" else case.requests.get(service="water").pk

    response = client.post(f"/case/{case.number}/withdraw/", {"what": chosen, "reason": "不再需要"})

    statuses = {request.service: request.status for request in case.requests.all()}
    power = "withdrawn" if what == "whole" else "open"
    assert response["Location"] == f"/case/{case.number}/"
    assert statuses == {"water": "withdrawn", "power": power}
    assert case.events.filter(verb="request.withdrawn").first().actor_kind == "applicant"


def test_looking_at_the_withdrawal_page_withdraws_nothing(client, water):
    case = accepted_case(("water",))
    sign_in_phone(client)

    client.get(f"/case/{case.number}/withdraw/")

    assert Application.objects.get().status == "accepted"


def test_a_finished_case_is_not_withdrawn_again(client, water):
    case = accepted_case(("water",))
    sign_in_phone(client)
    client.post(f"/case/{case.number}/withdraw/", {"what": "whole", "reason": "不再需要"})

    response = client.post(f"/case/{case.number}/withdraw/", {"what": "whole", "reason": "再点一次"})

    assert response.context["form"].non_field_errors() and "再点一次" in response.content.decode()
