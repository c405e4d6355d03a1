"""The form of the contact at the desk: a whole phone is seen only where seeing it leaves a line."""

import re

import pytest

from .cases import sign_in_staff, submitted_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    return sign_in_staff(client, "clerk")


def test_no_whole_phone_is_on_the_page_before_that_line_is_written(client, clerk):
    case = submitted_case(agent_phone="13820007777", extras={"second_phone": "13820008888"})

    page = client.get(f"/window/{case.number}/").content.decode()

    assert re.findall(r"\b1[3-9][0-9]{9}\b", page) == []


def test_a_masked_phone_left_alone_in_the_form_of_the_contact_stays(client, clerk):
    case = submitted_case()
    typed = {"contact_name": "王芳", "contact_phone": "138****1234", "agent_phone": "138 2000 7777"}

    client.post(f"/window/{case.number}/amend/", typed)

    case.refresh_from_db()
    assert (case.contact_name, case.contact_phone, case.agent_phone) == ("王芳", "13820001234", "13820007777")
