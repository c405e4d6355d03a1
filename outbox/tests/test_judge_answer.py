from datetime import timedelta

import pytest

from outbox.channels import Receipt, SendFailed
from outbox.channels.outcome import as_text, judge


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_2xx_has_arrived(status):
    assert judge(status, b"thanks", None) == Receipt("thanks", status)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 599])
def test_trouble_of_the_moment_is_tried_again(status):
    with pytest.raises(SendFailed) as failed:
        judge(status, b"later", timedelta(seconds=9))

    assert failed.value.worth_retrying is True
    assert (failed.value.http_status, failed.value.answer) == (status, "later")
    assert failed.value.retry_after == timedelta(seconds=9)


@pytest.mark.parametrize(
    "status", [101, 300, 301, 302, 303, 307, 308, 400, 401, 403, 404, 410, 413, 422, 451]
)
def test_any_other_answer_needs_a_person(status):
    with pytest.raises(SendFailed) as failed:
        judge(status, b"no", None)

    assert failed.value.worth_retrying is False


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (b"ok", "ok"),
        ("已收到".encode(), "已收到"),
        (b"a\0b", "a\N{REPLACEMENT CHARACTER}b"),
        (b"\xff\xfe", "\N{REPLACEMENT CHARACTER}" * 2),
        (b"x" * 70_000, "x" * 2000),
    ],
    ids=["plain", "Chinese", "NUL", "not UTF-8", "long"],
)
def test_an_answer_is_kept_as_text_a_database_takes(answer, text):
    assert as_text(answer) == text
