"""Reporting a stage, stopping its clock, and the files that stand behind both."""

from datetime import datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from common import clock
from common.files import full_path
from milestones.models import MilestoneStatus, Report, Span
from milestones.stages import REPORTED, Stage
from ningshe_portal.api.stage_verbs import STAGE_VERBS, StageVerb
from utilities.models import OrderFile

from .conftest import faults

OPENED = "2026-11-23 09:00"
SURVEYED = {"outcome": "reached", "occurred_at": "2026-11-23T10:00:00+08:00", "has_outside_works": True}


@pytest.fixture(autouse=True)
def on_monday(at):
    at(OPENED)


@pytest.fixture
def running(open_order, at):
    """SURVEY runs since Monday nine o'clock; it is noon."""
    at("2026-11-23 12:00")
    return open_order


def picture(name="现场.jpg"):
    drawn = BytesIO()
    Image.new("RGB", (8, 8), "red").save(drawn, "JPEG")
    return SimpleUploadedFile(name, drawn.getvalue(), "image/jpeg")


def test_every_reported_stage_ends_in_a_verb():
    assert set(STAGE_VERBS) == set(REPORTED)


def test_a_stage_is_reached_at_the_moment_it_happened(water, running):
    response = water.post(f"orders/{running.number}/milestones/survey", SURVEYED | {"assessed_demand": 12.5})

    said = response.json()
    assert (response.status_code, said["outcome"], said["is_late"]) == (200, "reached", False)
    assert said["occurred_at"] == "2026-11-23T10:00:00+08:00"
    assert (said["order"]["assessed_demand"], said["order"]["has_outside_works"]) == (12.5, True)
    following = running.milestones.get(stage=Stage.PLAN)
    assert following.opened_at == datetime(2026, 11, 23, 10, tzinfo=clock.LOCAL)


def test_a_report_three_working_days_back_is_late(water, running, at):
    at("2026-11-27 09:00")

    response = water.post(f"orders/{running.number}/milestones/survey", SURVEYED)

    assert response.json()["is_late"] is True


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        ("2026-11-23T12:00:01+08:00", "发生时间不能晚于现在。"),
        ("2026-11-23T08:59:59+08:00", "发生时间不能早于本环节开始时间（2026-11-23 09:00）。"),
    ],
    ids=["in the future", "before the stage opened"],
)
def test_a_moment_that_cannot_be_is_refused(water, running, moment, sentence):
    response = water.post(f"orders/{running.number}/milestones/survey", SURVEYED | {"occurred_at": moment})

    assert (response.status_code, response.json()["detail"]) == (422, sentence)


@pytest.mark.parametrize(
    "moment",
    [
        "2026-11-23T10:00:00",
        "2026-11-23",
        "2026-11-23T25:00:00+08:00",
        "0001-01-01T00:00:00+23:59",
        1_700_000_000,
        None,
        "now",
    ],
)
def test_a_moment_is_rfc_3339_with_an_offset(water, running, moment):
    assert faults(
        water.post(f"orders/{running.number}/milestones/survey", SURVEYED | {"occurred_at": moment})
    ) == ["occurred_at"]


@pytest.mark.parametrize(
    "moment", ["2026-11-23T02:00:00Z", "2026-11-23t02:00:00.5z", "2026-11-23T04:00:00+02:00"]
)
def test_any_offset_will_do(water, running, moment):
    response = water.post(f"orders/{running.number}/milestones/survey", SURVEYED | {"occurred_at": moment})

    assert response.json()["occurred_at"][:16] == "2026-11-23T10:00"


@pytest.mark.parametrize("stage", [stage for stage in REPORTED if stage != Stage.SURVEY])
def test_a_stage_that_is_not_open_is_refused_with_a_sentence(water, running, stage):
    response = water.post(f"orders/{running.number}/milestones/{stage}", SURVEYED)

    assert response.status_code == 409
    assert response.json()["detail"] == f"{stage.label}环节当前未在进行，不能上报。"


@pytest.mark.parametrize("stage", ["acknowledge", "intake", "whole", "SURVEY", "nonsense"])
def test_a_stage_nobody_reports_is_not_found(water, running, stage):
    assert water.post(f"orders/{running.number}/milestones/{stage}", SURVEYED).status_code == 404


@pytest.mark.parametrize("amount", [-1, 1e12, 1.234, "12", True])
def test_an_amount_that_is_none_is_named(water, running, amount):
    body = SURVEYED | {"assessed_demand": amount}

    assert faults(water.post(f"orders/{running.number}/milestones/survey", body)) == ["assessed_demand"]


def test_a_survey_says_whether_there_are_outside_works(water, running):
    body = {"outcome": "reached", "occurred_at": "2026-11-23T10:00:00+08:00"}

    response = water.post(f"orders/{running.number}/milestones/survey", body)

    assert (response.status_code, response.json()["detail"]) == (422, "请说明是否有外线工程。")


def test_what_failed_stays_open(water, running):
    body = SURVEYED | {"outcome": "failed", "note": "无人在场"}

    response = water.post(f"orders/{running.number}/milestones/survey", body)

    assert response.json()["note"] == "无人在场"
    assert running.milestones.get(stage=Stage.SURVEY).status == MilestoneStatus.RUNNING


def test_a_stage_another_reports_is_refused_with_its_sentence(water, running, monkeypatch):
    monkeypatch.setitem(STAGE_VERBS, Stage.SURVEY, StageVerb(None, refusal="方案由申请人确认。"))

    response = water.post(f"orders/{running.number}/milestones/survey", SURVEYED)

    assert (response.status_code, response.json()["detail"]) == (409, "方案由申请人确认。")


def test_a_pause_stops_the_clock_and_its_end_starts_it(water, running):
    body = water.ground(running, expected_until="2026-12-01")

    paused = water.post(f"orders/{running.number}/pauses", body)
    ended = water.post(f"orders/{running.number}/pauses/{paused.json()['id']}/end")

    assert (paused.status_code, paused.json()["stage"], paused.json()["ended_at"]) == (201, "survey", None)
    assert paused.json()["order"]["milestones"][1]["is_counting"] is False
    assert (ended.status_code, ended.json()["ended_at"]) == (200, "2026-11-23T12:00:00+08:00")
    assert running.milestones.get(stage=Stage.SURVEY).is_counting is True


def test_a_pause_ends_once(water, running):
    body = water.ground(running)
    pause = water.post(f"orders/{running.number}/pauses", body).json()["id"]
    water.post(f"orders/{running.number}/pauses/{pause}/end", {})

    again = water.post(f"orders/{running.number}/pauses/{pause}/end", {})

    assert (again.status_code, again.json()["detail"]) == (409, "该次暂停已经结束。")


def test_the_end_of_an_old_pause_does_not_end_the_new_one(water, running, at):
    body = water.ground(running)
    old = water.post(f"orders/{running.number}/pauses", body).json()["id"]
    at("2026-11-23 13:00")
    water.post(f"orders/{running.number}/pauses/{old}/end")
    at("2026-11-23 14:00")
    water.post(f"orders/{running.number}/pauses", body)

    assert water.post(f"orders/{running.number}/pauses/{old}/end").status_code == 409
    assert running.milestones.get(stage=Stage.SURVEY).is_counting is False


@pytest.mark.parametrize("pause", ["999999", "0", "-1", "x", "9" * 30])
def test_a_pause_that_is_none_is_not_found(water, running, pause):
    assert water.post(f"orders/{running.number}/pauses/{pause}/end").status_code == 404


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"reason": "rain"}, "reason"),
        ({"basis": "  "}, "basis"),
        ({"expected_until": "2026-13-01"}, "expected_until"),
        ({"expected_until": 5}, "expected_until"),
        ({"evidence": 77}, "evidence"),
    ],
)
def test_a_pause_without_ground_is_refused(water, running, said, field):
    body = water.ground(running) | said

    assert faults(water.post(f"orders/{running.number}/pauses", body)) == [field]


def test_an_order_not_taken_in_hand_has_no_clock_to_stop(water, order):
    response = water.post(f"orders/{order.number}/pauses", water.ground(order))

    assert response.status_code == 409
    assert response.json()["detail"] == "该工单没有正在进行、可以暂停的环节；请先接单。"


def test_an_ended_order_has_no_clock_to_stop(water, running):
    water.post(f"orders/{running.number}/return", {"reason": "wrong_area"})

    response = water.post(f"orders/{running.number}/pauses", water.ground(running))

    assert response.status_code == 409


def test_a_file_is_kept_and_stands_behind_a_report(water, running):
    uploaded = water.upload(f"orders/{running.number}/files", picture(), picture("第二张.jpg"))
    ids = [file["id"] for file in uploaded.json()["files"]]

    water.post(f"orders/{running.number}/milestones/survey", SURVEYED | {"photos": ids})

    assert uploaded.status_code == 201
    assert [file["name"] for file in uploaded.json()["files"]] == ["现场.jpg", "第二张.jpg"]
    rows = OrderFile.objects.filter(order=running)
    assert Report.objects.get().photos == [row.path for row in rows]
    assert all(full_path(row.path).is_file() for row in rows)
    event = running.application.events.get(verb="order.files_added")
    assert event.text == "现场.jpg、第二张.jpg"


def test_a_file_stands_behind_a_pause(water, running):
    file = water.upload(f"orders/{running.number}/files", picture()).json()["files"][0]

    body = {"reason": "applicant_site", "basis": "院内堆料", "evidence": file["id"]}
    pause = water.post(f"orders/{running.number}/pauses", body).json()["id"]

    assert Span.objects.get(pk=pause).evidence == OrderFile.objects.get().path


def test_a_file_of_another_order_cannot_be_named(water, new_order, running):
    other = new_order()
    file = water.upload(f"orders/{other.number}/files", picture()).json()["files"][0]

    response = water.post(f"orders/{running.number}/milestones/survey", SURVEYED | {"photos": [file["id"]]})

    assert faults(response) == ["photos"]


def test_a_file_of_no_known_kind_is_refused_by_name(water, running):
    response = water.upload(f"orders/{running.number}/files", SimpleUploadedFile("a.exe", b"MZ"))

    assert response.status_code == 422
    assert response.json()["errors"] == [
        {
            "in": "file",
            "field": "files",
            "detail": "a.exe：无法识别的文件。请上传 PDF、JPG、PNG、OFD 或 DWG 文件。",
        }
    ]
    assert not OrderFile.objects.exists()


def test_a_form_without_files_is_told(water, running):
    assert faults(water.upload(f"orders/{running.number}/files")) == ["files"]


def test_a_returned_order_takes_no_files(water, running):
    water.post(f"orders/{running.number}/return", {"reason": "wrong_area"})

    assert water.upload(f"orders/{running.number}/files", picture()).status_code == 409


def test_the_paper_of_a_pause_may_follow_it(water, running, at):
    at("2026-11-23 10:00")
    said = {"reason": "applicant_site", "basis": "院内堆料", "expected_until": "2026-12-01"}
    pause = water.post(f"orders/{running.number}/pauses", said).json()
    file = water.ground(running)["evidence"]

    proved = water.post(f"orders/{running.number}/pauses/{pause['id']}/evidence", {"evidence": file})
    again = water.post(f"orders/{running.number}/pauses/{pause['id']}/evidence", {"evidence": file})

    assert (proved.status_code, again.status_code) == (200, 409)
    assert pause["last_day"] == "2026-11-26"
    assert proved.json()["last_day"] > "2026-12-01"
