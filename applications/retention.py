"""How long what hangs on applications is kept; the cases themselves end in ``ningshe_portal/retention.py``."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from common.retention import Keeps, Rule, Whose, deleting, erasing

from .expiring import DRAFT_DAYS, WARNING_DAYS
from .models import Application, Material, Paper, Reveal, Waiting
from .services import clear_materials, delete_draft, erase_paper

SHORTEST = _("《个人信息保护法》第十九条、第四十七条；期限为本系统设定")


def abandoned_drafts(before):
    """Left alone for the whole time, and where somebody could be told, told a week ago."""
    left = Application.objects.left_since(before)
    warned = left.warned_before(before + timedelta(days=DRAFT_DAYS - WARNING_DAYS))
    return left.exclude(pk__in=left.warnable()) | left.filter(pk__in=warned)


def removed_materials(before):
    return Material.objects.filter(removed_at__lt=before).exclude(
        name="", path="", signature="", given_back_to=""
    )


def done_waiting(before):
    return Waiting.objects.filter(told_at__lt=before) | Waiting.objects.filter(cancelled_at__lt=before)


def old_papers(before):
    return Paper.objects.filter(application__ended_at__lt=before).kept()


RULES = (
    Rule(
        code="drafts",
        what=_("没有提交的申请草稿和附件"),
        keeps=Keeps(days=DRAFT_DAYS),
        after=_("最后一次保存"),
        then=_("全部删除；网上填写并留了手机号的，提前 7 天发短信提醒"),
        affects=(Whose.APPLICANT,),
        basis=SHORTEST,
        purge=erasing(abandoned_drafts, delete_draft),
    ),
    Rule(
        code="removed_materials",
        what=_("申请人或窗口已移除的材料"),
        keeps=Keeps(days=30),
        after=_("移除"),
        then=_("清除文件内容和文件名，保留“曾有此材料”的记录"),
        affects=(Whose.APPLICANT,),
        basis=SHORTEST,
        purge=erasing(removed_materials, lambda row: clear_materials(Material.objects.filter(pk=row.pk))),
    ),
    Rule(
        code="waiting",
        what=_("管网通达告知登记"),
        keeps=Keeps(days=30),
        after=_("告知或取消"),
        then=_("删除"),
        affects=(Whose.APPLICANT,),
        basis=SHORTEST,
        purge=deleting(done_waiting),
    ),
    Rule(
        code="papers",
        what=_("文书（信息表、通知书、确认书等）"),
        keeps=Keeps(years=10),
        after=_("办件结束"),
        then=_("清除内容，保留编号和出具时间，仍可核验真伪"),
        affects=(Whose.APPLICANT,),
        basis=_("《机关文件材料归档范围和文书档案保管期限规定》定期 10 年"),
        purge=erasing(old_papers, erase_paper),
    ),
    Rule(
        code="reveals",
        what=_("谁查看过完整个人信息的记录"),
        keeps=Keeps(years=3),
        after=_("查看"),
        then=_("删除"),
        affects=(Whose.APPLICANT, Whose.STAFF),
        basis=_("《网络安全法》第二十一条（不少于六个月）；《民法典》第一百八十八条（诉讼时效三年）"),
        purge=deleting(lambda before: Reveal.objects.filter(at__lt=before)),
        is_log=True,
    ),
)
