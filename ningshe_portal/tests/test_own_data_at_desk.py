"""Who comes to the counter gets what `/my/data/` gives online; it is kept whose document was looked at."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest

from applications.models import ApplicantKind, Application
from utilities.tests.factories import ServiceAreaFactory

from .cases import accepted_case, sign_in_staff

pytestmark = pytest.mark.django_db
ID, MASKED = "E12345678", "E******78"


@pytest.fixture
def case(at):
    at("2026-11-23 09:30")
    ServiceAreaFactory(service="water", provider__service="water", provider__name="宁河供水")
    return accepted_case(
        ("water",),
        contact_phone="022-69591234",
        applicant_kind=ApplicantKind.INDIVIDUAL,
        id_type="passport",
        id_number=ID,
    )


@pytest.fixture
def clerk(client):
    return sign_in_staff(client, "clerk")


def hand_out(client, case, **said):
    return client.post(f"/window/{case.number}/own-data/", {"proof": "identity", "medium": "file"} | said)


def facts_of(answer):
    archive = ZipFile(BytesIO(b"".join(answer.streaming_content)))
    return json.loads(archive.read("资料.json"))["办件"][0]


def test_a_file_goes_to_the_applicant_with_all_that_is_his(client, clerk, case):
    facts = facts_of(hand_out(client, case))

    assert (facts["办件编号"], facts["证件号码"]) == (case.number, ID)
    event = case.events.get(verb="data.handed_out")
    assert (event.actor, event.text) == (clerk, "文件（ZIP，含文书和材料）；已核对：本人身份证件原件")
    assert [seen.what for seen in case.reveals.all()] == ["form"]


def test_who_acts_for_him_gets_no_identity_number_in_full(client, clerk, case):
    assert ID not in json.dumps(facts_of(hand_out(client, case, proof="mandate")))


def test_a_paper_is_drawn_for_who_takes_no_file(client, clerk, case):
    answer = hand_out(client, case, medium="paper")

    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert not case.papers.filter(kind="own_data").exists()


@pytest.mark.parametrize("said", [{"proof": ""}, {"medium": "x"}])
def test_nothing_goes_out_before_a_document_was_looked_at(client, clerk, case, said):
    answer = hand_out(client, case, **said)

    assert answer.context["form"].errors
    assert not case.events.filter(verb="data.handed_out").exists()


def correct(client, case, **said):
    typed = {"applicant_name": case.applicant_name, "address": case.address, "id_type": "passport"}
    return client.post(
        f"/window/{case.number}/correct/", typed | {"id_number": MASKED, "proof": "identity"} | said
    )


def test_a_slip_of_the_pen_is_corrected_and_the_papers_say_so(client, clerk, case, at):
    at("2026-11-24 10:00")
    answer = correct(client, case, address="光明路 8 号")

    former, case = case, Application.objects.get(pk=case.pk)
    assert answer["Location"] == f"/window/{case.number}/own-data/"
    assert (case.address, case.id_number, case.query_code_version) == ("光明路 8 号", ID, 1)
    assert case.events.get(verb="data.corrected").text == (
        f"申请地址：{former.address} → 光明路 8 号；已核对：本人身份证件原件"
    )
    valid = case.papers.valid()
    assert [valid.get(kind=kind).serial for kind in ("form", "receipt")] == [2, 2]
    assert "光明路 8 号" in valid.get(kind="receipt").content["address"]


def test_an_identity_number_is_corrected_without_standing_in_the_history(client, clerk, case):
    correct(client, case, id_number="E87654321")

    assert Application.objects.get().id_number == "E87654321"
    assert (
        case.events.get(verb="data.corrected").text
        == f"证件号码：{MASKED} → E******21；已核对：本人身份证件原件"
    )


@pytest.mark.parametrize("said", [{"applicant_name": ""}, {"id_number": "1"}, {"proof": ""}, {}])
def test_a_correction_that_is_none_changes_nothing(client, clerk, case, said):
    correct(client, case, **said)

    assert not case.events.filter(verb="data.corrected").exists()


def test_the_page_shows_what_was_done_and_masks_what_it_need_not_show(client, clerk, case):
    hand_out(client, case, medium="paper")

    page = client.get(f"/window/{case.number}/own-data/").content.decode()

    assert "已向申请人提供个人信息副本" in page
    assert (ID in page, MASKED in page) == (False, True)


@pytest.mark.parametrize("role", ["supervisor", "provider"])
def test_it_is_for_those_who_stand_at_the_counter(client, case, role):
    sign_in_staff(client, role)

    assert client.get(f"/window/{case.number}/own-data/").status_code == 403
