"""Walk-in entry: the same form typed by a clerk, parked or handed in, once however often it is pressed."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client

from applications.models import Application
from applications.services import return_application
from applications.tests.factories import ApplicationFactory, DraftFactory
from applications.tests.typed_form import typed_form
from common import clock

from .cases import sign_in_staff

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def clerk(client, db):
    return sign_in_staff(client, "clerk")


def typed(token, **changes):
    data = typed_form(**changes).copy()
    data["token"] = str(token)
    return data


def send(client, token=None, *, action="submit", files=None, **changes):
    data = typed(token or uuid.uuid4(), **changes)
    data["action"] = action
    return client.post("/window/new/", {key: data.getlist(key) for key in data} | (files or {}))


def test_a_walk_in_becomes_a_case_of_this_clerk(client, clerk):
    response = send(client, form_date="2026-11-20")

    case = Application.objects.get()
    assert response["Location"] == f"/window/{case.number}/"
    assert (case.status, case.channel, case.clerk) == ("submitted", "window", clerk)
    assert case.form_date == date(2026, 11, 20)
    assert [request.service for request in case.requests.all()] == ["water", "power"]
    assert case.events.get(verb="application.submitted").actor == clerk


def test_who_sees_the_phones_of_a_returned_form_is_noted_however_he_asks(client, clerk):
    case = ApplicationFactory(status="returned", submitted_at=clock.now())

    page = client.post("/window/new/", {"token": str(case.token)}).content.decode()

    assert (case.contact_phone in page, [seen.what for seen in case.reveals.all()]) == (True, ["form"])


def test_a_landline_will_do_at_the_window(client, clerk):
    send(client, contact_phone="69590000")

    assert Application.objects.get().contact_phone == "022-69590000"


def test_who_is_typed_in_at_the_counter_takes_his_query_code_home_at_once(client, clerk):
    page = client.get(send(client, contact_phone="69590000")["Location"]).content.decode()

    case = Application.objects.get()
    paper = case.papers.get(kind="intake")
    address = f"/documents/{case.number}/intake-1.pdf"
    assert (paper.content["query_code_version"], paper.content["is_entered"]) == (1, True)
    assert f'href="{address}"' in page
    assert client.get(address)["Content-Type"] == "application/pdf"


def test_a_double_click_makes_one_case(client, clerk):
    token = uuid.uuid4()

    first, second = send(client, token), send(client, token)

    assert Application.objects.count() == 1
    assert first["Location"] == second["Location"]


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_make_one_case():
    token = uuid.uuid4()
    clients = [Client(), Client()]
    for client in clients:
        sign_in_staff(client, "clerk")
    data = typed(token)

    def press(client):
        try:
            return client.post(
                "/window/new/", {key: data.getlist(key) for key in data} | {"action": "submit"}
            )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(press, clients))
    connection.close()

    case = Application.objects.get()
    assert [answer["Location"] for answer in answers] == [f"/window/{case.number}/"] * 2
    assert case.events.filter(verb="application.submitted").count() == 1


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, clerk):
    response = send(client, credit_code="123", contact_name="")

    page = response.content.decode()
    assert {problem["label"] for problem in response.context["problems"]} == {"统一社会信用代码", "联系人"}
    assert "光明路 18 号" in page
    assert Application.objects.count() == 0


def test_half_a_form_is_parked_and_taken_up_again(client, clerk):
    parked = send(client, action="park", contact_name="", water__demand="约十吨")

    page = client.get(parked["Location"]).content.decode()
    queue = client.get("/window/?queue=drafts").context["rows"]
    assert Application.objects.get().status == "draft"
    assert "约十吨" in page
    assert [row.application.applicant_name for row in queue] == ["天津市宁河区津沽食品有限公司"]
    assert [mark.code for mark in queue[0].marks if mark.is_chosen] == ["water", "power"]


def test_parking_twice_keeps_one_draft(client, clerk):
    token = uuid.uuid4()
    send(client, token, action="park")
    send(client, token, action="park")

    assert Application.objects.count() == 1


def test_a_parked_entry_is_handed_in_with_its_own_token(client, clerk):
    token = uuid.uuid4()
    send(client, token, action="park")

    send(client, token)

    case = Application.objects.get()
    assert (case.status, case.token) == ("submitted", token)


def test_a_likely_duplicate_is_shown_before_it_is_handed_in(client, clerk):
    twin = ApplicationFactory(status="accepted")
    token = uuid.uuid4()

    shown = send(client, token)
    handed_in = send(client, token, is_another="yes")

    assert [case.number for case in shown.context["alike"]] == [twin.number]
    assert handed_in.status_code == 302


def test_a_correction_brought_to_the_counter_is_typed_in_there(client, clerk):
    send(client)
    case = Application.objects.get()
    return_application(case, items=["更正地址"], by=clerk)

    shown = client.get("/window/new/", {"draft": case.token}).content.decode()
    send(client, case.token, address="光明路 20 号")

    case.refresh_from_db()
    assert "李建国" in shown
    assert (case.status, case.address) == ("submitted", "光明路 20 号")
    assert case.corrections.get().answered_at is not None
    assert case.events.get(verb="application.corrected").actor == clerk


def test_papers_come_along(client, clerk):
    send(client, files={"material-identity": SimpleUploadedFile("执照.pdf", PDF)})

    material = Application.objects.get().materials.get()
    assert (material.kind, material.name) == ("identity", "执照.pdf")
    assert material.application.events.get(verb="material.added").actor == clerk


def test_a_file_that_cannot_be_taken_holds_nothing_up(client, clerk):
    send(client, files={"material-identity": SimpleUploadedFile("病毒.exe", b"MZ\x90")})

    assert Application.objects.get().status == "submitted"
    assert Application.objects.get().materials.count() == 0


@pytest.mark.parametrize("token", ["nonsense", "{online}"], ids=["nonsense", "an applicant's own draft"])
def test_a_token_that_is_not_the_windows_is_not_found(client, clerk, token):
    online = DraftFactory(channel="online")

    response = client.get("/window/new/", {"draft": token.format(online=online.token)})

    assert response.status_code == 404


@pytest.mark.parametrize("role", ["supervisor", "provider"])
@pytest.mark.django_db
def test_entry_is_for_the_counter(client, role):
    sign_in_staff(client, role)

    assert client.get("/window/new/").status_code == 403


def test_the_papers_follow_what_is_typed_at_the_counter(client, db):
    refused = client.post("/window/new/needs/", typed_form())
    sign_in_staff(client, "clerk")

    listed = client.post("/window/new/needs/", typed_form(ownership="collective")).content.decode()

    assert refused.status_code == 302
    assert "村（居）民委员会同意报装的书面意见" in listed
    assert not Application.objects.exists()
