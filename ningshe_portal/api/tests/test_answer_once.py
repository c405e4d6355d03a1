"""A POST with an Idempotency-Key has its effect exactly once, and the same answer each time."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actors import APPLICANT
from applications.services import withdraw_consent
from common import clock
from milestones.models import Report
from ningshe_portal.api import verbs
from ningshe_portal.tests.cases import PHONE, accepted_case
from utilities.models import IdempotentCall, OrderFile, OrderStatus

from .conftest import TAKEN

RETURN = {"reason": "wrong_area", "detail": "由镇自管水厂供水"}
PDF = b"%PDF-1.4\n%%EOF\n"


def pdf(name="图纸.pdf", content=PDF):
    return SimpleUploadedFile(name, content, "application/pdf")


def test_the_same_call_gets_the_same_answer_and_has_one_effect(water, order):
    first = water.post(f"orders/{order.number}/return", RETURN, once="r-1")
    again = water.post(f"orders/{order.number}/return", RETURN, once="r-1")

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.content == first.content
    assert again["Content-Type"] == first["Content-Type"]
    assert (first.headers.get("Idempotent-Replayed"), again["Idempotent-Replayed"]) == (None, "true")
    assert order.application.events.filter(verb="order.returned").count() == 1


def test_the_answer_stays_the_same_though_the_order_moves_on(water, order):
    first = water.post(f"orders/{order.number}/acknowledge", TAKEN, once="a-1")
    water.post(f"orders/{order.number}/return", RETURN)

    assert water.post(f"orders/{order.number}/acknowledge", TAKEN, once="a-1").content == first.content


def test_a_refusal_is_the_answer_too(water, open_order):
    first = water.post(f"orders/{open_order.number}/acknowledge", TAKEN, once="a-1")
    again = water.post(f"orders/{open_order.number}/acknowledge", TAKEN, once="a-1")

    assert (first.status_code, again.status_code) == (409, 409)
    assert (again.content, again["Content-Type"]) == (first.content, "application/problem+json")


@pytest.mark.parametrize("key", ["k-1", "键"], ids=["one", "none"])
@pytest.mark.parametrize("path", ["tasks", "orders/{}/fees"])
def test_what_is_read_is_read_anew_whatever_key_comes_with_it(water, order, path, key):
    path = path.format(order.number)

    answers = [water.get(path, once=key) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [water.get(path).status_code] * 2
    assert not any("Idempotent-Replayed" in answer.headers for answer in answers)
    assert not IdempotentCall.objects.exists()


@pytest.mark.parametrize(
    ("path", "body"),
    [("return", RETURN | {"detail": "别的"}), ("return", {}), ("acknowledge", RETURN)],
    ids=["another body", "an empty one", "another call"],
)
def test_the_same_key_for_something_else_is_told(water, order, path, body):
    water.post(f"orders/{order.number}/return", RETURN, once="r-1")

    response = water.post(f"orders/{order.number}/{path}", body, once="r-1")

    assert (response.status_code, response.json()["type"]) == (
        422,
        "urn:ningshe:problem:idempotency-key-reused",
    )


def test_a_key_used_for_a_wrong_body_is_used(water, order):
    assert water.post(f"orders/{order.number}/return", {}, once="r-1").status_code == 422

    response = water.post(f"orders/{order.number}/return", RETURN, once="r-1")

    assert response.json()["type"] == "urn:ningshe:problem:idempotency-key-reused"


def test_the_same_meaning_is_the_same_body(water, order):
    first = water.post(f"orders/{order.number}/return", RETURN, once="r-1")
    turned = dict(reversed(RETURN.items()))

    assert water.post(f"orders/{order.number}/return", turned, once="r-1").content == first.content


def test_what_may_not_be_read_any_more_is_not_read_in_a_kept_answer(water, order):
    first = water.post(f"orders/{order.number}/acknowledge", TAKEN, once="a-1")
    withdraw_consent(order.application, by=APPLICANT)

    again = water.post(f"orders/{order.number}/acknowledge", TAKEN, once="a-1")

    assert (first.json()["contact"]["phone"], again.status_code) == (PHONE, 404)


def test_a_key_belongs_to_one_provider(water, power):
    application = accepted_case(["water", "power"])
    mine, theirs = (application.requests.get(service=name).orders.get() for name in ("water", "power"))
    water.post(f"orders/{mine.number}/return", RETURN, once="same")

    response = power.post(f"orders/{theirs.number}/return", RETURN, once="same")

    assert response.json()["number"] == theirs.number


def test_without_a_key_nothing_is_kept(water, order):
    water.post(f"orders/{order.number}/return", RETURN)

    assert not IdempotentCall.objects.exists()


@pytest.mark.parametrize("key", ["", " ", "ü", "x" * 256])
def test_a_key_is_visible_text(water, order, key):
    headers = {"Authorization": f"Bearer {water.key}", "Idempotency-Key": key}
    response = water.client.post(
        f"/api/v1/orders/{order.number}/return", RETURN, "application/json", headers=headers
    )

    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "Idempotency-Key"


def test_what_broke_is_not_kept_and_leaves_no_effect(water, order, monkeypatch):
    def break_down(request, number):
        raise RuntimeError("after the effect, before the answer")

    monkeypatch.setattr(verbs, "read_again", break_down)
    water.client.raise_request_exception = False
    broken = water.post(f"orders/{order.number}/return", RETURN, once="r-1")
    monkeypatch.undo()

    order.refresh_from_db()
    assert (broken.status_code, broken["Content-Type"]) == (500, "application/problem+json")
    assert order.status == OrderStatus.PENDING
    assert not IdempotentCall.objects.exists()
    assert water.post(f"orders/{order.number}/return", RETURN, once="r-1").status_code == 200


def test_a_call_without_right_is_not_kept(water, order):
    good, water.key = water.key, "nh_wrong"
    assert water.post(f"orders/{order.number}/return", RETURN, once="r-1").status_code == 401
    water.key = good

    assert water.post(f"orders/{order.number}/return", RETURN, once="r-1").status_code == 200


def test_files_are_the_same_by_name_of_the_part_and_content(water, order):
    first = water.upload(f"orders/{order.number}/files", pdf(), once="f-1")
    again = water.upload(f"orders/{order.number}/files", pdf("改名.pdf"), once="f-1")
    other = water.upload(f"orders/{order.number}/files", pdf(content=PDF + b" "), once="f-1")
    more = water.upload(f"orders/{order.number}/files", pdf(), once="f-1", note="附言")

    assert (first.status_code, again.content) == (201, first.content)
    assert (other.status_code, more.status_code) == (422, 422)
    assert OrderFile.objects.count() == 1


def test_a_report_is_taken_once(water, open_order):
    body = {"outcome": "failed", "occurred_at": clock.now().isoformat()}

    for _try in range(3):
        water.post(f"orders/{open_order.number}/milestones/survey", body, once="s-1")

    assert Report.objects.count() == 1
