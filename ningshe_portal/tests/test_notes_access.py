"""Who reads which message of a case: a table, on every page and call that shows messages."""

import pytest

from accounts.actors import APPLICANT, Actor, ActorKind
from accounts.tests.factories import UserFactory
from applications.models import NoteAudience
from applications.services import write_note
from utilities.models import WorkOrder
from utilities.services import assign_request, issue_api_key, return_order
from utilities.tests.factories import ProviderFactory, ServiceAreaFactory

from .cases import accepted_case, sign_in_member, sign_in_phone, sign_in_staff

pytestmark = pytest.mark.django_db
MESSAGES = {
    "甲一": "applicant to window",
    "甲二": "applicant to water",
    "乙一": "window to applicant",
    "乙二": "window to applicant and water",
    "乙三": "window to water only",
    "乙四": "window to itself",
    "丙一": "water to applicant",
    "丙二": "water to window only",
}
TABLE = {
    "applicant": {"甲一", "甲二", "乙一", "乙二", "丙一"},
    "clerk": set(MESSAGES),
    "office": set(MESSAGES),
    "supervisor": set(MESSAGES),
    "water": {"甲二", "乙二", "乙三", "丙一", "丙二"},
    "power": set(),
    "former water": {"丁一"},
    "next water": {"甲二", "乙二", "乙三", "丙一", "丙二"},
    "stranger": set(),
    "regulator": set(),
    "officer": set(),
    "administrator": set(),
}


@pytest.fixture(scope="module")
def world(module_at):
    """Water changed hands before the messages were written; 丁一 was for the former one."""
    module_at("2026-11-23 09:00")
    former = ServiceAreaFactory(provider__service="water", provider__name="原供水").provider
    power = ServiceAreaFactory(provider__service="power", provider__name="供电").provider
    clerk = UserFactory(roles=["clerk"], display_name="王窗口")
    case = accepted_case(("water", "power"), by=clerk)
    asked = case.requests.get(service="water")
    order = WorkOrder.objects.get(request=asked)
    write_note(case, body="丁一", by=APPLICANT, request=asked)
    module_at("2026-11-23 10:00")
    return_order(order, reason="wrong_area", detail="", by=clerk)
    module_at("2026-11-23 11:00")
    water = ProviderFactory(service="water", name="现供水")
    order = assign_request(asked, water, by=clerk)
    module_at("2026-11-23 12:00")
    crew = Actor(ActorKind.PROVIDER, "现供水 刘工")
    staff = NoteAudience.STAFF
    write_note(case, body="甲一", by=APPLICANT)
    write_note(case, body="甲二", by=APPLICANT, request=asked)
    write_note(case, body="乙一", by=clerk)
    write_note(case, body="乙二", by=clerk, request=asked)
    write_note(case, body="乙三", by=clerk, request=asked, audience=staff)
    write_note(case, body="乙四", by=clerk, audience=staff)
    write_note(case, body="丙一", by=crew, request=asked)
    write_note(case, body="丙二", by=crew, request=asked, audience=staff)
    return {"case": case, "water": water, "power": power, "former water": former, "next water": water}


def sign_in(client, world, who):
    if who == "applicant":
        sign_in_phone(client)
    elif who == "stranger":
        sign_in_phone(client, "13820009999")
    elif who in world:
        sign_in_member(client, world[who])
    else:
        sign_in_staff(client, who)


def found(page):
    text = page.content.decode()
    return {word for word in [*MESSAGES, "丁一"] if word in text}


def seen(who):
    """The table, with 丁一, which everybody but the later providers reads who reads all of water."""
    return TABLE[who] | ({"丁一"} if who in {"applicant", "clerk", "office", "supervisor"} else set())


@pytest.mark.parametrize("who", TABLE)
def test_the_case_file_shows_each_the_messages_meant_for_him(client, world, who):
    sign_in(client, world, who)

    assert found(client.get(f"/case/{world['case'].number}/")) == seen(who)


@pytest.mark.parametrize("who", ["clerk", "office"])
def test_the_window_reads_everything_at_its_desk(client, world, who):
    sign_in(client, world, who)

    assert found(client.get(f"/window/{world['case'].number}/")) == seen("clerk")


@pytest.mark.parametrize("who", ["water", "power", "former water"])
def test_the_page_of_an_order_and_the_api_show_the_same_messages(client, world, who):
    provider, (_row, key) = world[who], issue_api_key(world[who], label="x", by=APPLICANT)
    order = provider.orders.get()
    user = sign_in_member(client, provider)
    user.is_staff = True
    user.save()

    page = client.get(f"/admin/utilities/workorder/{order.pk}/change/")
    answer = client.get(f"/api/v1/orders/{order.number}", headers={"Authorization": f"Bearer {key}"})

    assert found(page) == seen(who)
    assert {note["body"] for note in answer.json()["notes"]} == seen(who)


@pytest.mark.parametrize("page", ["ledger/", "note/"])
def test_no_other_page_of_the_applicant_shows_what_staff_wrote_among_themselves(client, world, page):
    sign_in_phone(client)

    assert found(client.get(f"/case/{world['case'].number}/{page}")) == set()


@pytest.mark.parametrize(
    ("who", "choices"),
    [
        ("applicant", ["政务服务窗口", "供电（用电）", "现供水（用水）"]),
        ("water", ["申请人（窗口也能看到）", "只给窗口"]),
        ("former water", []),
        ("supervisor", []),
    ],
)
def test_each_may_write_to_those_who_have_it_in_hand(client, world, who, choices):
    sign_in(client, world, who)

    conversation = client.get(f"/case/{world['case'].number}/").context["board"].conversation

    assert [addressee.label for addressee in conversation.addressees] == choices


@pytest.mark.parametrize(
    ("who", "status"), [("clerk", 403), ("supervisor", 403), ("stranger", 404), ("regulator", 404)]
)
def test_whoever_has_no_say_in_the_case_file_writes_nothing(client, world, who, status):
    sign_in(client, world, who)

    answer = client.post(f"/case/{world['case'].number}/note/", {"to": "window", "body": "戊"})

    assert (answer.status_code, world["case"].notes.filter(body="戊").exists()) == (status, False)


@pytest.mark.parametrize("to", ["memo", "staff-1", "all-1", ""], ids=str)
def test_an_applicant_cannot_write_as_the_staff_do(client, world, to):
    sign_in_phone(client)

    client.post(f"/case/{world['case'].number}/note/", {"to": to, "body": "戊"})

    assert not world["case"].notes.filter(body="戊").exists()


def test_only_the_desk_writes_at_the_desk(client, world):
    sign_in_staff(client, "supervisor")

    answer = client.post(f"/window/{world['case'].number}/note/", {"to": "applicant", "body": "戊"})

    assert answer.status_code == 403
