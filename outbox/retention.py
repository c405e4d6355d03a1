"""How long the outbox keeps what it sent."""

from django.utils.translation import gettext_lazy as _

from common.retention import Keeps, Rule, Whose, erasing

from .models import Message
from .services import erase_message


def measure(message):
    return len(bytes(message.body))


RULES = (
    Rule(
        code="messages",
        what=_("短信、邮件和推送的内容，收信人手机号码，对方系统的答复"),
        keeps=Keeps(days=90),
        after=_("送达或关闭"),
        then=_("清空内容，手机号码只留首尾几位；何时发送、是否送达的记录保留"),
        affects=(Whose.APPLICANT, Whose.PROVIDER),
        basis=_("《个人信息保护法》第十九条；期限为本系统设定"),
        purge=erasing(Message.objects.done_with, erase_message, measure),
    ),
)
