"""Messages on the pages: written, marked as read, counted while they are not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import APPLICANT
from applications.models import NoteReading
from applications.services import write_note
from utilities.tests.factories import ServiceAreaFactory

from .cases import accepted_case, sign_in_member, sign_in_phone, sign_in_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(at):
    at("2026-11-27 10:00")
    ServiceAreaFactory(provider__service="water", provider__name="宁河供水")
    return accepted_case(("water",)).requests.get().orders.get()


@pytest.fixture
def case(order):
    return order.application


def sides():
    return set(NoteReading.objects.values_list("side", flat=True))


def lines(response):
    return response.context["board"].conversation.lines


def test_the_applicant_writes_and_later_sees_who_has_read(client, case, at):
    sign_in_phone(client)
    answer = client.post(f"/case/{case.number}/note/", {"to": "window", "body": "几时来人？"})
    assert answer["Location"] == f"/case/{case.number}/#notes"

    at("2026-11-27 10:30")
    sign_in_staff(client, "clerk")
    client.get(f"/window/{case.number}/")
    client.logout()
    sign_in_phone(client)
    page = client.get(f"/case/{case.number}/")

    [line] = lines(page)
    assert (line.who, line.is_own, [who for who, _at in line.readings]) == ("您", True, ["窗口"])
    assert '窗口已读 <time class="figures">11-27 10:30' in page.content.decode()


def test_the_window_answers_and_the_applicant_finds_it_marked_as_new_once(client, case):
    sign_in_staff(client, "clerk")
    answer = client.post(f"/window/{case.number}/note/", {"to": "applicant", "body": "周五上午。"})
    assert answer["Location"] == f"/window/{case.number}/"
    client.logout()
    sign_in_phone(client)

    first, second = client.get(f"/case/{case.number}/"), client.get(f"/case/{case.number}/")

    assert [page.content.decode().count("新留言") for page in (first, second)] == [
        2,
        0,
    ]
    assert sides() == {"applicant"}


@pytest.mark.parametrize(
    ("method", "headers"),
    [("head", {}), ("get", {"Sec-Purpose": "prefetch"})],
    ids=["asked for the head only", "fetched in advance"],
)
def test_what_no_person_looks_at_is_not_read(client, case, method, headers):
    write_note(case, body="在吗", by=APPLICANT)
    sign_in_staff(client, "clerk")

    getattr(client, method)(f"/window/{case.number}/", headers=headers)
    client.get(f"/window/{case.number}/receipts/?poll=1")

    assert sides() == set()


@pytest.mark.parametrize("role", ["supervisor"])
def test_who_only_looks_on_reads_for_nobody(client, case, role):
    write_note(case, body="在吗", by=APPLICANT)
    sign_in_staff(client, role)

    client.get(f"/case/{case.number}/")

    assert sides() == set()


def test_looking_again_writes_nothing(client, case):
    write_note(case, body="在吗", by=APPLICANT)
    sign_in_staff(client, "clerk")
    client.get(f"/window/{case.number}/")

    client.get(f"/window/{case.number}/")

    assert NoteReading.objects.count() == 1


def test_the_queue_of_the_desk_holds_a_case_until_somebody_opened_it(client, case):
    write_note(case, body="在吗", by=APPLICANT)
    sign_in_staff(client, "clerk")

    def queue():
        page = client.get("/window/?queue=notes")
        counts = {entry.code: count for entry, count in page.context["busy"]}
        return [row.application for row in page.context["rows"]], counts["notes"]

    assert queue() == ([case], 1)
    client.get(f"/window/{case.number}/")
    assert queue() == ([], 0)


def test_the_list_of_an_applicant_marks_a_case_with_an_unread_answer(client, case):
    sign_in_phone(client)
    marks = []
    for act in (
        lambda: write_note(case, body="请问", by=APPLICANT),
        lambda: write_note(case, body="答复", by=case.clerk),
        lambda: client.get(f"/case/{case.number}/"),
    ):
        act()
        marks.append("新留言" in client.get("/my/").content.decode())

    assert marks == [False, True, False]


def test_staff_of_the_provider_read_and_answer_on_the_page_of_the_order(client, case, order):
    write_note(case, body="几时来人？", by=APPLICANT, request=order.request)
    user = sign_in_member(client, order.provider)
    user.is_staff, user.display_name = True, "刘工"
    user.save()
    orders, page = "/admin/utilities/workorder/", f"/admin/utilities/workorder/{order.pk}/change/"
    assert "新留言" in client.get(orders).content.decode()

    client.get(page)
    assert "新留言" not in client.get(orders).content.decode()
    door = client.get(page).context["note"]
    client.post(door["url"], {"to": f"all-{order.pk}", "body": "周五上午到。"})

    answer = case.notes.last()
    assert sides() == {f"provider:{order.provider_id}"}
    assert (answer.actor_kind, answer.actor_name, answer.actor) == ("provider", "宁河供水 刘工", user)


def test_the_office_that_opens_an_order_reads_for_nobody_and_has_no_form(client, case, order):
    write_note(case, body="几时来人？", by=APPLICANT, request=order.request)
    user = sign_in_staff(client, "office")
    user.is_staff = True
    user.save()

    page = client.get(f"/admin/utilities/workorder/{order.pk}/change/")

    assert (page.context["note"], sides()) == (None, set())


def test_staff_of_the_provider_write_in_the_case_file_too(client, case, order):
    sign_in_member(client, order.provider)

    client.post(f"/case/{case.number}/note/", {"to": f"staff-{order.pk}", "body": "院门打不开"})

    note = case.notes.get()
    assert (note.audience, note.request, note.actor_kind) == ("staff", order.request, "provider")


def test_what_was_typed_is_not_lost_over_a_mistake(client, case):
    sign_in_phone(client)

    page = client.post(f"/case/{case.number}/note/", {"to": "nobody", "body": "几时来人？"})

    assert "几时来人？" in page.content.decode()


def test_a_case_long_ended_says_that_it_takes_no_messages(client, case, at):
    case.ended_at = at("2026-11-27 11:00")
    case.save()
    at("2026-12-28 09:00")
    sign_in_phone(client)

    door = f"/case/{case.number}/note/"
    page = client.get(door, follow=True).content.decode()
    answer = client.post(door, {"to": "window", "body": "在吗"}).content.decode()

    assert all("不接收留言" in text for text in (page, answer))
    assert "在吗</textarea>" in answer  # what was written is not lost
    assert not case.notes.exists()


def queries(client, page):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


@pytest.mark.parametrize("where", ["case file", "page of the order"])
def test_twelve_messages_cost_as_many_questions_as_one(client, case, order, where):
    page = f"/case/{case.number}/"
    if where == "case file":
        sign_in_phone(client)
    else:
        page = f"/admin/utilities/workorder/{order.pk}/change/"
        user = sign_in_member(client, order.provider)
        user.is_staff = True
        user.save()

    counts = []
    for more in (1, 11):
        for number in range(more):
            write_note(case, body=str(number), by=case.clerk, request=order.request)
        client.get(page)  # has read them
        counts.append(queries(client, page))

    assert counts[0] == counts[1]
