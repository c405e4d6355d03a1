"""What is done to accounts: codes to phones, second factors, passwords, locks."""

import secrets
from datetime import timedelta

from axes.utils import reset
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import PhoneCode
from common import clock
from outbox.services import queue_message

CODE_LIFE = timedelta(minutes=10)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
PER_HOUR_AND_PHONE = 5
# One address may stand for a whole village behind a carrier's gateway, or for a window's own network.
PER_HOUR_AND_ADDRESS = 30


class CodeRefused(Exception):
    """No code is sent, or the code does not count. The text is a sentence for the applicant."""


@transaction.atomic
def send_phone_code(phone, *, purpose, address):
    """Send a six-digit code, good for ten minutes, to a clean mobile number.

    Returns the message, for the bell; it never tells whether the phone is known here. Raises ``CodeRefused``
    when too many were asked for.
    """
    moment = clock.now()
    check_rate(phone, address, moment)
    digits = f"{secrets.randbelow(10**6):06}"
    code = keep_code(phone, digits, purpose, address, moment)
    return queue_message(
        channel="sms",
        recipient=phone,
        kind="phone.code",
        body=_("【宁河联合报装】验证码%(code)s，10分钟内有效。工作人员不会向您索要验证码，请勿告诉他人。")
        % {"code": digits},
        key=f"phone.code:{code.pk}",
        expires_at=code.expires_at,
    )


def check_rate(phone, address, moment):
    of_phone = PhoneCode.objects.filter(phone=phone)
    if of_phone.since(moment - MINUTE).exists():
        raise CodeRefused(_("验证码已发送，请先查看手机短信；1分钟后可以重新获取。"))
    if of_phone.since(moment - HOUR).count() >= PER_HOUR_AND_PHONE:
        raise CodeRefused(_("该手机号码1小时内获取验证码已达5次，请1小时后再试。"))
    from_address = PhoneCode.objects.filter(address=address).since(moment - HOUR)
    if address and from_address.count() >= PER_HOUR_AND_ADDRESS:
        raise CodeRefused(_("当前网络获取验证码过于频繁，请1小时后再试，或到政务服务大厅窗口办理。"))


def keep_code(phone, digits, purpose, address, moment):
    try:
        with transaction.atomic():
            return PhoneCode.objects.create(
                phone=phone,
                purpose=purpose,
                code_hash=code_hash(phone, purpose, digits),
                address=address,
                minute=int(moment.timestamp()) // 60,
                created_at=moment,
                expires_at=moment + CODE_LIFE,
            )
    except IntegrityError as error:
        raise CodeRefused(_("验证码已发送，请先查看手机短信；1分钟后可以重新获取。")) from error


def code_hash(phone, purpose, digits):
    return salted_hmac("accounts.PhoneCode", f"{phone}:{purpose}:{digits}", algorithm="sha256").hexdigest()


def check_phone_code(phone, digits, *, purpose):
    """Use up the last code sent to ``phone`` for ``purpose``; raises ``CodeRefused`` unless it is ``digits``.

    Two statements, each committed by itself: a wrong guess must be counted even though it is refused, and of
    two submissions of the right code the second finds it used.
    """
    moment = clock.now()
    code = PhoneCode.objects.filter(phone=phone, purpose=purpose).order_by("created_at", "pk").last()
    usable = PhoneCode.objects.usable(moment).filter(pk=code.pk if code else None)
    if not count_attempt(usable):
        raise CodeRefused(_("验证码已失效，请重新获取。"))
    if not constant_time_compare(code.code_hash, code_hash(phone, purpose, digits)):
        raise CodeRefused(_("验证码不正确，请核对最近收到的一条短信。"))
    if not PhoneCode.objects.filter(pk=code.pk, used_at=None).update(used_at=moment):
        raise CodeRefused(_("验证码已使用过，请重新获取。"))
    return code


@transaction.atomic(durable=True)
def count_attempt(usable):
    """Durable: inside a caller's transaction a refusal would roll the count back, for endless guesses."""
    return usable.update(attempts=F("attempts") + 1)


def unconfirmed_device(user):
    """The authenticator being set up, made once so that reloading the page does not change the QR code."""
    device = TOTPDevice.objects.filter(user=user, confirmed=False).order_by("pk").first()
    return device or TOTPDevice.objects.create(user=user, name="totp", confirmed=False)


def confirmed_device(user):
    return TOTPDevice.objects.filter(user=user, confirmed=True).order_by("pk").first()


@transaction.atomic
def verify_device(device, token):
    """Whether ``token`` is the present one of ``device``; the row is locked: each token counts once."""
    locked = TOTPDevice.objects.select_for_update().get(pk=device.pk)
    if not locked.verify_token(token):
        return False
    if not locked.confirmed:
        locked.confirmed = True
        locked.save(update_fields=["confirmed"])
    return True


@transaction.atomic
def set_own_password(user, password, *, by):
    """The password only its owner knows; the one an administrator gave ends here."""
    user.set_password(password)
    user.needs_new_password = False
    user._change_reason = f"password changed by {by}"
    user.save(update_fields=["password", "needs_new_password"])


@transaction.atomic
def reset_second_factor(user, *, by):
    """Forget the authenticator of a lost phone; the next sign-in sets up a new one."""
    TOTPDevice.objects.filter(user=user).delete()
    user._change_reason = f"second factor reset by {by}"
    user.save(update_fields=["needs_new_password"])


@transaction.atomic
def unlock_user(user, *, by):
    """Lift the lock after five wrong passwords before its thirty minutes are over."""
    reset(username=user.username)
    user._change_reason = f"unlocked by {by}"
    user.save(update_fields=["needs_new_password"])


@transaction.atomic
def deactivate_user(user, *, by):
    """Close an account at once; its row stays, because the history of cases names it."""
    user.is_active = False
    user._change_reason = f"deactivated by {by}"
    user.save(update_fields=["is_active"])


@transaction.atomic
def activate_user(user, *, by):
    user.is_active = True
    user._change_reason = f"activated by {by}"
    user.save(update_fields=["is_active"])
