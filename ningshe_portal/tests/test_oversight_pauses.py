"""The desk of the supervisors: which pauses there are, and what may be done with one."""

from datetime import date

import pytest

from accounts.actors import APPLICANT, SYSTEM
from milestones.models import PauseLimit, Span
from milestones.services import (
    end_spent_pauses,
    object_to_pause,
    pause_milestone,
    report_stage,
    resume_milestone,
)
from ningshe_portal.roles import sync_roles
from utilities.models import Regulator, WorkOrder
from utilities.services import acknowledge_order, return_order
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory

from .cases import accepted_case, sign_in_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(db):
    sync_roles()
    return ServiceAreaFactory(
        provider=ProviderFactory(service="water", code="water", name="宁河水务")
    ).provider


@pytest.fixture
def paused(provider, at):
    """``paused()``: the survey of a new water order, paused on Tuesday, 24 November 2026 at ten."""

    def paused(reason="applicant_site"):
        at("2026-11-23 09:00")
        order = accepted_case(("water",)).requests.get().orders.get()
        acknowledge_order(order, by=APPLICANT, handler_name="刘工", needs_survey=True)
        at("2026-11-24 10:00")
        survey = order.milestones.get(stage="survey")
        return pause_milestone(survey, reason=reason, basis="堆料", evidence="evidence/a.jpg", by=SYSTEM)

    return paused


def listed(client, **query):
    return [card.pause for card in client.get("/oversight/pauses/", query).context["cards"]]


def judge(client, pause, verb, **said):
    return client.post(f"/oversight/pauses/{pause.pk}/{verb}/", said, follow=True)


def test_what_is_doubted_stands_first_until_it_is_judged(client, paused):
    pause, _other = paused(), paused()
    object_to_pause(pause, text="已清完", by=APPLICANT)
    sign_in_staff(client, "supervisor")

    before = listed(client)
    judge(client, pause, "uphold", reason="照片属实")

    assert (before, listed(client), len(listed(client, state="all"))) == ([pause], [], 2)


def test_a_supervisor_revokes_and_the_dates_follow(client, paused, at):
    pause = paused()
    at("2026-11-27 10:00")
    sign_in_staff(client, "supervisor")

    answer = judge(client, pause, "revoke", reason="现场早已清完")

    pause.refresh_from_db()
    assert [message.level_tag for message in answer.context["messages"]] == ["success"]
    assert (pause.revoke_reason, listed(client, state="revoked")) == ("现场早已清完", [pause])


def test_the_office_allows_and_an_impossible_day_is_told_in_a_sentence(client, paused):
    pause = paused()
    sign_in_staff(client, "office")

    refused = judge(client, pause, "allow", until="2026-11-25", reason="协调")
    judge(client, pause, "allow", until="2027-01-15", reason="协调")

    pause.refresh_from_db()
    assert "协调</textarea>" in refused.content.decode()  # nothing typed is lost
    assert pause.allowed_until == date(2027, 1, 15)


@pytest.mark.parametrize(
    ("role", "verb", "status"),
    [
        ("clerk", "revoke", 403),
        ("office", "revoke", 403),
        ("supervisor", "allow", 403),
        ("provider", "revoke", 403),
        ("supervisor", "delete", 404),
    ],
)
def test_each_verb_has_its_office(client, paused, role, verb, status):
    pause = paused()
    sign_in_staff(client, role)

    assert judge(client, pause, verb, reason="x", until="2027-01-15").status_code == status
    assert Span.objects.get(pk=pause.pk).revoked_at is None


def test_what_the_form_lacks_is_said_beside_it(client, paused):
    pause = paused()
    sign_in_staff(client, "supervisor")

    assert "请写明撤销的原因。" in judge(client, pause, "revoke", reason="").content.decode()


def test_the_list_takes_the_same_queries_for_one_and_for_many(client, paused, django_assert_num_queries):
    paused()
    sign_in_staff(client, "supervisor")
    client.get("/oversight/pauses/?state=all")
    with django_assert_num_queries(14):
        client.get("/oversight/pauses/?state=all")
    for _number in range(3):
        paused()

    with django_assert_num_queries(14):
        client.get("/oversight/pauses/?state=all")


# The figures of each provider


def figures(client, month="2026-11"):
    rows = client.get("/oversight/providers/", {"month": month}).context["rows"]
    return rows[0]


@pytest.fixture
def november(paused, provider, at):
    """A return, a late report, a spent pause, a doubted one over two months, and one of two minutes."""
    PauseLimit.objects.filter(reason="public_notice").update(days=2)
    spent, doubted, short, late = paused("public_notice"), paused(), paused(), paused()
    object_to_pause(doubted, text="已清完", by=APPLICANT)
    at("2026-11-24 10:01")
    resume_milestone(short.milestone, by=SYSTEM)
    at("2026-11-24 23:59")
    pause_milestone(short.milestone, reason="applicant_site", basis="夜", evidence="a.jpg", by=SYSTEM)
    at("2026-11-25 00:01")
    resume_milestone(short.milestone, by=SYSTEM)
    at("2026-11-26 09:00")
    end_spent_pauses()
    at("2026-11-27 09:00")
    return_order(spent.milestone.order, reason="duplicate", detail="", by=SYSTEM)
    at("2026-11-30 09:00")
    said = {"outcome": "reached", "has_outside_works": False, "by": SYSTEM}
    report_stage(late.milestone.order, "survey", occurred_at=late.milestone.opened_at, **said)
    at("2026-12-02 09:00")


def test_a_month_of_a_provider_in_figures(client, november):
    sign_in_staff(client, "supervisor")

    row = figures(client)

    # November: 24 and 25 spent; 24 to 27 and 30 doubted; 24 by two minutes at night
    assert (row.orders, row.returned, row.reasons, row.late) == (4, 1, [("重复申请", 1)], 1)
    assert (row.pauses, row.stopped, row.objected, row.beyond, row.short) == (4, 8, 1, 1, 1)
    assert (figures(client, "2026-12").pauses, figures(client, "2026-12").stopped) == (1, 1)


def test_every_figure_opens_the_list_behind_it(client, november):
    sign_in_staff(client, "supervisor")
    row = figures(client)
    month = {"month": "2026-11"}

    for what in ("orders", "returned", "late"):
        page = client.get(f"/oversight/providers/water/{what}/", month)
        assert len(page.context["lines"]) == getattr(row, what), what
    for state, name in [("all", "pauses"), ("objected",) * 2, ("beyond",) * 2, ("short",) * 2]:
        assert len(listed(client, state=state, provider="water", **month)) == getattr(row, name), name


def test_a_regulator_sees_the_providers_of_its_trade_and_opens_no_case(client, november):
    other = ProviderFactory(service="gas", code="gas")
    user = sign_in_staff(client, "regulator")
    Regulator.objects.create(service="water", name="水务局").members.add(user)

    page = client.get("/oversight/providers/water/returned/?month=2026-11").content.decode()

    assert figures(client).provider.code == "water"
    assert client.get(f"/oversight/providers/{other.code}/orders/").status_code == 404
    assert client.get("/oversight/pauses/").status_code == 403
    assert f'href="/case/{WorkOrder.objects.first().application.number}/"' not in page


@pytest.mark.parametrize("month", ["2026-13", "x", "2026-1", "２０２６-11", "2026-11-01"])
def test_what_is_no_month_is_not_found(client, provider, month):
    sign_in_staff(client, "supervisor")

    assert client.get("/oversight/providers/", {"month": month}).status_code == 404


def test_the_figures_take_the_same_queries_for_one_and_for_many(
    client, november, paused, django_assert_num_queries
):
    sign_in_staff(client, "supervisor")
    client.get("/oversight/providers/")

    with django_assert_num_queries(16):
        client.get("/oversight/providers/?month=2026-11")
    for _number in range(2):
        paused()
        ProviderFactory(service="power")
    with django_assert_num_queries(16):
        client.get("/oversight/providers/?month=2026-11")
