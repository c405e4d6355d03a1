"""The verbs of a work order as the desk offers them; what they do is told by the tests of the services."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.tests.factories import UserFactory
from milestones.models import MilestoneStatus
from milestones.services import pause_milestone, report_stage
from utilities.models import WorkOrder
from utilities.tests.factories import MemberFactory

from .conftest import door, page_of

pytestmark = pytest.mark.django_db
SAID = {
    "handler_name": "王小水",
    "handler_phone": "13900001111",
    "needs_survey": "yes",
    "has_outside_works": "unknown",
}
NOW = "2026-11-23T09:00"
THERE = {"first_person": "王小水", "second_person": "张工", "unsigned": "absent"}


def picture(name="site.jpg"):
    file = BytesIO()
    Image.new("RGB", (40, 30), "green").save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


def running(order):
    return order.milestones.get(status=MilestoneStatus.RUNNING)


def test_acknowledge_takes_the_order_in_hand(crew, order):
    answer = crew.post(door(order, "acknowledge"), SAID)

    order.refresh_from_db()
    assert answer["Location"] == page_of(order)
    assert (order.status, order.handler_phone, order.needs_survey, order.has_outside_works) == (
        "open",
        "13900001111",
        True,
        None,
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"handler_name": ""},
        {"handler_phone": "12"},
        {"needs_survey": ""},
        {"needs_survey": "no"},
        {"has_outside_works": ""},
    ],
    ids=["no handler", "no phone", "survey unsaid", "nobody will ever know outside works", "works unsaid"],
)
def test_an_incomplete_acknowledgement_is_asked_again(changes, crew, order):
    answer = crew.post(door(order, "acknowledge"), SAID | changes)

    order.refresh_from_db()
    assert (answer.status_code, order.status) == (200, "pending")
    assert answer.context["form"].errors != {}
    form = answer.context["form"]
    problems = form.problems
    assert problems or form.non_field_errors()
    page = answer.content.decode()
    for problem in problems:  # each leads to its place
        assert (page.count(f'id="{problem["anchor"]}"'), page.count(f'href="#{problem["anchor"]}"')) == (1, 1)


def test_report_reaches_the_stage_with_note_and_photos(crew, open_order):
    said = THERE | {
        "outcome": "reached",
        "occurred_at": NOW,
        "note": "距红线 20 米",
        "has_outside_works": "yes",
    }

    crew.post(door(open_order, "report", "survey"), said | {"photos": [picture("a.jpg"), picture("b.jpg")]})

    report = open_order.milestones.get(stage="survey").reports.get()
    assert (report.outcome, report.note, len(report.photos)) == ("reached", "距红线 20 米", 2)
    assert running(open_order).stage == "plan"


def test_a_photo_is_shown_to_the_crew_and_runs_nothing(crew, open_order):
    said = THERE | {
        "outcome": "reached",
        "occurred_at": NOW,
        "has_outside_works": "no",
        "photos": [picture()],
    }
    crew.post(door(open_order, "report", "survey"), said)
    report = open_order.milestones.get(stage="survey").reports.get()

    answer = crew.get(f"/admin/utilities/workorder/{open_order.pk}/photo/{report.pk}/0/")

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer.getvalue().startswith(b"\xff\xd8")


def test_what_is_no_photo_is_not_taken(crew, open_order):
    page = SimpleUploadedFile("site.jpg", b"<script>alert(1)</script>", "image/jpeg")

    answer = crew.post(
        door(open_order, "report", "survey"),
        {"outcome": "reached", "occurred_at": NOW, "has_outside_works": "no", "photos": [page]},
    )

    assert "photos" in answer.context["form"].errors
    assert running(open_order).stage == "survey"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("site.jpg", b"\x00" * 40, "图片已损坏"),
        ("site.jpg", b"\xff\xd8\xff" + b"\x00" * 40, "图片已损坏"),
        ("IMG_1.HEIC", b"\x00\x00\x00\x24ftypheic", "HEIC 照片打不开，请上传 JPG 或 PNG 照片"),
        ("site.txt", b"text", "请上传 JPG 或 PNG 照片"),
        ("site.zip", b"PK\x03\x04", "请直接上传 JPG 或 PNG 照片"),
    ],
    ids=["nothing of a picture", "half a picture", "iPhone", "text", "archive"],
)
def test_a_photo_that_cannot_be_taken_is_told_what_is(crew, open_order, name, content, told):
    answer = crew.post(
        door(open_order, "report", "survey"),
        {"outcome": "reached", "occurred_at": NOW, "photos": [SimpleUploadedFile(name, content)]},
    )

    (said,) = answer.context["form"].errors["photos"]
    assert (told in said, "DWG" in said) == (True, False)


def test_a_report_from_the_future_is_told_at_the_form(crew, open_order):
    said = THERE | {"outcome": "reached", "occurred_at": "2026-12-01T09:00", "has_outside_works": "no"}

    answer = crew.post(door(open_order, "report", "survey"), said)

    assert answer.context["form"].non_field_errors() == ["发生时间不能晚于现在。"]


def test_the_minute_of_opening_means_the_opening(crew, order, at):
    at("2026-11-23 09:30:25")
    crew.post(door(order, "acknowledge"), SAID)

    crew.post(
        door(order, "report", "survey"),
        THERE | {"outcome": "reached", "occurred_at": "2026-11-23T09:30", "has_outside_works": "no"},
    )

    assert running(order).stage == "plan"


def test_a_late_press_never_reports_the_next_stage(crew, open_order, member):
    report_stage(
        open_order,
        "survey",
        outcome="reached",
        occurred_at=open_order.acknowledged_at,
        by=member,
        has_outside_works=True,
    )

    answer = crew.post(door(open_order, "report", "survey"), {"outcome": "reached", "occurred_at": NOW})

    assert answer["Location"] == page_of(open_order)
    assert running(open_order).stage == "plan"


def test_the_evidence_of_a_pause_need_not_be_sent_again_nor_for_another_order(crew, open_order):
    said = {"reason": "applicant_site", "basis": "场地未平整", "expected_until": "2020-01-01"}
    back = crew.post(door(open_order, "pause", "survey"), said | {"evidence": picture()})
    assert "evidence" not in back.context["form"].errors
    said |= {"expected_until": "2026-11-30", "uploaded": back.context["form"].data["uploaded"]}

    forged = crew.post(door(open_order, "pause", "survey"), said | {"uploaded": said["uploaded"][:-1] + "_"})
    assert "evidence" in forged.context["form"].errors
    crew.post(door(open_order, "pause", "survey"), said)

    assert running(open_order).spans.get(ends_at=None).evidence


def test_pause_needs_basis_and_evidence_and_resume_ends_it(crew, open_order):
    said = {"reason": "applicant_site", "basis": "场地未平整", "expected_until": "2026-11-30"}
    refused = crew.post(door(open_order, "pause", "survey"), said)
    crew.post(door(open_order, "pause", "survey"), said | {"evidence": picture()})

    paused = running(open_order)
    span = paused.spans.get(ends_at=None)
    assert "evidence" in refused.context["form"].errors
    assert (paused.is_counting, span.basis, span.holder) == (False, "场地未平整", "applicant")
    shown = crew.get(f"/admin/utilities/workorder/{open_order.pk}/evidence/{span.pk}/")
    assert (shown.status_code, shown.getvalue()[:2]) == (200, b"\xff\xd8")

    crew.post(door(open_order, "resume", "survey"))
    assert running(open_order).is_counting is True


def test_a_paused_order_offers_to_resume_first(crew, open_order, member):
    pause_milestone(running(open_order), reason="force_majeure", basis="暴雪", evidence="a.jpg", by=member)

    buttons = crew.get(page_of(open_order)).context["buttons"]

    assert [button["title"] for button in buttons] == [
        "恢复计时",
        "上报结果",
        "答复上门时间",
        "请申请人补交材料",
        "移交经办人",
        "退单",
        "暂不具备条件",
        "应急开挖",
    ]


def test_return_gives_the_order_back(crew, order):
    crew.post(door(order, "return"), {"reason": "wrong_area", "detail": "应由芦台公司办理"})

    order.refresh_from_db()
    assert (order.status, order.return_reason, order.return_detail) == (
        "returned",
        "wrong_area",
        "应由芦台公司办理",
    )


def test_unavailable_ends_the_request_with_an_alternative(crew, order):
    crew.post(
        door(order, "unavailable"), {"reason": "尚无管网", "detail": "", "alternative": "可先办临时用水"}
    )

    order.refresh_from_db()
    order.request.refresh_from_db()
    assert (order.status, order.request.status) == ("unavailable", "unavailable")


@pytest.mark.parametrize("verb", ["acknowledge", "return", "unavailable"])
def test_a_stranger_finds_no_door(verb, client, order):
    client.force_login(MemberFactory(user=UserFactory(roles=["provider"], is_staff=True)).user)

    assert client.post(door(order, verb), SAID).status_code == 404


@pytest.mark.parametrize("verb", ["acknowledge", "return"])
def test_who_sees_all_orders_may_not_act_for_a_provider(verb, client, order):
    client.force_login(UserFactory(roles=["office"], is_staff=True))

    assert client.post(door(order, verb), SAID).status_code == 403


def test_an_unknown_verb_is_404(crew, order):
    assert crew.get(door(order, "burn")).status_code == 404


def test_with_its_account_number_nothing_is_left_to_do_first(crew, order):
    WorkOrder.objects.filter(pk=order.pk).update(status="connected")
    before = crew.get(page_of(order)).context["buttons"][0]

    crew.post(door(order, "account"), {"account_number": "3300012"})

    page = crew.get(page_of(order))
    after = page.context["buttons"]
    assert "<dt>户号</dt><dd>3300012</dd>" in page.content.decode()
    assert (before["title"], before["is_seldom"]) == ("登记户号", False)
    assert [(row["title"], row["is_seldom"]) for row in after if row["title"] == "登记户号"] == [
        ("登记户号", True)
    ]


def test_what_was_typed_stays_where_it_has_to_be_put_right(crew, order):
    WorkOrder.objects.filter(pk=order.pk).update(status="connected")

    refused = crew.post(door(order, "account"), {"account_number": "33\u200b12"})

    assert "户号中有看不见的字符" in refused.content.decode()
    assert refused.context["form"]["account_number"].value() == "33\u200b12"
    order.refresh_from_db()
    assert order.account_number == ""
