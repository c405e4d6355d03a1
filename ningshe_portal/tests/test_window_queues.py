"""The queues of the desk: what is in them, how it is found, and that more rows cost no more questions."""

import pytest

from accounts.actors import APPLICANT
from accounts.tests.factories import UserFactory
from applications.models import Waiting
from applications.services import return_application, tell_of_network, wait_for_network
from applications.tests.factories import ApplicationFactory, DraftFactory, ServiceRequestFactory
from milestones.tests.factories import demo_limits
from ningshe_portal.roles import sync_roles
from utilities.tests.factories import ProviderFactory
from works.tests.cases import road

from .cases import accepted_case, sign_in_staff, submitted_case

pytestmark = pytest.mark.django_db
QUERIES = 31


@pytest.fixture
def clerk(client):
    return sign_in_staff(client, "clerk")


def rows_of(client, queue="", **query):
    return client.get("/window/", {"queue": queue} | query).context["rows"]


def numbers(rows):
    return [row.application.number for row in rows]


def counts(client):
    page = client.get("/window/").context
    return {queue.code: count for queue, count in page["busy"]} | {queue.code: 0 for queue in page["idle"]}


def test_a_road_told_of_differently_waits_for_the_office(client):
    sign_in_staff(client, "office")
    road(said_by=ProviderFactory(service="water", name="区自来水公司"))
    section = road(said_by=ProviderFactory(service="gas"), is_river=True)

    page = client.get("/window/", {"queue": "roads"})

    (row,) = page.context["rows"]
    assert row.words[0] == ("区自来水公司", "沥青路面")
    assert row.words[1][1] == "沥青路面，在河道管理范围内"
    assert f"/admin/works/roadsection/{section.pk}/change/" in page.content.decode()


@pytest.mark.parametrize("many", [1, 30])
def test_thirty_rows_cost_as_many_questions_as_one(client, clerk, many, django_assert_num_queries):
    for _number in range(many):
        ServiceRequestFactory(application=ApplicationFactory())

    with django_assert_num_queries(QUERIES):
        rows = rows_of(client, "submitted")

    assert len(rows) == many


def test_each_queue_counts_what_waits_in_it(client, clerk, at):
    at("2026-11-23 09:30")
    submitted_case()
    return_application(submitted_case(), items=["权属证明"], by=clerk)
    accepted_case(("gas",))
    DraftFactory(channel="window")
    DraftFactory(channel="online")

    assert counts(client) == {
        "received": 0,
        "submitted": 1,
        "returned": 1,
        "expired": 0,
        "visits": 0,
        "silent": 0,
        "calls": 0,
        "asked": 0,
        "overdue": 0,
        "plans": 0,
        "roads": 0,
        "originals": 0,
        "unrouted": 1,
        "notes": 0,
        "temporary": 0,
        "waiting": 0,
        "today": 3,
        "mine": 0,
        "drafts": 1,
    }


def test_only_queues_in_which_something_waits_take_room_and_the_one_looked_at(client, clerk):
    submitted_case()

    page = client.get("/window/", {"queue": "returned"})

    assert [queue.code for queue, _count in page.context["busy"]] == ["submitted", "returned", "today"]
    assert len(page.context["idle"]) == 16
    assert "另有 16 项没有办件" in page.content.decode()


def test_what_waits_longest_stands_first(client, clerk, at):
    at("2026-11-23 09:30")
    first = submitted_case()
    at("2026-11-23 10:30")
    second = submitted_case()

    assert numbers(rows_of(client, "submitted")) == [first.number, second.number]


@pytest.mark.parametrize(
    ("today", "expected"), [("2026-11-25 09:00", 0), ("2026-11-26 09:00", 1)], ids=["two days", "three days"]
)
def test_after_three_silent_working_days_a_case_is_soon_deemed_accepted(client, clerk, at, today, expected):
    at("2026-11-23 09:30")
    submitted_case()

    at(today)

    assert len(rows_of(client, "silent")) == expected


def test_a_row_shows_lamp_services_and_a_masked_phone(client, clerk, at):
    at("2026-11-23 09:30")
    demo_limits()
    submitted_case(("water", "gas"))

    row = rows_of(client, "submitted")[0]

    assert [mark.code for mark in row.marks if mark.is_chosen] == ["water", "gas"]
    assert row.phone == "138****1234"
    assert (row.deadline.due, row.deadline.left) == ("2026-11-24（周二）", "剩 1 个工作日")


def test_no_page_of_the_desk_shows_a_whole_phone(client, clerk):
    case = submitted_case()

    pages = [client.get("/window/").content.decode(), client.get(f"/window/{case.number}/").content.decode()]

    assert [case.contact_phone in page.split('name="contact_phone"')[0] for page in pages] == [False, False]


@pytest.mark.parametrize(
    "text",
    ["1234", "001234", "13820001234", "津沽食品", "１２３４", "{number}", "{ending}"],
    ids=["phone end 4", "phone end 6", "phone", "name", "full width", "number", "number end"],
)
def test_a_case_is_found_by_what_a_clerk_hears(client, clerk, text):
    case = submitted_case()
    submitted_case(contact_phone="13820009876", applicant_name="另一单位")

    rows = rows_of(client, q=text.format(number=case.number, ending=case.number[-6:]))

    assert numbers(rows) == [case.number]


def test_an_online_draft_is_never_found(client, clerk):
    DraftFactory(channel="online", applicant_name="还没提交")

    assert rows_of(client, q="还没提交") == []


@pytest.mark.parametrize(
    "query", ["\x00", "%", "' or 1=1 --", "x" * 5000], ids=["nul", "percent", "quote", "long"]
)
def test_nonsense_finds_nothing_and_breaks_nothing(client, clerk, query):
    assert rows_of(client, q=query) == []


@pytest.mark.parametrize(
    "queue",
    [
        "received",
        "submitted",
        "returned",
        "expired",
        "silent",
        "calls",
        "unrouted",
        "notes",
        "today",
        "drafts",
        "nonsense",
    ],
)
def test_an_empty_queue_says_what_would_be_here(client, clerk, queue):
    page = client.get("/window/", {"queue": queue})

    assert str(page.context["queue"].hint) in page.content.decode()


def test_a_long_queue_is_leafed_through(client, clerk):
    for _number in range(31):
        ServiceRequestFactory(application=ApplicationFactory())

    assert (len(rows_of(client)), len(rows_of(client, page="2"))) == (30, 1)


def test_clerk_and_office_see_what_is_unrouted(client):
    accepted_case(("gas",), by=UserFactory(roles=["clerk"]))
    sign_in_staff(client, "office")

    row = rows_of(client, "unrouted")[0]

    assert str(row.request.label) == "用气"


@pytest.mark.parametrize(("role", "may_tell"), [("clerk", False), ("office", True)])
def test_who_waits_for_a_network_is_listed_until_he_is_told(client, role, may_tell):
    sync_roles()
    client.force_login(UserFactory(roles=[role], is_staff=True))
    request = ServiceRequestFactory(service="gas", status="unavailable", application__status="terminated")
    wait_for_network(request.application, [request], by=APPLICANT)

    page = client.get("/window/", {"queue": "waiting"})
    tell_of_network(Waiting.objects.all(), by=APPLICANT)

    listed = page.context["rows"][0].url
    assert (f'href="{listed}"'.replace("&", "&amp;") in page.content.decode()) is may_tell
    assert not may_tell or client.get(listed).status_code == 200
    assert rows_of(client, "waiting") == []
