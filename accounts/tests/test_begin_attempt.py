from datetime import timedelta

import pytest

from accounts import attempts
from accounts.attempts import (
    TooManyAttempts,
    begin_attempt,
    count_upload,
    forgive_attempt,
)
from accounts.models import AccessAttempt

pytestmark = pytest.mark.django_db(transaction=True)
START = "2026-11-23 09:30"
HERE = "203.0.113.7"


def guess(times, subject="case", address=HERE):
    for _time in range(times):
        begin_attempt(subject, address)


def test_five_wrong_codes_for_one_thing_are_looked_at_and_no_sixth(at):
    at(START)
    guess(5)

    with pytest.raises(TooManyAttempts, match="15分钟"):
        guess(1, address="203.0.113.8")

    assert AccessAttempt.objects.count() == 5


def test_after_a_quarter_of_an_hour_it_may_be_tried_again(at):
    start = at(START)
    guess(5)

    at(start + timedelta(minutes=15))
    guess(1)

    assert AccessAttempt.objects.count() == 6


def test_another_thing_may_still_be_tried(at):
    at(START)
    guess(5)

    guess(1, subject="another")

    assert AccessAttempt.objects.count() == 6


def test_one_address_has_twenty_wrong_codes_an_hour(at):
    start = at(START)
    for number in range(20):
        guess(1, subject=f"case {number}")

    at(start + timedelta(minutes=59))
    with pytest.raises(TooManyAttempts, match="1小时"):
        guess(1, subject="one more")


def test_visitors_without_an_address_are_not_counted_together(at):
    at(START)
    for number in range(25):
        guess(1, subject=f"case {number}", address=None)

    assert AccessAttempt.objects.count() == 25


def test_a_right_code_does_not_count(at):
    at(START)
    for _time in range(8):
        forgive_attempt(begin_attempt("case", HERE))

    assert AccessAttempt.objects.count() == 0


def test_tries_that_were_not_looked_at_do_not_prolong_the_wait(at):
    start = at(START)
    guess(5)
    at(start + timedelta(minutes=14))
    with pytest.raises(TooManyAttempts):
        guess(1)

    at(start + timedelta(minutes=15))
    guess(1)

    assert AccessAttempt.objects.count() == 6


def test_files_left_are_no_wrong_codes(at, monkeypatch):
    at(START)
    for _file in range(30):
        count_upload(HERE)

    guess(1)

    monkeypatch.setattr(attempts, "UPLOADS_A_DAY", 30)
    with pytest.raises(TooManyAttempts, match="上传的文件过多"):
        count_upload(HERE)
    count_upload("203.0.113.8")
