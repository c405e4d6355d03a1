"""The result of an acceptance goes to the authority over the trade with its paper, and nothing else of the case."""

import pytest
from django.urls import reverse

from accounts.actors import SYSTEM
from applications.models import Paper
from common import clock
from inspections.models import Visit
from inspections.services.arranging import finish
from milestones.models import Report
from utilities.models import Regulator, WorkOrder
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory

from .cases import accepted_case, sign_in_member, sign_in_phone, sign_in_staff

pytestmark = pytest.mark.django_db
SERVICES = ("water", "power", "gas")


@pytest.fixture
def case(monkeypatch):
    """Water and power were tested together, gas is still to come."""
    monkeypatch.setattr("applications.drawing.render_pdf", lambda *_: b"%PDF-1.7")
    for service in SERVICES:
        ServiceAreaFactory(provider__service=service)
    case = accepted_case(SERVICES)
    record_acceptance(case, "water", "power")
    return case


def record_acceptance(case, *services, is_joint=True):
    """The visit is over: its paper is out."""
    visit = Visit.objects.create(
        application=case,
        kind="acceptance",
        status="fixed",
        is_joint=is_joint,
        on=clock.today(),
        half="morning",
        asked_by="portal",
    )
    for order in WorkOrder.objects.of_application(case).filter(request__service__in=services):
        milestone = order.milestones.get(stage="acceptance")
        report = Report.objects.create(milestone=milestone, outcome="reached", occurred_at=clock.now())
        visit.attendances.create(order=order, result="passed", report=report)
    finish(visit, by=SYSTEM, at=clock.now())


def sign_in_regulator(client, service, name="区水务局"):
    user = sign_in_staff(client, "regulator")
    Regulator.objects.create(service=service, name=name).members.add(user)
    return user


def order_of(case, service):
    return WorkOrder.objects.of_application(case).get(request__service=service)


def address(case, kind="acceptance", serial=1):
    return reverse("document", args=[case.number, kind, serial])


def status(client, case, **which):
    return client.get(address(case, **which)).status_code


VISITORS = {
    "regulator of a trade tested": (lambda client, case: sign_in_regulator(client, "water"), 200),
    "regulator of the other trade tested": (lambda client, case: sign_in_regulator(client, "power"), 200),
    "regulator of a trade not tested": (lambda client, case: sign_in_regulator(client, "gas"), 404),
    "regulator of a trade not asked for": (lambda client, case: sign_in_regulator(client, "network"), 404),
    "regulator of no trade": (lambda client, case: sign_in_staff(client, "regulator"), 404),
    "officer": (lambda client, case: sign_in_staff(client, "officer"), 404),
    "supervisor": (lambda client, case: sign_in_staff(client, "supervisor"), 200),
    "applicant": (lambda client, case: sign_in_phone(client), 200),
    "another phone": (lambda client, case: sign_in_phone(client, "13920009999"), 404),
    "provider of another order": (
        lambda client, case: sign_in_member(client, order_of(case, "gas").provider),
        404,
    ),
    "provider of another case": (lambda client, case: sign_in_member(client, ProviderFactory()), 404),
    "stranger": (lambda client, case: None, 404),
}


@pytest.mark.parametrize(("sign_in", "expected"), VISITORS.values(), ids=VISITORS)
def test_who_opens_the_joint_paper(client, case, sign_in, expected):
    sign_in(client, case)

    assert status(client, case) == expected


def test_of_two_papers_each_regulator_opens_that_of_his_trade(client, case):
    record_acceptance(case, "gas", is_joint=False)
    sign_in_regulator(client, "gas")

    assert [status(client, case, serial=serial) for serial in (1, 2)] == [404, 200]


def test_a_regulator_opens_nothing_else_of_the_case(client, case):
    sign_in_regulator(client, "water")
    others = [paper for paper in case.papers.all() if paper.kind != "acceptance"]
    pages = [reverse(name, args=[case.number]) for name in ("case", "window:review")]

    papers = {status(client, case, kind=paper.kind, serial=paper.serial) for paper in others}

    assert {"form", "consent", "receipt"} <= {paper.kind for paper in others}
    assert (papers, [client.get(page).status_code for page in pages]) == ({404}, [404, 403])


def test_no_longer_a_member_no_longer_a_reader(client, case):
    user = sign_in_regulator(client, "water")
    before = status(client, case)

    user.regulators.clear()

    assert (before, status(client, case)) == (200, 404)


def test_what_is_let_go_after_its_time_is_gone_for_him_too(client, case):
    sign_in_regulator(client, "water")
    Paper.objects.filter(kind="acceptance").update(file="", drawn_at=clock.now())

    assert status(client, case) == 404


def test_that_he_opened_it_is_kept_and_names_his_office(client, case):
    user = sign_in_regulator(client, "water")

    client.get(address(case))
    client.get(address(case))

    assert [(seen.what, seen.actor, seen.side) for seen in case.reveals.all()] == [
        ("paper", user, "区水务局")
    ]


def test_the_page_his_message_leads_to_opens_it(client, case):
    page = f"/verify/{Paper.objects.get(kind='acceptance').code}/"
    stranger = client.get(page).content.decode()
    sign_in_regulator(client, "water")

    reader = client.get(page).content.decode()

    assert (address(case) in stranger, f"/login/?next={page}" in stranger) == (False, True)
    assert (address(case) in reader, f"/login/?next={page}" in reader) == (True, False)
    assert not case.reveals.exists()


def test_another_trade_is_offered_nothing_on_that_page(client, case):
    sign_in_regulator(client, "gas")

    page = f"/verify/{Paper.objects.get(kind='acceptance').code}/"
    reader = client.get(page).content.decode()

    assert (address(case) in reader, f"/login/?next={page}" in reader) == (False, False)


def listed(client):
    return [one.order.request.service for one in client.get("/oversight/acceptances/").context["page"]]


def test_the_list_shows_a_regulator_the_results_of_his_trade(client, case):
    sign_in_regulator(client, "power")

    page = client.get("/oversight/acceptances/").content.decode()

    assert listed(client) == ["power"]
    assert (address(case) in page, f'href="/case/{case.number}/"' in page) == (True, False)


def test_a_supervisor_sees_all_of_them(client, case):
    sign_in_staff(client, "supervisor")

    assert sorted(listed(client)) == ["power", "water"]


@pytest.mark.parametrize("role", ["regulator", "provider", "officer"])
def test_whoever_supervises_nothing_is_refused_the_list(client, role):
    sign_in_staff(client, role)

    assert client.get("/oversight/acceptances/").status_code == 403


def test_the_list_takes_the_same_queries_for_one_and_for_many(client, case, django_assert_num_queries):
    sign_in_regulator(client, "water")
    client.get("/oversight/acceptances/")
    with django_assert_num_queries(11):
        client.get("/oversight/acceptances/")
    for _number in range(2):
        record_acceptance(case, "water", is_joint=False)

    with django_assert_num_queries(11):
        client.get("/oversight/acceptances/")
