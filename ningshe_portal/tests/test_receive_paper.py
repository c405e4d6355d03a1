"""Quick receipt and late entry at the desk: four facts, one press, number and receipt."""

import uuid
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.models import Application, Paper, Status
from applications.outage_pack import number_receipts
from applications.tests.factories import ApplicationFactory, DraftFactory
from applications.tests.typed_form import CREDIT_CODE, typed_form
from common import clock

from .cases import sign_in_staff

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def clerk(client, at):
    at("2026-11-23 09:30")
    return sign_in_staff(client, "clerk")


def send(client, token=None, **changes):
    data = {"applicant_name": "津沽食品", "contact_phone": "138 2000 1234", "services": ["water", "gas"]}
    return client.post("/window/receive/", {"token": str(token or uuid.uuid4())} | data | changes)


def scan(content=PDF, name="表.pdf"):
    return SimpleUploadedFile(name, content)


def test_four_facts_and_a_photo_make_a_numbered_case(client, clerk):
    response = send(client, photo=scan())

    case = Application.objects.get()
    assert response["Location"] == f"/window/{case.number}/received/"
    assert (case.status, case.channel, case.clerk) == (Status.RECEIVED, "window", clerk)
    assert (case.applicant_name, case.contact_phone) == ("津沽食品", "13820001234")
    assert case.asked_services == ["water", "gas"]
    assert case.materials.get().kind == "signed_form"


def test_the_next_page_prints_the_receipt_and_takes_the_next_paper(client, clerk):
    response = send(client)

    page = client.get(response["Location"]).content.decode()
    number = Application.objects.get().number
    assert page.count(f"/documents/{number}/intake-1.pdf") == 1
    assert page.count('href="/window/receive/"') == 1


@pytest.mark.parametrize("content", [b"", b"no picture", b"\xff\xd8\xff half a photo"])
def test_a_bad_photo_never_loses_the_receipt(client, clerk, content):
    response = send(client, photo=scan(content, "photo.jpg"))

    case = Application.objects.get()
    assert (case.status, case.materials.count()) == (Status.RECEIVED, 0)
    assert "照片未能保存" in client.get(response["Location"]).content.decode()


def test_a_double_click_makes_one_case(client, clerk):
    token = uuid.uuid4()

    first, second = send(client, token), send(client, token)

    assert Application.objects.count() == 1
    assert first["Location"] == second["Location"]
    assert Paper.objects.filter(kind="intake").count() == 1


def test_a_draft_of_somebody_cannot_be_received_by_its_token(client, clerk):
    draft = DraftFactory(channel="online")

    assert send(client, draft.token).status_code == 404


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, clerk):
    response = send(client, contact_phone="123", services=[])

    page = response.content.decode()
    assert set(response.context["form"].errors) == {"contact_phone", "services"}
    assert "津沽食品" in page
    assert Application.objects.count() == 0


def test_what_is_missing_is_told_in_the_same_go(client, clerk):
    response = send(client, missing="权属证明\n\n总平面图\n权属证明")

    case = Application.objects.get()
    page = client.get(response["Location"]).content.decode()
    assert (case.status, case.corrections.get().items) == (Status.RETURNED, ["权属证明", "总平面图"])
    assert page.count(f"/documents/{case.number}/correction-1.pdf") == 1


@pytest.mark.parametrize(
    "name", ["received_at", "accepted_at", "submitted_at", "late_entry_reason", "number"]
)
def test_nobody_dates_a_receipt_by_sending_more_than_the_page_asks(client, clerk, name):
    send(client, **{name: "2026-09-01 09:00"})

    case = Application.objects.get()
    assert case.received_at == clock.now()
    assert (case.accepted_at, case.late_entry_reason) == (None, "")


@pytest.mark.parametrize("address", ["/window/receive/", "/window/new/"])
def test_a_paper_is_not_dated_after_today(client, clerk, address):
    data = typed_form().copy()
    data.update({"token": str(uuid.uuid4()), "form_date": "2026-11-24"})

    page = client.post(address, {name: data.getlist(name) for name in data}).content.decode()

    assert "日期不能晚于今天" in page
    assert Application.objects.count() == 0


def test_it_waits_in_the_first_queue_until_it_is_typed_in(client, clerk):
    send(client)
    case = Application.objects.get()

    desk = client.get("/window/")
    page = desk.content.decode()
    assert (desk.context["queue"].code, [row.application for row in desk.context["rows"]]) == (
        "received",
        [case],
    )
    assert [mark.code for mark in desk.context["rows"][0].marks if mark.is_chosen] == ["water", "gas"]
    assert f"/window/new/?draft={case.token}" in page


def test_it_is_typed_in_with_what_is_known_and_parking_leaves_it_in_its_queue(client, clerk):
    send(client)
    case = Application.objects.get()
    data = typed_form(applicant_name="津沽食品有限公司").copy()
    data["token"], data["action"] = str(case.token), "park"

    page = client.get("/window/new/", {"draft": case.token}).content.decode()
    client.post("/window/new/", {name: data.getlist(name) for name in data})
    parked = Application.objects.get().status
    data["action"] = "submit"
    client.post("/window/new/", {name: data.getlist(name) for name in data})

    case.refresh_from_db()
    assert 'value="津沽食品"' in page
    assert (parked, case.status) == (Status.RECEIVED, Status.SUBMITTED)
    assert case.applicant_name == "津沽食品有限公司"
    assert case.milestones.filter(stage="intake").count() == 1


def test_the_review_of_a_paper_shows_what_there_is_and_the_ways_on(client, clerk):
    send(client)
    case = Application.objects.get()

    response = client.get(f"/window/{case.number}/")

    page = response.content.decode()
    both = response.context["verbs"] + response.context["other_verbs"]
    verbs = {name for name, _verb, _form in both}
    assert ({"return", "refuse", "withdraw"} <= verbs, "accept" in verbs) == (True, False)
    assert f"/window/new/?draft={case.token}" in page
    assert ("津沽食品" in page, "13820001234" in page) == (True, False)


def test_a_paper_can_be_refused_and_withdrawn(client, clerk):
    for verb, data in [
        ("refuse", {"reason": "不在本区"}),
        ("withdraw", {"what": "whole", "reason": "不办了"}),
    ]:
        number = send(client)["Location"].split("/")[2]
        client.post(f"/window/{number}/{verb}/", data)

    assert set(Application.objects.values_list("status", flat=True)) == {Status.REFUSED, Status.WITHDRAWN}
    assert "用水" in str(Paper.objects.get(kind="refusal").content["matters"])


# --- late entry -------------------------------------------------------------------------------------------


@pytest.fixture
def receipt(clerk, at):
    receipt = number_receipts(1)[0]
    at("2026-11-24 08:40")
    return receipt


def send_late(client, slip, token=None, **changes):
    data = {
        "receipt": slip.content["number"],
        "received_on": "2026-11-23",
        "received_time": "10:15",
        "applicant_name": "津沽食品",
        "contact_phone": "69590000",
        "services": ["water"],
        "reason": "上午停电",
        "photo": scan(),
    }
    return client.post("/window/late/", {"token": str(token or uuid.uuid4())} | data | changes)


def test_a_late_entry_becomes_a_case_received_then(client, receipt):
    response = send_late(client, receipt)

    case = Application.objects.get()
    assert response["Location"] == f"/window/{case.number}/received/"
    assert case.received_at == datetime(2026, 11, 23, 10, 15, tzinfo=clock.LOCAL)
    assert (case.late_entry_reason, case.papers.emergency().get()) == ("上午停电", receipt)


@pytest.mark.parametrize(
    "changes",
    [
        {"received_on": "2026-11-25"},
        {"received_time": "09:29"},
        {"receipt": "YJ000002-6"},
        {"receipt": "YJ000001-1"},
        {"photo": ""},
        {"photo": scan(b"no picture")},
        {"reason": ""},
    ],
    ids=["in the future", "before printing", "never printed", "mistyped", "no scan", "bad scan", "no reason"],
)
def test_what_cannot_be_true_leaves_nothing_behind(client, receipt, changes):
    response = send_late(client, receipt, **changes)

    receipt.refresh_from_db()
    assert response.context["form"].errors
    assert (receipt.application, Application.objects.count()) == (None, 0)


def test_a_double_click_enters_one_case(client, receipt):
    token = uuid.uuid4()

    first, second = send_late(client, receipt, token), send_late(client, receipt, token)

    assert first["Location"] == second["Location"]
    assert Application.objects.count() == 1


def test_a_receipt_used_before_is_refused_in_words(client, receipt):
    send_late(client, receipt)

    page = send_late(client, receipt).content.decode()

    assert "已补录" in page


def test_a_supervisor_reads_the_list_of_late_entries_and_changes_nothing(client, receipt):
    send_late(client, receipt)
    case = Application.objects.get()
    supervisor = sign_in_staff(client, "supervisor")
    supervisor.is_staff = True
    supervisor.save()

    listed = client.get("/admin/applications/lateentry/").content.decode()
    page = client.get(f"/admin/applications/lateentry/{case.pk}/change/").content.decode()

    assert (listed.count("YJ000001-8"), listed.count("上午停电")) == (1, 1)
    assert 'name="_save"' not in page


def test_a_provider_enters_nothing_late(client):
    sign_in_staff(client, "provider")

    answers = [client.get(f"/window/{page}/").status_code for page in ("receive", "late", "outage")]
    answers.append(client.post("/window/outage/void/").status_code)

    assert answers == [403] * 4


# --- the pack ---------------------------------------------------------------------------------------------


def test_the_desk_prints_a_pack(client, clerk):
    response = client.post("/window/outage/", {"count": "2"})

    assert (response["Content-Type"], response.content[:5]) == ("application/pdf", b"%PDF-")
    assert "YJ000002-6" in client.get("/window/outage/").content.decode()


@pytest.mark.parametrize("count", ["0", "201", "x", ""])
def test_no_pack_without_a_sensible_count(client, clerk, count):
    assert client.post("/window/outage/", {"count": count}).context["form"].errors
    assert not Paper.objects.exists()


def test_anybody_can_verify_an_emergency_receipt_and_see_whether_it_was_entered(client, receipt):
    address = f"/verify/{receipt.code}/"
    before = client.get(address).content.decode()
    send_late(client, receipt)

    after = client.get(address).content.decode()

    assert ("YJ000001-8" in before, "尚未补录" in before) == (True, True)
    assert ("尚未补录" in after, Application.objects.get().number in after) == (False, True)


def test_a_spoiled_receipt_is_voided_at_the_desk_told_on_verify_and_listed_for_supervisors(client, receipt):
    answer = client.post("/window/outage/void/", {"first": "YJ000001-8", "reason": "泡水"})

    desk = client.get("/window/outage/").content.decode()
    refused = send_late(client, receipt).content.decode()
    told = client.get(f"/verify/{receipt.code}/").content.decode()
    supervisor = sign_in_staff(client, "supervisor")
    supervisor.is_staff = True
    supervisor.save()
    listed = client.get("/admin/applications/emergencyreceipt/?standing=void").content.decode()

    assert answer["Location"] == "/window/outage/"
    assert [text.count("泡水") for text in (desk, refused, listed)] == [1, 1, 1]
    assert ("已于 2026-11-24 作废" in told, "尚未补录" in told, "泡水" in told) == (True, False, False)


@pytest.mark.parametrize(
    "said", [{"first": "YJ000001-1"}, {"reason": ""}, {"last": "YJ000009-1"}, {"first": "YJ000002-6"}]
)
def test_a_void_that_cannot_be_meant_stays_on_the_page_with_its_reason(client, receipt, said):
    page = client.post("/window/outage/void/", {"first": "YJ000001-8", "reason": "撕毁"} | said)

    assert page.context["void_form"].errors
    assert Paper.objects.unused().count() == 1


# --- the last unit with this code -------------------------------------------------------------------------


@pytest.fixture
def known(clerk):
    return ApplicationFactory(
        credit_code=CREDIT_CODE, applicant_name="老客户公司", contact_phone="13920005678"
    )


def test_a_known_code_offers_its_last_unit(client, known):
    page = client.get("/window/new/known/", {"credit_code": CREDIT_CODE.lower()}).content.decode()

    assert ("老客户公司" in page, "139****5678" in page, "13920005678" in page) == (True, True, False)


@pytest.mark.parametrize("code", ["", "123", "\x00", CREDIT_CODE[::-1]])
def test_an_unknown_code_offers_nothing(client, known, code):
    assert "notice" not in client.get("/window/new/known/", {"credit_code": code}).content.decode()


def test_it_is_taken_over_without_script_where_nothing_was_typed(client, known):
    data = {
        "token": str(uuid.uuid4()),
        "action": "recall",
        "credit_code": CREDIT_CODE,
        "contact_name": "新人",
    }

    form = client.post("/window/new/", data).context["form"]

    shown = {name: form[name].value() for name in ("applicant_name", "contact_name", "contact_phone", "town")}
    assert shown == {
        "applicant_name": "老客户公司",
        "contact_name": "新人",
        "contact_phone": "13920005678",
        "town": known.town.code,
    }
    assert known.reveals.count() == 1
