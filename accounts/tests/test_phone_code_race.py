"""Two at the same instant, on PostgreSQL."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import PhoneCode
from accounts.services import CodeRefused, check_phone_code, send_phone_code
from outbox.models import Message

PHONE = "13812345678"
SIGN_IN = PhoneCode.Purpose.SIGN_IN
pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


def together(call, times):
    """Run ``call`` in as many threads at once; how many were not refused."""
    barrier = Barrier(times)

    def one(_):
        barrier.wait()
        try:
            call()
            return 1
        except CodeRefused:
            return 0
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return sum(pool.map(one, range(times)))


def test_one_code_submitted_four_times_at_once_is_taken_once():
    message = send_phone_code(PHONE, purpose=SIGN_IN, address=None)
    digits = re.search("[0-9]{6}", bytes(message.body).decode()).group()

    taken = together(lambda: check_phone_code(PHONE, digits, purpose=SIGN_IN), 4)

    assert taken == 1


def test_eight_requests_at_once_send_one_code():
    sent = together(lambda: send_phone_code(PHONE, purpose=SIGN_IN, address=None), 8)

    assert (sent, Message.objects.count()) == (1, 1)


def test_guesses_at_the_same_instant_are_all_counted():
    message = send_phone_code(PHONE, purpose=SIGN_IN, address=None)
    digits = re.search("[0-9]{6}", bytes(message.body).decode()).group()
    wrong = f"{(int(digits) + 1) % 10**6:06}"

    together(lambda: check_phone_code(PHONE, wrong, purpose=SIGN_IN), 8)

    assert PhoneCode.objects.get().attempts == PhoneCode.MAX_ATTEMPTS
