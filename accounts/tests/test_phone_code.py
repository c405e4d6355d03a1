import re
from datetime import timedelta

import pytest

from accounts.models import PhoneCode
from accounts.services import CodeRefused, check_phone_code, send_phone_code
from outbox.models import Message

from .factories import PhoneCodeFactory

PHONE = "13812345678"
SIGN_IN, TRACK = PhoneCode.Purpose.SIGN_IN, PhoneCode.Purpose.TRACK
pytestmark = pytest.mark.django_db


def send(phone=PHONE, purpose=SIGN_IN, address="198.51.100.7"):
    """Send a code and read it from the message."""
    message = send_phone_code(phone, purpose=purpose, address=address)
    return re.search("[0-9]{6}", bytes(message.body).decode()).group()


def other_than(digits):
    return f"{(int(digits) + 1) % 10**6:06}"


def test_a_code_goes_out_as_a_message_that_expires_with_it(at):
    moment = at("2026-11-23 09:30")

    digits = send()

    message, code = Message.objects.get(), PhoneCode.objects.get()
    assert (message.channel, message.recipient, message.kind) == ("sms", PHONE, "phone.code")
    assert message.expires_at == code.expires_at == moment + timedelta(minutes=10)
    assert digits not in code.code_hash


def test_the_right_code_proves_the_phone_once():
    digits = send()

    check_phone_code(PHONE, digits, purpose=SIGN_IN)

    with pytest.raises(CodeRefused, match="已失效"):
        check_phone_code(PHONE, digits, purpose=SIGN_IN)


def test_a_code_is_good_for_ten_minutes(at):
    at("2026-11-23 09:30")
    digits = send()

    at("2026-11-23 09:40")

    with pytest.raises(CodeRefused, match="已失效"):
        check_phone_code(PHONE, digits, purpose=SIGN_IN)


def test_a_code_for_one_purpose_is_none_for_another():
    digits = send(purpose=TRACK)

    with pytest.raises(CodeRefused, match="已失效"):
        check_phone_code(PHONE, digits, purpose=SIGN_IN)


def test_a_code_of_one_phone_is_none_of_another(at):
    digits = send()
    other = send(phone="13900000000")

    if other == digits:
        pytest.skip("one chance in a million")
    with pytest.raises(CodeRefused, match="不正确"):
        check_phone_code("13900000000", digits, purpose=SIGN_IN)


def test_only_the_last_code_counts(at):
    at("2026-11-23 09:30")
    first = send()
    at("2026-11-23 09:32")
    last = send()

    if first != last:
        with pytest.raises(CodeRefused, match="不正确"):
            check_phone_code(PHONE, first, purpose=SIGN_IN)
    assert check_phone_code(PHONE, last, purpose=SIGN_IN).phone == PHONE


def test_after_five_wrong_guesses_the_right_code_is_dead_too():
    digits = send()
    for _ in range(5):
        with pytest.raises(CodeRefused, match="不正确"):
            check_phone_code(PHONE, other_than(digits), purpose=SIGN_IN)

    with pytest.raises(CodeRefused, match="已失效"):
        check_phone_code(PHONE, digits, purpose=SIGN_IN)


def test_a_phone_gets_one_code_a_minute(at):
    at("2026-11-23 09:30:10")
    send()
    at("2026-11-23 09:31:09")

    with pytest.raises(CodeRefused, match="1分钟后可以重新获取"):
        send()

    at("2026-11-23 09:31:10")
    send()


def test_a_phone_gets_five_codes_an_hour(at):
    for minute in range(0, 50, 10):
        at(f"2026-11-23 09:{minute:02}")
        send()
    at("2026-11-23 09:59")

    with pytest.raises(CodeRefused, match="已达5次"):
        send()

    at("2026-11-23 10:00")
    send()


def test_an_address_gets_thirty_codes_an_hour():
    PhoneCodeFactory.create_batch(30, address="198.51.100.7")

    with pytest.raises(CodeRefused, match="过于频繁"):
        send()

    send(address="198.51.100.8")


def test_nothing_is_sent_when_refused():
    send()

    with pytest.raises(CodeRefused):
        send()

    assert Message.objects.count() == 1
