"""The whole table of what is kept how long: what each app offers, and what only the top can join."""

from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from accounts import retention as accounts
from applications import retention as applications
from applications.models import Application, Waiting
from applications.services import erase_application
from common.retention import Keeps, Purged, Rule, Whose, deleting, erasing
from common.unused_files import remove_all_unused
from outbox import retention as outbox
from oversight.models import Duty
from utilities import retention as utilities


def forgotten_cases(before):
    """Ended long ago; what is disputed, in use or waiting for a network keeps the whole case."""
    cases = Application.objects.ended_before(before).exclude(complaints__status="open")
    cases = cases.exclude(requests__follow_up__status="open")
    cases = cases.exclude(pk__in=Duty.objects.open().exclude(application=None).values("application"))
    return cases.exclude(pk__in=Waiting.objects.untold().values("application"))


def purge_files(before, *, dry_run):
    """``before`` is that of the stored file itself: an hour, see ``common.unused_files``."""
    return Purged(*remove_all_unused(dry_run=dry_run))


CASES = Rule(
    code="cases",
    what=_("已结束办件中的姓名、名称、代码、证件号码、地址、电话、补充信息、材料、留言、评价意见、现场照片"),
    keeps=Keeps(years=3),
    after=_("办件结束"),
    then=_("清除；只留街镇、事项、环节和日期用于统计，不能再认出是谁"),
    affects=(Whose.APPLICANT,),
    basis=_("《民法典》第一百八十八条（诉讼时效三年）；《个人信息保护法》第四十七条"),
    purge=erasing(forgotten_cases, erase_application),
)

# Files first: what the other rules give up tonight is counted and deleted by the next run.
RULES = (
    Rule(
        code="unused_files",
        what=_("不再有任何记录使用的文件"),
        keeps=Keeps(hours=1),
        after=_("存入"),
        then=_("删除"),
        affects=(Whose.APPLICANT, Whose.PROVIDER),
        basis=_("《个人信息保护法》第四十七条"),
        purge=purge_files,
    ),
    *accounts.RULES,
    Rule(
        code="sessions",
        what=_("登录状态（申请人手机号、打开过的办件）"),
        keeps=Keeps(hours=1),
        after=_("退出，或 30 分钟没有操作"),
        then=_("删除"),
        affects=(Whose.APPLICANT, Whose.STAFF),
        basis=accounts.SHORTEST,
        purge=deleting(lambda before: Session.objects.filter(expire_date__lt=before)),
        is_prompt=True,
    ),
    *outbox.RULES,
    *utilities.RULES,
    *applications.RULES,
    CASES,
    Rule(
        code="desk_log",
        what=_("管理后台的操作记录"),
        keeps=Keeps(years=3),
        after=_("操作"),
        then=_("删除"),
        affects=(Whose.STAFF,),
        basis=accounts.LOGS,
        purge=deleting(lambda before: LogEntry.objects.filter(action_time__lt=before)),
        is_log=True,
    ),
    Rule(
        code="system_log",
        what=_("系统运行日志（不含电话、证件号码）"),
        keeps=Keeps(days=184),
        after=_("产生"),
        then=_("由运行平台轮转删除"),
        affects=(Whose.APPLICANT, Whose.STAFF),
        basis=accounts.LOGS,
        is_log=True,
    ),
)
