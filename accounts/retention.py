"""How long accounts keeps what it notes of those who come in."""

from axes.models import AccessAttempt as WrongPassword
from axes.models import AccessFailureLog, AccessLog
from django.utils.translation import gettext_lazy as _

from common.retention import Keeps, Rule, Whose, deleting

from .models import AccessAttempt, PhoneCode

SHORTEST = _("《个人信息保护法》第十九条：保存期限为实现目的所必要的最短时间")
LOGS = _("《网络安全法》第二十一条：网络日志留存不少于六个月")


def login_log(code, what, model):
    return Rule(
        code=code,
        what=what,
        keeps=Keeps(years=1),
        after=_("登录"),
        then=_("删除"),
        affects=(Whose.STAFF,),
        basis=LOGS,
        purge=deleting(lambda before: model.objects.filter(attempt_time__lt=before)),
        is_log=True,
    )


RULES = (
    Rule(
        code="phone_codes",
        what=_("短信验证码（只存摘要）和获取验证码的手机号、网络地址"),
        keeps=Keeps(hours=24),
        after=_("发送"),
        then=_("删除"),
        affects=(Whose.APPLICANT,),
        basis=SHORTEST,
        purge=deleting(PhoneCode.objects.stale),
        is_prompt=True,
    ),
    Rule(
        code="wrong_codes",
        what=_("输错验证码、查询码的次数和网络地址"),
        keeps=Keeps(hours=24),
        after=_("输入"),
        then=_("删除"),
        affects=(Whose.APPLICANT,),
        basis=SHORTEST,
        purge=deleting(lambda before: AccessAttempt.objects.filter(at__lt=before)),
        is_prompt=True,
    ),
    Rule(
        code="wrong_passwords",
        what=_("工作人员输错密码的次数和网络地址（用于锁定）"),
        keeps=Keeps(hours=24),
        after=_("输入"),
        then=_("删除"),
        affects=(Whose.STAFF,),
        basis=SHORTEST,
        purge=deleting(lambda before: WrongPassword.objects.filter(attempt_time__lt=before)),
        is_prompt=True,
    ),
    login_log("logins", _("工作人员登录、退出的时间和网络地址"), AccessLog),
    login_log("failed_logins", _("工作人员登录失败的时间和网络地址"), AccessFailureLog),
)
