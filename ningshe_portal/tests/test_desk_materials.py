"""The papers of a case at the desk: through the pages, by whom, and what strangers get."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actors import APPLICANT
from accounts.tests.factories import UserFactory
from applications.models import Correction, Material
from applications.services import note_paper, promise_material
from applications.tests.factories import ApplicationFactory
from common import clock
from utilities.models import WorkOrder
from utilities.order_papers import ask_for_paper
from utilities.tests.factories import ServiceAreaFactory

from .cases import accepted_case, sign_in_member, sign_in_phone, sign_in_staff, submitted_case

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF"


def pdf(name="扫描.pdf", more=b""):
    return SimpleUploadedFile(name, PDF + more)


@pytest.fixture
def clerk(client):
    return sign_in_staff(client, "clerk")


@pytest.fixture
def case(at):
    at("2026-11-23 09:30")
    ServiceAreaFactory(provider__service="gas", provider__name="宁河燃气")
    return accepted_case(("gas",))


@pytest.fixture
def asked(case):
    ask_for_paper(WorkOrder.objects.get(), paper="总平面图", detail="", kind="site_plan", by=APPLICANT)
    return Correction.objects.get()


def post(client, case, path, **fields):
    return client.post(f"/window/{case.number}/{path}/", fields, follow=True)


def sign_in_crew(client):
    """Staff of the provider, who also have their desk in the admin; the order."""
    order = WorkOrder.objects.get()
    user = sign_in_member(client, order.provider)
    type(user).objects.update(is_staff=True)
    return order


def told(answer):
    return [(message.level_tag, str(message)) for message in answer.context["messages"]]


def faults(answer):
    """What the form has to have put right, with all that was typed still in it."""
    return [fault for faults in answer.context["form"].errors.values() for fault in faults]


def panel_of(client, case):
    panels = client.get(f"/window/{case.number}/").context["panels"]
    return next(facts for template, facts in panels if template == "window/_materials.html")


def missing(client, case):
    groups = panel_of(client, case)["groups"]
    return [group.standing.requirement.kind for group in groups if group.standing.is_missing]


def test_a_paper_is_noted_without_a_file_and_then_is_not_missing(client, clerk, case):
    before = missing(client, case)

    answer = post(client, case, "attach", kind="ownership", medium="original", copies="1", pages="3")

    row = Material.objects.get()
    assert told(answer) == [("success", "材料已保存。")]
    assert (row.medium, row.copies, row.pages, row.taken_by, row.path) == ("original", 1, 3, clerk, "")
    assert (before, missing(client, case)) == (
        ["ownership", "site_plan", "load_list"],
        ["site_plan", "load_list"],
    )


def test_a_scan_and_its_paper_are_one_row(client, clerk, case):
    post(client, case, "attach", kind="ownership", medium="copy", copies="2", file=pdf())

    row = Material.objects.get()
    assert (row.name, row.medium, row.copies, row.taken_by) == ("扫描.pdf", "copy", 2, clerk)


def test_neither_file_nor_paper_is_asked_again(client, clerk, case):
    answer = post(client, case, "attach", kind="ownership", medium="")

    assert "请选择要上传的文件，或登记收取的纸质材料。" in faults(answer)


def test_a_paper_is_handed_on_and_given_back_against_a_signature(client, clerk, case):
    row = note_paper(case, "ownership", medium="original", copies=1, pages=1, by=clerk)

    post(client, case, f"materials/{row.pk}/hand-on", to="宁河燃气 王工")
    unsigned = post(client, case, f"materials/{row.pk}/give-back", to="李建国")
    signed = post(client, case, f"materials/{row.pk}/give-back", to="李建国", signature=pdf("签收.pdf"))

    assert "请上传领回人签字的照片或扫描件。" in faults(unsigned)
    assert told(signed) == [("success", "已登记退还。")]
    proof = client.get(f"/window/{case.number}/materials/{row.pk}/signature/")
    assert b"".join(proof.streaming_content) == PDF
    assert [seen.what for seen in case.reveals.all()] == ["material"]


def test_a_promise_is_taken_with_its_paper(client, clerk, case):
    answer = post(client, case, "promise", kind="load_list", until="2026-12-07")

    assert told(answer) == [("success", "已登记容缺承诺，请打印《容缺受理承诺书》交申请人签字。")]
    assert "容缺受理承诺书" in answer.content.decode()
    refused = post(client, case, "promise", kind="load_list", until="2026-12-07")
    assert faults(refused)


def test_only_the_office_settles_a_promise(client, clerk, case):
    row = promise_material(case, "load_list", until=clock.today().replace(day=30), by=clerk)

    refused = post(client, case, f"materials/{row.pk}/end", reason="不再需要")
    sign_in_staff(client, "office")
    extended = post(client, case, f"materials/{row.pk}/extend", until="2026-12-07")
    ended = post(client, case, f"materials/{row.pk}/end", reason="不再需要")

    assert refused.status_code == 403
    assert (told(extended)[0][0], told(ended)[0][0]) == ("success", "success")


def test_what_a_provider_asks_for_is_passed_on_and_brought_at_the_counter(client, clerk, case, asked):
    passed = post(client, case, f"asked/{asked.pk}/pass-on")
    again = post(client, case, f"asked/{asked.pk}/pass-on")
    post(client, case, "attach", kind="site_plan", answers=asked.pk, file=pdf())

    asked.refresh_from_db()
    assert told(passed) == [("success", "已出具补正告知书并短信告知申请人。")]
    assert told(again) == [("warning", "已经转告过申请人。")]
    assert asked.answered_at is not None
    assert Material.objects.get().answers == asked


def test_the_clerk_may_answer_the_provider_that_it_is_not_needed(client, clerk, case, asked):
    post(client, case, f"asked/{asked.pk}/close", reason="窗口已有")

    asked.refresh_from_db()
    assert asked.closed_at is not None
    assert panel_of(client, case)["asked"] == []


def test_the_applicant_brings_what_was_asked_for_and_what_he_promised(client, clerk, case, asked):
    promise = promise_material(case, "load_list", until=clock.today().replace(day=30), by=clerk)
    post(client, case, f"asked/{asked.pk}/pass-on")
    client.logout()
    sign_in_phone(client)
    page = client.get(f"/case/{case.number}/").content.decode()
    url = f"/case/{case.number}/bring/"

    nothing = client.post(url, {"target": f"asked-{asked.pk}"})
    client.post(url, {"target": f"asked-{asked.pk}", "files": [pdf(), pdf(more=b"2")]})
    client.post(url, {"target": f"promised-{promise.pk}", "files": pdf("清单.pdf")})

    asked.refresh_from_db()
    promise.refresh_from_db()
    assert "宁河燃气办理用气需要" in page
    assert "请选择要上传的文件。" in nothing.content.decode()
    assert (asked.brought.count(), asked.answered_at is None) == (2, False)
    assert (promise.name, promise.is_promised) == ("清单.pdf", False)
    assert "需要补交的材料" not in client.get(f"/case/{case.number}/").content.decode()


def test_who_is_not_the_applicant_brings_nothing(client, case, asked):
    url = f"/case/{case.number}/bring/"
    stranger = client.get(url)
    sign_in_phone(client, "13911112222")
    other = client.get(url)
    sign_in_staff(client, "supervisor")

    assert (stranger.status_code, other.status_code, client.get(url).status_code) == (302, 404, 403)


@pytest.mark.parametrize("role", ["supervisor", "provider", "officer"])
def test_the_verbs_on_papers_are_for_the_counter(client, case, asked, role):
    row = note_paper(case, "ownership", medium="original", copies=1, pages=1, by=UserFactory())
    sign_in_staff(client, role)

    answers = [
        client.post(f"/window/{case.number}/{path}/").status_code
        for path in (f"materials/{row.pk}/hand-on", f"asked/{asked.pk}/pass-on", "promise")
    ]

    assert set(answers) <= {403, 404}
    assert client.get(f"/window/{case.number}/materials/{row.pk}/signature/").status_code in {403, 404}


def test_a_paper_of_another_case_is_not_found(client, clerk, case, asked):
    other = submitted_case(("water",))
    row = note_paper(case, "ownership", medium="original", copies=1, pages=1, by=clerk)

    answers = [
        client.post(f"/window/{other.number}/{path}/").status_code
        for path in (
            f"materials/{row.pk}/hand-on",
            f"materials/{row.pk}/unheard-of",
            f"asked/{asked.pk}/close",
        )
    ]

    assert answers == [404, 404, 404]


def test_a_provider_sees_technical_files_only(client, clerk, case, asked):
    post(client, case, f"asked/{asked.pk}/pass-on")
    post(client, case, "attach", kind="site_plan", answers=asked.pk, file=pdf("平面图.pdf"))
    post(client, case, "attach", kind="identity", file=pdf("执照.pdf", b"2"))
    sign_in_crew(client)

    page = client.get(f"/case/{case.number}/").content.decode()
    order = client.get(f"/admin/utilities/workorder/{WorkOrder.objects.get().pk}/change/").content.decode()

    assert ("平面图.pdf" in page, "执照.pdf" in page) == (True, False)
    assert ("平面图.pdf" in order, "执照.pdf" in order, "已补交" in order) == (True, False, True)


def test_each_queue_shows_what_waits_in_it(client, clerk, case, asked, at):
    promise_material(case, "load_list", until=clock.today().replace(day=30), by=clerk)
    over = ApplicationFactory(status="finished")
    note_paper(over, "ownership", medium="original", copies=1, pages=1, by=clerk)
    Material.objects.promised().update(promise_expired_at=clock.now())

    found = {
        queue: [row.application for row in client.get("/window/", {"queue": queue}).context["rows"]]
        for queue in ("asked", "overdue", "originals")
    }

    assert found == {"asked": [case], "overdue": [case], "originals": [over]}
    assert panel_of(client, over)["is_over"]


def test_a_provider_asks_at_its_desk(client, case):
    order = sign_in_crew(client)
    url = f"/admin/utilities/workorder/{order.pk}/do/ask/"

    client.post(url, {"paper": "总平面图", "kind": "site_plan", "detail": "标明进户位置"})

    asked = Correction.objects.get()
    assert (asked.items, asked.kind, asked.order) == (
        ["总平面图（标明进户位置）"],
        "site_plan",
        order.number,
    )
