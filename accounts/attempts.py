"""Wrong codes are counted in rows, by what they were meant to open and by where they come from."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import AccessAttempt
from common import clock

PER_SUBJECT, SUBJECT_WINDOW = 5, timedelta(minutes=15)
# One address may stand for a whole village behind a carrier's gateway.
PER_ADDRESS, ADDRESS_WINDOW = 20, timedelta(hours=1)
# Ten cases with all the files a case may have; whoever has proved a telephone is not counted.
UPLOAD, UPLOADS_A_DAY = "upload", 300
KEPT_FOR = timedelta(days=1)


class TooManyAttempts(Exception):
    """No code is looked at for a while. The text is a sentence for the visitor."""


def begin_attempt(subject, address):
    """Count a try before its code is looked at; ``forgive_attempt`` takes a right one back.

    Each try commits its row first and counts then, so that of a hundred at once no more than the limit are
    looked at. Raises ``TooManyAttempts``; a try that was not looked at does not prolong the wait.
    """
    moment = clock.now()
    with transaction.atomic(durable=True):
        attempt = AccessAttempt.objects.create(subject=subject, address=address, at=moment)
    refusal = _refusal(attempt, moment)
    if refusal:
        forgive_attempt(attempt)
        raise TooManyAttempts(refusal)
    return attempt


def count_upload(address):
    """A file somebody leaves who has proved nothing. Raises ``TooManyAttempts`` when his address left too many."""
    moment = clock.now()
    attempt = AccessAttempt.objects.create(subject=UPLOAD, address=address, at=moment)
    today = AccessAttempt.objects.filter(subject=UPLOAD, address=address, at__gt=moment - KEPT_FOR)
    if address and today.count() > UPLOADS_A_DAY:
        forgive_attempt(attempt)
        raise TooManyAttempts(_("当前网络今天上传的文件过多，请用手机号登录后再上传，或到窗口提交。"))


def forgive_attempt(attempt):
    """The code was right, or was not looked at: the try does not count."""
    attempt.delete()


def _refusal(attempt, moment):
    of_subject = AccessAttempt.objects.filter(subject=attempt.subject, at__gt=moment - SUBJECT_WINDOW)
    if of_subject.count() > PER_SUBJECT:
        return _("输错次数过多，请15分钟后再试，或改用短信验证码、到窗口查询。")
    from_address = AccessAttempt.objects.filter(address=attempt.address, at__gt=moment - ADDRESS_WINDOW)
    from_address = from_address.exclude(subject=UPLOAD)
    if attempt.address and from_address.count() > PER_ADDRESS:
        return _("当前网络输错次数过多，请1小时后再试，或到政务服务大厅窗口查询。")
    return ""
