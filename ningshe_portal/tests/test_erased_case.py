"""A case made nameless stays so: whoever tries to add something is told why not."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.tests.factories import UserFactory
from applications.models import Call, Status
from applications.services import (
    Erased,
    begin_again,
    erase_application,
    make_call,
    note_paper,
    record_contact_attempt,
    remove_agent,
    wait_for_network,
    write_note,
)
from applications.tests.factories import ApplicationFactory
from applications.uploads import add_material
from common import clock
from oversight.services import file_complaint

from .cases import sign_in_staff

pytestmark = pytest.mark.django_db
VERBS = {
    "file": lambda case, by: add_material(
        case, "other", SimpleUploadedFile("a.pdf", b"%PDF-1.7\n%%EOF"), by=by
    ),
    "paper": lambda case, by: note_paper(case, "other", medium="copy", copies=1, pages=1, by=by),
    "note": lambda case, by: write_note(case, body="您好", by=by),
    "complaint": lambda case, by: file_complaint(case, kind="hotline", text="无人接电话", by=by),
    "again": lambda case, by: begin_again(case, by=by),
    "try": lambda case, by: record_contact_attempt(
        case, way="phone", at=clock.now(), is_reached=False, note="", by=by
    ),
    "call": lambda case, by: make_call(
        Call.objects.create(application=case, text="x", key="x"), way="phone", note="", by=by
    ),
    "agent": lambda case, by: remove_agent(case, by=by),
    "waiting": lambda case, by: wait_for_network(case, [], by=by),
}


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
def test_nothing_is_added_to_a_case_made_nameless(verb):
    case = ApplicationFactory(status=Status.WITHDRAWN, ended_at=clock.now())
    erase_application(case)
    before = case.events.count()

    with pytest.raises(Erased, match="个人信息已清除"):
        verb(case, UserFactory())

    assert case.events.count() == before


def test_the_office_is_told_why_nothing_is_entered_about_it(client):
    case = ApplicationFactory(status=Status.FINISHED, ended_at=clock.now())
    erase_application(case)
    sign_in_staff(client, "office")

    answer = client.post(
        "/oversight/complaints/new/", {"kind": "hotline", "case": case.number, "text": "无人接电话"}
    )

    assert "保存期已满" in answer.content.decode()
