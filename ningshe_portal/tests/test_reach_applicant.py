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
