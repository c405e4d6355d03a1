"""Papers that come after a decision, at the desk of the permits."""

import pytest
from django.core.files.base import ContentFile

from accounts.actors import APPLICANT
from approvals.services import add_permit_paper, decide_permit
from ningshe_portal.tests.permits import orders_of

from .test_permits_desk import act, page, sign_in_member, sign_in_officer, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(planned):
    return planned


PDF = b"%PDF-1.7\n%%EOF"


def paper(title="许可证正本"):
    return {"title": title, "file": ContentFile(PDF, "正本.pdf")}


def test_a_decided_permit_takes_further_papers_and_shows_them(client, permits):
    sign_in_officer(client, "municipal")
    assert "补充文书" not in titles(client, permits[1])
    decide_permit(permits[1], outcome="granted", by=APPLICANT)
    (button,) = client.get(page(permits[1])).context["buttons"]
    assert (button["title"], button["is_seldom"]) == ("补充文书", True)

    client.post(act(permits[1], "paper"), paper())
    client.post(act(permits[1], "paper"), paper("变更决定"))

    first, second = permits[1].papers.all()
    shown = client.get(page(permits[1])).content.decode()
    opened = f"{page(permits[1]).removesuffix('change/')}files/paper-{second.pk}/"
    assert ("许可证正本" in shown, f'href="{opened}"' in shown) == (True, True)
    assert client.get(opened).getvalue() == PDF


def test_the_filer_adds_papers_too_and_others_only_read_them(client, case, permits):
    water, gas = orders_of(case)
    decide_permit(permits[1], outcome="granted", by=APPLICANT)
    sign_in_member(client, water.provider)
    client.post(act(permits[1], "paper"), paper())
    opened = f"{page(permits[1]).removesuffix('change/')}files/paper-{permits[1].papers.get().pk}/"

    sign_in_member(client, gas.provider)
    refused, read = client.post(act(permits[1], "paper"), paper("另一份")), client.get(opened)
    sign_in_officer(client, "police")
    other_department = client.get(opened).status_code

    assert (refused.status_code, read.getvalue(), other_department) == (403, PDF, 404)


def test_a_paper_belongs_to_its_permit(client, permits):
    for permit in permits[1:]:
        decide_permit(permit, outcome="granted", by=APPLICANT)
    add_permit_paper(permits[2], title="正本", file="evidence/a.pdf", by=APPLICANT)
    sign_in_officer(client, "municipal")

    opened = f"{page(permits[1]).removesuffix('change/')}files/paper-{permits[2].papers.get().pk}/"

    assert client.get(opened).status_code == 404
