"""A temporary supply on the pages: its user asks, its provider and the window act, nobody else sees it."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.actors import APPLICANT, SYSTEM
from accounts.tests.factories import UserFactory
from applications.models import Application, Correction, FollowUp
from applications.services import ask_about_temporary, pass_on_request, withdraw_consent
from outbox.models import Message
from utilities.models import WorkOrder
from utilities.order_papers import ask_for_paper
from utilities.services import acknowledge_order, assign_request, connect_order, return_order
from utilities.tests.factories import MemberFactory, ProviderFactory, ServiceAreaFactory

from .cases import accepted_case, sign_in_phone, sign_in_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(at):
    at("2026-11-23 09:30")


@pytest.fixture
def provider():
    return ServiceAreaFactory(provider__service="water", provider__name="宁河供水").provider


@pytest.fixture
def follow_up(provider):
    return supply()


def supply(until="2026-12-20"):
    """Water that is on until a day, of a case that has finished."""
    case = accepted_case(("water",))
    case.requests.update(business="temporary", extras={"temporary_to": until})
    order = WorkOrder.objects.get(request__application=case)
    acknowledge_order(order, by=SYSTEM, handler_name="刘工", needs_survey=True)
    connect_order(WorkOrder.objects.get(pk=order.pk), by=SYSTEM, at=order.acknowledged_at)
    return FollowUp.objects.select_related("request__application").get(request__application=case)


def sign_in_crew(client, provider):
    user = UserFactory(roles=["provider"], is_staff=True)
    client.force_login(MemberFactory(provider=provider, user=user).user)


def number_of(follow_up):
    return follow_up.request.application.number


def test_the_applicant_sees_the_end_and_asks_for_more_time(client, follow_up, provider):
    sign_in_phone(client)
    number = number_of(follow_up)
    page = client.get(f"/case/{number}/").content.decode()

    answer = client.post(f"/case/{number}/water/temporary/", {"wish": "extend", "until": "2027-02-01"})

    follow_up.refresh_from_db()
    assert "使用至 2026-12-20（周日）" in page
    assert answer.url == f"/case/{number}/"
    assert (follow_up.until, follow_up.wished_until) == (date(2026, 12, 20), date(2027, 2, 1))
    last = Message.objects.filter(endpoint=provider.endpoint).latest("pk")
    assert last.kind == "order.amended"
    assert '"change":"wished"' in last.text.replace(" ", "")


def test_who_wants_it_permanent_goes_on_with_a_form_that_knows_him(client, follow_up):
    sign_in_phone(client)

    answer = client.post(f"/case/{number_of(follow_up)}/water/temporary/", {"wish": "permanent"})

    draft = Application.objects.drafts().get()
    page = client.get(answer.url).content.decode()
    assert answer.url == f"/apply/{draft.token}/"
    assert draft.linked_to == follow_up.request.application
    assert "天津市宁河区津沽食品有限公司" in page


def test_what_has_ended_is_asked_about_no_more(client, follow_up):
    sign_in_phone(client)
    FollowUp.objects.update(status="removed", ended_at=follow_up.created_at)

    page = client.get(f"/case/{number_of(follow_up)}/").content.decode()

    assert "已拆除" in page
    assert "延期、转为正式或拆除" not in page
    assert client.get(f"/case/{number_of(follow_up)}/water/temporary/").status_code == 404


@pytest.mark.parametrize(
    ("name", "said", "status", "until"),
    [
        ("extend", {"until": "2027-01-31"}, "open", date(2027, 1, 31)),
        ("extend", {"until": "2026-12-01"}, "open", date(2026, 12, 20)),
        ("permanent", {"note": "户号 1"}, "permanent", date(2026, 12, 20)),
        ("remove", {}, "removed", date(2026, 12, 20)),
    ],
    ids=["extend", "not backwards", "permanent", "remove"],
)
def test_the_provider_does_it_on_the_page_of_its_order(
    client, follow_up, provider, name, said, status, until
):
    sign_in_crew(client, provider)
    order = WorkOrder.objects.get()
    assert name in client.get(reverse("admin:utilities_workorder_change", args=[order.pk])).content.decode()

    client.post(reverse("admin:utilities_workorder_act", args=[order.pk, name]), said)

    follow_up.refresh_from_db()
    assert (follow_up.status, follow_up.until) == (status, until)


def test_a_provider_lists_its_own_supplies_only(client, follow_up):
    stranger = ServiceAreaFactory(provider__service="gas").provider
    address = reverse("admin:applications_followup_changelist")

    sign_in_crew(client, follow_up.request.orders.get().provider)
    own = client.get(address).content.decode()
    sign_in_crew(client, stranger)
    others = client.get(address).content.decode()

    assert (number_of(follow_up) in own, number_of(follow_up) in others) == (True, False)


def test_the_window_finds_it_in_its_queue_and_prolongs_it(client, follow_up):
    sign_in_staff(client, "clerk")
    number = number_of(follow_up)
    queue = client.get("/window/?queue=temporary").content.decode()
    review = client.get(f"/window/{number}/").content.decode()

    client.post(f"/window/{number}/water/temporary/extend/", {"until": "2027-01-31"})

    follow_up.refresh_from_db()
    assert number in queue
    assert "登记延期" in review
    assert follow_up.until == date(2027, 1, 31)
    assert number not in client.get("/window/?queue=temporary").content.decode()


@pytest.mark.parametrize(("until", "is_listed"), [("2027-12-20", False), (None, True)], ids=["far", "never"])
def test_only_what_somebody_must_see_to_is_in_the_queue(client, provider, until, is_listed):
    follow_up = supply()
    FollowUp.objects.update(until=until)
    sign_in_staff(client, "clerk")

    assert (number_of(follow_up) in client.get("/window/?queue=temporary").content.decode()) is is_listed


def test_a_stranger_finds_no_supply(client, follow_up):
    sign_in_phone(client, "13900000000")

    assert client.get(f"/case/{number_of(follow_up)}/water/temporary/").status_code == 404


def test_after_consent_is_taken_back_the_window_hears_of_it_and_the_provider_nothing(follow_up):
    case = follow_up.request.application
    withdraw_consent(case, by=APPLICANT)
    pushed = Message.objects.filter(kind="order.amended").count()

    ask_about_temporary(FollowUp.objects.get(pk=follow_up.pk), wish="remove", by=APPLICANT)

    assert Message.objects.filter(kind="order.amended").count() == pushed
    assert "申请人已撤回同意" in Message.objects.filter(kind="temporary.wished").latest("pk").text


def test_who_gave_the_order_back_learns_nothing_of_the_next(client, provider, at):
    case = accepted_case(("water",))
    former = WorkOrder.objects.get(request__application=case)
    return_order(former, reason="other", detail="", by=SYSTEM)
    at("2026-11-24 09:30")
    another = ProviderFactory(name="另一家供水")
    order = assign_request(former.request, another, by=UserFactory())
    acknowledge_order(order, by=SYSTEM, handler_name="刘工", needs_survey=True)
    ask_for_paper(order, paper="总平面图", detail="", by=APPLICANT)
    pass_on_request(Correction.objects.get(), by=UserFactory())
    FollowUp.objects.create(request=order.request, until=date(2026, 12, 20))
    pages = []
    for who in (provider, another):
        sign_in_crew(client, who)
        pages.append(client.get(f"/case/{case.number}/").content.decode())

    assert ["总平面图" in page for page in pages] == [False, True]
    assert not any("使用至" in page for page in pages)
