"""The day of a visit in the calendar of whom it concerns."""

import pytest

from accounts.tests.factories import UserFactory
from applications.models import Application
from inspections.links import sign
from inspections.services import cancel_visit
from ningshe_portal.tests.cases import sign_in_member, sign_in_phone
from outbox.models import Message
from utilities.tests.factories import ProviderFactory

from .hands import order_of

pytestmark = pytest.mark.django_db


def test_the_calendar_file_is_for_whom_it_concerns(client, case, fixed):
    address = f"/case/{case.number}/survey.ics"
    assert client.get(address).status_code == 302  # to /track/
    sign_in_phone(client)

    answer = client.get(address)

    text = answer.content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "DTSTART:20261124T010000Z\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert client.get(f"/case/{case.number}/acceptance.ics").status_code == 404


def test_by_the_link_that_was_sent_the_day_is_had_without_signing_in(client, case, fixed):
    address = f"/calendar/{sign(fixed)}.ics"
    told = bytes(Message.objects.filter(kind="visit.fixed", channel="sms").last().body).decode()

    text = unfold(client.get(address))

    assert address in told
    assert "联合踏勘" in text and case.full_address in text and "STATUS:CONFIRMED" in text
    for private in (case.applicant_name, case.contact_phone, case.number, "刘工", "13920005678"):
        assert private not in text
    assert client.get(f"/calendar/{sign(fixed)[:-1]}x.ics").status_code == 404


def test_a_cancelled_day_cancels_its_calendar_entry(client, case, fixed):
    cancel_visit(fixed, reason="暴雪", by=UserFactory())
    sign_in_phone(client)

    texts = [
        unfold(client.get(f"/{path}.ics"))
        for path in (f"calendar/{sign(fixed)}", f"case/{case.number}/survey")
    ]

    for text in texts:
        assert f"UID:visit-{fixed.pk}@" in text and "SEQUENCE:1" in text and "STATUS:CANCELLED" in text


def test_a_new_query_code_ends_the_link(client, case, fixed):
    address = f"/calendar/{sign(fixed)}.ics"
    Application.objects.filter(pk=case.pk).update(query_code_version=9)

    assert client.get(address).status_code == 404


def unfold(answer):
    return answer.content.decode().replace("\r\n ", "")


def test_a_provider_is_not_told_who_else_comes(client, case, fixed):
    sign_in_member(client, order_of(case).provider)

    page = client.get(f"/case/{case.number}/").content.decode()
    calendar = client.get(f"/case/{case.number}/survey.ics").content.decode()

    assert "另有 1 家单位" in page
    assert "power公司" not in page + calendar


def test_a_stranger_gets_nothing(client, case, fixed):
    sign_in_member(client, ProviderFactory(service="gas"))

    assert client.get(f"/case/{case.number}/survey.ics").status_code == 404
    assert client.post(f"/case/{case.number}/visit-confirm/", {"visit": fixed.pk}).status_code == 404
