"""What is kept about an applicant: seen, taken along, deleted, consent taken back; by him and nobody else."""

import json
import os
from io import BytesIO
from zipfile import ZipFile

import pytest

from accounts.tests.factories import UserFactory
from applications.models import Application, Material, Note
from applications.services import end_request, reveal
from applications.tests.factories import ApplicationFactory, DraftFactory
from common import clock
from common.files import full_path, store
from outbox.models import Message
from oversight.models import Complaint
from utilities.models import WorkOrder
from utilities.tests.factories import ServiceAreaFactory

from .cases import PHONE, accepted_case, sign_in_member, sign_in_phone, sign_in_staff, submitted_case
from .leaks.world import build_world

pytestmark = pytest.mark.django_db
AGENT = "13911112222"


@pytest.fixture
def case():
    for service in ("water", "power"):
        ServiceAreaFactory(service=service, provider__service=service, provider__name=f"宁河{service}")
    return accepted_case(agent_name="周代理", agent_phone=AGENT)


def ended(case):
    for request in case.requests.all():
        end_request(request, "terminated", by=UserFactory(), at=clock.now())
    return Application.objects.get(pk=case.pk)


def add_file(case, content=b"paper", name="房产证.pdf"):
    path = store(content, "", "")[0]
    os.utime(full_path(path), (1, 1))
    return Material.objects.create(application=case, kind="other", name=name, path=path, sha256=path[3:])


def hold(client, case):
    """What the 查询码 opens."""
    client.post("/track/", {"number": case.number, "code": case.query_code})


def unzip(answer):
    archive = ZipFile(BytesIO(b"".join(answer.streaming_content)))
    return json.loads(archive.read("资料.json")), archive


def page_of(client, case):
    return client.get(f"/case/{case.number}/data/")


def test_the_page_tells_what_is_kept_who_got_it_and_who_looked(client, case, django_assert_max_num_queries):
    WorkOrder.objects.filter(request__service="water").update(read_at=clock.now())
    reveal(case, "phone", by=UserFactory(display_name="王窗口", roles=["clerk"]))
    Note.objects.create(application=case, body="几时来踏勘", actor_kind="applicant", actor_name="申请人")
    Note.objects.create(
        application=case, body="内部说明", audience="staff", actor_kind="staff", actor_name="x"
    )
    sign_in_phone(client)

    with django_assert_max_num_queries(22):
        page = page_of(client, case).content.decode()

    told = [PHONE, "宁河water", "宁河power", "窗口人员：完整联系电话", "几时来踏勘", "已受理"]
    assert [text for text in told if text not in page] == []
    assert [text for text in ("王窗口", "内部说明") if text in page] == []


def test_whom_the_case_does_not_belong_to_finds_nothing(client, case):
    sign_in_phone(client, "13700000000")

    answers = [client.get(f"/case/{case.number}/data/{end}") for end in ("", "export/", "consent/", "erase/")]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert page_of(client, ApplicationFactory.build(number="NH20990101000001")).status_code == 404


@pytest.mark.parametrize("role", ["clerk", "supervisor"])
def test_staff_have_no_business_there(client, case, role):
    sign_in_staff(client, role)

    assert page_of(client, case).status_code == 403
    assert client.get(f"/case/{case.number}/data/export/").status_code == 403


def test_what_is_taken_along_is_all_of_ones_own_and_nothing_else(client, at):
    sides, (case, *_others) = build_world(at=at)
    Application.objects.filter(pk=case.pk).update(agent_phone=AGENT, applicant_kind="individual")
    add_file(case, b"%PDF-own", "own.pdf")
    add_file(sides[1].orders[0].application, b"%PDF-foreign", "foreign.pdf")
    DraftFactory(channel="online", contact_phone="13811110001", draft={"remark": ["ZZADRAFT"]})
    DraftFactory(channel="online", contact_phone="13822220002", draft={"remark": ["ZZBDRAFT"]})
    sign_in_phone(client, "13811110001")

    facts, archive = unzip(client.get("/my/data/export/"))

    text = json.dumps(facts, ensure_ascii=False)
    own = {f"ZZACASE{place}" for place in (1, 2, 3, 4, 6, 7, 8, 9)} | {"ZZADRAFT", "13811110001"}
    assert {mark for mark in own if mark not in text} == set()
    assert [mark for mark in ("ZZB", "13822220002", "共用") if mark in text] == []
    files = [name for name in archive.namelist() if name.startswith(case.number)]
    assert archive.read(f"{case.number}/材料/01-own.pdf") == b"%PDF-own"
    assert {name.split("/")[-1] for name in files} >= {"form-1.pdf", "consent-1.pdf"}
    assert not any("foreign" in name for name in archive.namelist())


@pytest.mark.parametrize("way", ["agent", "code"])
def test_agent_and_guest_take_along_the_case_but_no_identity_number(client, case, way):
    Application.objects.filter(pk=case.pk).update(
        applicant_kind="individual", id_type="passport", id_number="E12345678"
    )
    sign_in_phone(client, AGENT) if way == "agent" else hold(client, case)

    facts, _archive = unzip(client.get(f"/case/{case.number}/data/export/"))

    assert facts["办件"][0]["办件编号"] == case.number
    assert "E12345678" not in json.dumps(facts)


@pytest.mark.parametrize("way", ["agent", "code"])
@pytest.mark.parametrize("verb", ["consent", "erase"])
def test_what_cannot_be_undone_is_for_the_contact_himself(client, case, way, verb):
    sign_in_phone(client, AGENT) if way == "agent" else hold(client, case)

    page = page_of(client, case)
    answer = client.post(f"/case/{case.number}/data/{verb}/", {"what": "whole"})

    assert (page.status_code, page.context["verbs"], answer.status_code) == (200, [], 403)
    case.refresh_from_db()
    assert (case.status, case.consent_withdrawn_at) == ("accepted", None)


def test_taking_back_the_consent_withdraws_an_open_case_and_shuts_the_providers_out(client, case):
    order = WorkOrder.objects.get(request__service="water")
    sign_in_phone(client)
    client.post(f"/case/{case.number}/data/consent/", {"what": "whole"})

    case.refresh_from_db()
    assert (case.status, case.consent_withdrawn_at is not None) == ("withdrawn", True)
    assert case.events.filter(verb="consent.withdrawn").count() == 1
    order.refresh_from_db()
    assert order.status == "withdrawn"
    told = Message.objects.filter(channel="webhook", about=order.number).values_list("kind", flat=True)
    assert "order.withdrawn" in told
    client.logout()
    member = sign_in_member(client, order.provider)
    assert not WorkOrder.objects.visible_to(member).exists()
    assert client.get(f"/case/{case.number}/").status_code == 404


def test_one_provider_alone_can_be_shut_out(client, case):
    water = case.requests.get(service="water")
    sign_in_phone(client)
    client.post(f"/case/{case.number}/data/consent/", {"what": str(water.pk)})

    case.refresh_from_db()
    water.refresh_from_db()
    assert (case.status, water.status, case.consent_withdrawn_at) == ("accepted", "withdrawn", None)
    assert [order.request.service for order in WorkOrder.objects.all().shared()] == ["power"]


def test_of_an_ended_case_the_providers_read_nothing_any_more(client, case):
    case = ended(case)
    assert WorkOrder.objects.all().shared().count() == 2
    sign_in_phone(client)

    client.post(f"/case/{case.number}/data/consent/", {"what": "whole"})
    client.post(f"/case/{case.number}/data/consent/", {"what": "whole"})

    case.refresh_from_db()
    assert case.status == "terminated"
    assert WorkOrder.objects.all().shared().count() == 0
    assert case.events.filter(verb="consent.withdrawn").count() == 1


def test_an_open_case_is_not_deleted(client, case):
    sign_in_phone(client)

    client.post(f"/case/{case.number}/data/erase/")

    assert not case.events.filter(verb="application.dispensable_erased").exists()


def test_of_an_ended_case_goes_what_nobody_must_keep(client, case, django_capture_on_commit_callbacks):
    Note.objects.create(application=case, body="请尽快", actor_kind="applicant", actor_name="申请人")
    Application.objects.filter(pk=case.pk).update(id_number="E12345678", extras={"remark": "有狗"})
    material, case = add_file(case), ended(case)
    sign_in_phone(client)
    said = client.get(f"/case/{case.number}/data/erase/").content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/case/{case.number}/data/erase/")

    case.refresh_from_db()
    assert f"保留到 {clock.today().year + 3}" in said
    assert (case.id_number, case.extras, case.notes.count()) == ("", {}, 0)
    assert (case.contact_phone, case.papers.exclude(content={}).exists()) == (PHONE, True)
    assert not full_path(material.path).exists()
    assert page_of(client, case).status_code == client.get(f"/case/{case.number}/").status_code == 200


def test_while_a_complaint_is_open_nothing_is_deleted(client, case):
    add_file(case)
    case = ended(case)
    Complaint.objects.create(
        kind="complaint", application=case, text="x", actor_kind="applicant", due_on=clock.today()
    )
    sign_in_phone(client)

    answer = client.post(f"/case/{case.number}/data/erase/", follow=True)

    assert "催办或投诉还没有答复，答复后才能删除。" in answer.content.decode()
    assert case.materials.with_file().count() == 1


def test_a_draft_goes_at_once_with_its_files(client, django_capture_on_commit_callbacks):
    draft = DraftFactory(channel="online", contact_phone=PHONE)
    material = add_file(draft)
    sign_in_phone(client)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/my/data/drafts/{draft.token}/delete/")

    assert (Application.objects.count(), full_path(material.path).exists()) == (0, False)


@pytest.mark.parametrize(
    ("phone", "fields"),
    [
        (AGENT, {"agent_phone": AGENT}),
        ("13700000000", {}),
        (PHONE, {"channel": "window"}),
        (PHONE, {"status": "submitted", "number": "NH20261123000001"}),
    ],
    ids=["agent", "stranger", "of the window", "handed in"],
)
def test_a_draft_is_deleted_by_nobody_else(client, phone, fields):
    draft = DraftFactory(**{"channel": "online", "contact_phone": PHONE} | fields)
    sign_in_phone(client, phone)

    assert client.post(f"/my/data/drafts/{draft.token}/delete/").status_code == 404
    assert Application.objects.filter(pk=draft.pk).exists()


def test_my_data_lists_what_is_mine_by_phone(client, case):
    submitted_case(contact_phone="13700000000")
    sign_in_phone(client, AGENT)

    context = client.get("/my/data/").context

    assert [(listed.number, is_contact) for listed, is_contact in context["cases"]] == [(case.number, False)]


@pytest.mark.parametrize("address", ["/my/data/", "/my/data/export/"])
def test_without_a_proved_phone_there_is_nothing(client, address):
    assert client.get(address).url.startswith("/login/phone/")


@pytest.mark.parametrize(
    ("role", "seen"),
    [(None, (True, False, False)), ("clerk", (True, False, False)), ("administrator", (True, True, True))],
)
def test_the_table_that_is_run_is_the_one_that_is_shown(client, role, seen):
    if role:
        sign_in_staff(client, role)

    page = client.get("/privacy/").content.decode()

    shown = tuple(text in page for text in ("没有提交的申请草稿和附件", "管理后台的操作记录", "待确认"))
    assert shown == seen


def test_at_the_counter_it_is_done_once_the_identity_card_was_looked_at(client, case):
    sign_in_staff(client, "clerk")

    client.post(f"/window/{case.number}/consent/", {"what": "whole"})
    assert Application.objects.get().status == "accepted"

    client.post(f"/window/{case.number}/consent/", {"what": "whole", "proof": "identity"})
    client.post(f"/window/{case.number}/erase/", {"proof": "identity"})
    case.refresh_from_db()
    assert (case.status, case.consent_withdrawn_at is not None) == ("withdrawn", True)
    checked = ["已核对：本人身份证件原件"] * 2
    verbs = ("consent.withdrawn", "application.dispensable_erased")
    assert [event.text for event in case.events.filter(verb__in=verbs)] == checked


def test_what_staff_open_is_kept_and_what_the_applicant_opens_is_not(client, case):
    paper = f"/documents/{case.number}/form-1.pdf"
    sign_in_phone(client)
    client.get(paper)
    assert not case.reveals.exists()
    client.session.flush()

    member = sign_in_member(client, WorkOrder.objects.get(request__service="water").provider)
    client.get(paper), client.get(paper)

    assert [(seen.what, seen.actor, seen.side) for seen in case.reveals.all()] == [
        ("paper", member, "宁河water")
    ]
