"""Tries to reach the applicant, noted at the desk, and the end that may rest on them."""

import pytest

from applications.services import return_application

from .cases import accepted_case, sign_in_staff, submitted_case

pytestmark = pytest.mark.django_db


def press(client, case, verb, **said):
    return client.post(f"/window/{case.number}/{verb}/", said, follow=True)


def try_on(client, case, at, *days):
    for day in days:
        at(f"{day} 15:00")
        press(client, case, "contact", way="phone", at=f"{day}T10:00", is_reached="", note="无人接听")


def test_three_tries_at_the_desk_let_the_office_end_the_case(client, at):
    at("2026-11-23 09:30")
    case = accepted_case(("water",))
    sign_in_staff(client, "office")
    try_on(client, case, at, "2026-11-24", "2026-11-25")

    early = press(client, case, "terminate", reason="联系不上")
    try_on(client, case, at, "2026-11-26")
    late = press(client, case, "terminate", reason="联系不上")

    case.refresh_from_db()
    assert "须有 3 个不同日期的记录" in early.content.decode()
    assert case.status == "terminated"
    assert "终止办理告知书" in late.content.decode()


def test_a_clerk_does_not_end_a_case(client, at):
    at("2026-11-23 09:30")
    case = accepted_case(("water",))
    sign_in_staff(client, "clerk")

    page = client.get(f"/window/{case.number}/").content.decode()

    assert client.post(f"/window/{case.number}/terminate/", {"reason": "x"}).status_code == 403
    assert "确认终止" not in page


def test_the_tries_stand_on_the_review_with_what_is_missing(client, at):
    at("2026-11-23 09:30")
    case = submitted_case(("water",))
    clerk = sign_in_staff(client, "clerk")
    return_application(case, items=["权属证明"], by=clerk)
    try_on(client, case, at, "2026-11-24")

    page = client.get(f"/window/{case.number}/").content.decode()

    assert "无人接听" in page
    assert "补正期限（2026-12-14）尚未届满" in page


def test_a_try_without_its_moment_is_not_noted(client, at):
    at("2026-11-23 09:30")
    case = submitted_case(("water",))
    sign_in_staff(client, "clerk")

    answer = press(client, case, "contact", way="phone", at="", note="x")

    assert "请填写联系时间。" in answer.content.decode()
    assert not case.contact_attempts.exists()


@pytest.fixture
def landline_case(client):
    case = submitted_case(("water",), contact_phone="022-69590000", channel="window")
    return_application(case, items=["权属证明"], by=sign_in_staff(client, "clerk"))
    return case


def test_who_has_no_mobile_waits_in_a_queue_to_be_called(client, landline_case):
    page = client.get("/window/?queue=calls").content.decode()

    assert landline_case.calls.get().text in page
    assert "022-69590000" not in page


def test_a_call_noted_in_the_queue_leads_back_to_it(client, landline_case):
    call = landline_case.calls.get()
    address = f"/window/{landline_case.number}/calls/{call.pk}/"

    answer = client.post(address, {"way": "phone", "note": "本人接听", "queue": "calls"})

    assert answer["Location"] == "/window/?queue=calls"
    assert not landline_case.calls.to_make().exists()


def test_the_review_shows_what_is_still_to_be_told(client, landline_case):
    call = landline_case.calls.get()
    before = client.get(f"/window/{landline_case.number}/").content.decode()
    after = client.post(
        f"/window/{landline_case.number}/calls/{call.pk}/", {"way": "counter", "note": ""}, follow=True
    ).content.decode()

    assert ("登记已告知" in before, "登记已告知" in after) == (True, False)


def test_a_call_of_another_case_is_not_there(client, landline_case):
    other = submitted_case(("power",))

    answer = client.post(f"/window/{other.number}/calls/{landline_case.calls.get().pk}/", {"way": "phone"})

    assert answer.status_code == 404
