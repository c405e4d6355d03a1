"""A provider's own duties and ratings at its desk and by API: answered, and nothing that names an anonymous rater."""

import json
from datetime import date

import pytest
from django.urls import reverse

from accounts.actors import APPLICANT
from accounts.tests.factories import UserFactory
from common import clock
from milestones.tests.factories import demo_limits
from ningshe_portal.roles import sync_roles
from ningshe_portal.tests.cases import accepted_case, sign_in_member, sign_in_phone
from outbox.models import Message
from oversight.models import Duty, Rating
from oversight.services import list_subjects, log_call, rate_case, record_inspection
from utilities.account_numbers import note_account
from utilities.models import WorkOrder
from utilities.services import acknowledge_order, connect_order, issue_api_key
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(at):
    at("2026-11-27 10:00")
    sync_roles()
    demo_limits()
    ServiceAreaFactory(provider=ProviderFactory(service="water", name="宁河供水", code="water"))
    case = accepted_case(("water",))
    acknowledge_order(WorkOrder.objects.get(), by=APPLICANT, handler_name="刘工", needs_survey=True)
    connect_order(WorkOrder.objects.get(), by=APPLICANT, at=clock.now())
    case.refresh_from_db()
    return case


@pytest.fixture
def provider(case):
    return WorkOrder.objects.get().provider


@pytest.fixture
def rate(case):
    def rate(**facts):
        given = [(list_subjects(case)[-1], 1, "等了三周")]
        rate_case(case, given, **{"is_named": False, "channel": "link", "by": APPLICANT} | facts)
        return Duty.objects.get()

    return rate


@pytest.fixture
def crew(client, provider):
    user = sign_in_member(client, provider)
    user.is_staff = True
    user.save()
    return user


@pytest.fixture
def api(client, provider):
    """``api(method, path, body)`` with the key of the provider."""
    _row, key = issue_api_key(provider, label="x", by=UserFactory())

    def api(method, path, body=None, **headers):
        said = {"data": json.dumps(body), "content_type": "application/json"} if body else {}
        headers = {"Authorization": f"Bearer {key}"} | headers
        return getattr(client, method)(f"/api/v1/{path}", headers=headers, **said)

    return api


def pages_of(client, duty):
    yield client.get(reverse("admin:oversight_duty_changelist"))
    yield client.get(reverse("admin:oversight_duty_change", args=[duty.pk]))
    yield client.get(reverse("admin:oversight_rating_changelist"))
    yield client.get(reverse("admin:oversight_rating_change", args=[duty.rating_id]))


def test_an_anonymous_rater_is_nowhere_a_provider_can_look(client, case, crew, rate, api):
    duty = rate()
    log_call(duty, is_reached=True, said="我是三号路的", by=UserFactory())
    texts = [page.content.decode() for page in pages_of(client, duty)]
    texts += [api("get", "tasks").content.decode(), api("get", f"tasks/{duty.number}").content.decode()]
    texts += [row.text for row in Message.objects.filter(kind__startswith="duty.")]

    private = (case.number, case.applicant_name, case.contact_phone, "我是三号路的")
    assert "等了三周" in texts[1]
    assert [word for text in texts for word in private if word in text] == []


def test_who_gave_his_name_is_named_with_his_case(client, case, crew, rate, api):
    duty = rate(is_named=True)

    shown = [case.number in page.content.decode() for page in pages_of(client, duty)]

    assert shown == [False, True, True, True]
    assert api("get", f"tasks/{duty.number}").json()["application"] == case.number


def test_the_day_of_an_anonymous_rating_is_only_its_month(client, crew, rate):
    rate()

    page = client.get(reverse("admin:oversight_rating_changelist")).content.decode()

    assert "2026-11" in page
    assert not any(day in page for day in ("2026-11-27", "20261127"))


@pytest.mark.parametrize(("is_named", "opened_at"), [(True, "2026-11-27T10:00:00+08:00"), (False, None)])
def test_a_system_reads_the_day_of_a_rating_only_where_it_may_know_the_case(rate, api, is_named, opened_at):
    duty = rate(is_named=is_named)

    assert api("get", f"tasks/{duty.number}").json()["opened_at"] == opened_at


def test_the_crew_answers_on_the_page_of_the_duty(client, crew, rate):
    duty = rate()
    page = reverse("admin:oversight_duty_change", args=[duty.pk])

    empty = client.post(page, {"answer": " "})
    client.post(page, {"answer": "已增派班组"})

    duty.refresh_from_db()
    assert (empty.status_code, duty.status, duty.answer) == (200, "answered", "已增派班组")
    again = client.post(page, {"answer": "再填"})
    assert ["不能变更" in text for text in again.context["form"].non_field_errors()] == [True]
    assert "再填</textarea>" in again.content.decode()  # nothing typed is lost
    duty.refresh_from_db()
    assert duty.answer == "已增派班组"


def test_a_stranger_finds_neither_duty_nor_rating(client, rate):
    duty = rate()
    stranger = sign_in_member(client, ProviderFactory(service="gas"))
    stranger.is_staff = True
    stranger.save()

    assert [page.status_code for page in pages_of(client, duty)] == [200, 404, 200, 404]
    assert "等了三周" not in "".join(page.content.decode() for page in pages_of(client, duty))


def test_by_api_a_task_is_answered_once(rate, api):
    duty = rate()
    said = {"answer": "已增派班组", "handler": "刘工"}

    first = api("post", f"tasks/{duty.number}/answer", said, **{"Idempotency-Key": "k1"})
    again = api("post", f"tasks/{duty.number}/answer", said, **{"Idempotency-Key": "k1"})
    other = api("post", f"tasks/{duty.number}/answer", said, **{"Idempotency-Key": "k2"})

    assert (first.status_code, first.json()["status"]) == (200, "answered")
    assert (again.content, again["Idempotent-Replayed"]) == (first.content, "true")
    assert other.status_code == 409
    assert [row["number"] for row in api("get", "tasks?status=answered").json()["tasks"]] == [duty.number]
    assert api("get", f"tasks?after={duty.number}").json() == {"tasks": [], "has_more": False}


def test_what_an_inspection_demands_is_shown_with_its_case(client, case, crew, provider):
    inspection = record_inspection(
        inspected_on=date(2026, 11, 27),
        provider=provider,
        application=case,
        inspectors="林芳",
        findings="未设围挡",
        photos=["evidence/x.jpg"],
        demand="补设",
        due_on=date(2026, 12, 1),
        by=UserFactory(),
    )

    page = client.get(reverse("admin:oversight_duty_change", args=[inspection.duty.pk])).content.decode()

    assert "未设围挡" in page and case.number in page and "/photo/0/" in page


def test_an_account_number_that_comes_later_is_told_and_renews_the_notice(client, case, crew, api):
    order = WorkOrder.objects.get()

    client.post(
        reverse("admin:utilities_workorder_act", args=[order.pk, "account"]), {"account_number": "331"}
    )
    api("post", f"orders/{order.number}/account", {"account_number": "332"})

    order.refresh_from_db()
    notices = case.papers.filter(kind="completion")
    accounts = [paper.content["connected"][0]["account"] for paper in notices]
    assert (order.account_number, accounts, notices.valid().count()) == ("332", ["", "331", "332"], 1)
    assert Message.objects.filter(kind="order.account_noted").count() == 2


def test_the_same_number_again_says_nothing_new(case):
    order = WorkOrder.objects.get()
    for _number in range(2):
        note_account(order, account_number="331", by=APPLICANT)

    assert Message.objects.filter(kind="order.account_noted").count() == 1


def test_the_applicant_finds_his_account_number_on_top_of_his_case(client, case):
    note_account(WorkOrder.objects.get(), account_number="331002", by=APPLICANT)
    sign_in_phone(client)

    assert "331002" in client.get(f"/case/{case.number}/").content.decode()


def test_no_rating_is_there_at_all_before_one_is_given(client, crew):
    assert client.get(reverse("admin:oversight_rating_changelist")).status_code == 200
    assert not Rating.objects.exists()
