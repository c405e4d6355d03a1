"""What the applicant is told: by SMS, or where he has no mobile by telephone. Each message and each call is a
row, written in the transaction that causes it."""

from contextlib import suppress

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from common.codes import is_mobile
from common.status import WrongStatus
from outbox.models import Channel, Message
from outbox.models import Status as Sending
from outbox.services import build_message, close_message

from .models import Call

SIGNATURE = _("【宁河报装】")
IN_PERSON = _("请到窗口，或凭办件编号和查询码上网查看")  # read out instead of an address
# Only the window takes a form without a mobile, and only there people change. The link of a rating is for
# who is told by SMS: a clerk who read it out could rate with it.
NO_CALL = {
    "rating.invited",
    "application.received",
    "application.submitted",
    "application.contact_changed",
    "application.cut_off",
}
TEXTS = {
    "application.received": _(
        "您的联合报装申请已由窗口收件，编号 %(number)s。窗口录入后受理或一次性告知需补正的内容。查询进度：%(url)s"
    ),
    "application.entered_late": _(
        "您停电期间交到窗口的联合报装申请已补录，编号 %(number)s，办理时限从实际收件时间起算。查询进度：%(url)s"
    ),
    "application.submitted": _("您的联合报装申请 %(number)s 已收到，等待窗口受理。查询进度：%(url)s"),
    "application.accepted": _("您的申请 %(number)s 已受理，已同时转给水电气网相关单位。查询进度：%(url)s"),
    "application.returned": _("您的申请 %(number)s 需要补正，请在 %(due)s 前补齐，详见补正告知书：%(url)s"),
    "correction.due_soon": _("您的申请 %(number)s 补正期限将于 %(due)s 届满，请尽快补齐：%(url)s"),
    "correction.expired": _(
        "您的申请 %(number)s 补正期限已过，尚未补齐的请尽快补正，否则将终止办理。有困难请致电 %(phone)s。"
    ),
    "correction.redated": _("因工作日历调整，您的申请 %(number)s 的补正期限改为 %(due)s：%(url)s"),
    "application.refused": _("您的申请 %(number)s 不予受理，原因和咨询方式见通知书：%(url)s"),
    "application.ended": _("您的申请 %(number)s 已结束：%(status)s。详情：%(url)s"),
    "application.terminated": _(
        "您的申请 %(number)s 已终止办理，可以重新申请。原因和咨询方式见告知书：%(url)s"
    ),
    "request.withdrawn": _("已按您的要求撤回申请 %(number)s 中的%(label)s，撤回确认书：%(url)s"),
    "request.terminated": _(
        "您的申请 %(number)s 中的%(label)s已终止办理，可以重新申请。原因和咨询方式见告知书：%(url)s"
    ),
    "request.unavailable": _(
        "您的申请 %(number)s 中的%(label)s暂不具备接入条件，可选方案见告知书；也可登记，管网通达时告知您：%(url)s"
    ),
    "network.arrived": _(
        "您登记的%(town)s%(label)s，管网已通达，可以申请接入（原申请 %(number)s）。详情：%(url)s"
    ),
    "application.wishes_changed": _(
        "您的申请 %(number)s 的联办意愿已变更，新的确认书见：%(url)s。如非您本人变更，请致电 %(phone)s。"
    ),
    "application.contact_changed": _(
        "您已登记为申请 %(number)s 的联系人或代理人。查询进度：%(url)s。不是您本人的事，请致电 %(phone)s。"
    ),
    "application.cut_off": _(
        "您的号码已不再是申请 %(number)s 的联系电话，原查询码同时作废。如非您同意，请致电 %(phone)s。"
    ),
    "application.recoded": _(
        "您的申请 %(number)s：%(why)s，原查询码已作废，请带身份证件到窗口领取新的回执。有疑问请致电 %(phone)s。"
    ),
    "request.chosen": _("您的申请 %(number)s 已选用%(label)s，其他运营商已停止办理。详情：%(url)s"),
    "request.assessed": _(
        "您的申请 %(number)s 的%(label)s经现场核定为%(assessed)s（申请时：%(asked)s）。如有疑问请致电 %(phone)s。"
        "详情：%(url)s"
    ),
    "fee.agreed": _(
        "您的申请 %(number)s 的%(label)s登记了一项费用：%(fee)s %(yuan)s 元，收款单位 %(payee)s。依据见 %(url)s"
        " 如有疑问请致电 %(phone)s。"
    ),
    "fee.dropped": _(
        "您的申请 %(number)s 的%(label)s原登记的费用（%(fee)s %(yuan)s 元，收款单位 %(payee)s）已取消，不用缴纳。"
        "原因见 %(url)s 如有疑问请致电 %(phone)s。"
    ),
    "order.split_off": _(
        "您的申请 %(number)s 的%(label)s，%(stage)s改为单独办理，其他单位照常联办，时限不变。详情：%(url)s"
    ),
    "order.rejoined": _("您的申请 %(number)s 的%(label)s，%(stage)s恢复与其他单位联合办理。详情：%(url)s"),
    "plan.presented": _(
        "您的申请 %(number)s 的接入方案已编好，请查看线路、费用和工期后确认，或写明意见退回：%(url)s"
    ),
    "plan.reminded": _(
        "您的申请 %(number)s 的接入方案还在等您确认，确认后才能继续办理；有意见可写明退回：%(url)s，"
        "咨询电话 %(phone)s"
    ),
    "application.finished": _("您的申请 %(number)s 已办结，接通情况和客服电话见办结通知书：%(url)s"),
    "order.account_noted": _("您的申请 %(number)s 的%(label)s户号为 %(account)s，办结通知书已更新：%(url)s"),
    "rating.invited": _(
        "您的申请 %(number)s 已结束，请您评价这次服务（自愿，30 天内有效，不用登录）：%(url)s"
    ),
    "rating.entered": _(
        "窗口已按您的意见登记对申请 %(number)s 的服务评价。如非您本人的意见，请致电 %(phone)s。详情：%(url)s"
    ),
    "rating.replied": _("您对%(subject)s的评价已处理，答复见（申请 %(number)s）：%(url)s"),
    "complaint.answered": _("您对申请 %(number)s 的%(kind_label)s（%(complaint)s）已有答复，请查看：%(url)s"),
    "note.written": _("您的申请 %(number)s 有新留言，请查看，可直接回复：%(url)s"),
    "temporary.due_soon": _(
        "您的临时%(label)s（办件 %(number)s）将于 %(until)s 到期。需要延期、转为正式或拆除的，请在此办理或致电"
        " %(phone)s：%(url)s"
    ),
    "temporary.overdue": _(
        "您的临时%(label)s（办件 %(number)s）已于 %(until)s 到期，请尽快办理延期、转为正式或拆除：%(url)s，"
        "咨询电话 %(phone)s"
    ),
    "temporary.extended": _("您的临时%(label)s（办件 %(number)s）已延期，使用至 %(until)s。详情：%(url)s"),
    "temporary.permanent": _("您的临时%(label)s（办件 %(number)s）已转为正式。详情：%(url)s"),
    "temporary.removed": _("您的临时%(label)s（办件 %(number)s）已拆除停用。详情：%(url)s"),
    "material.promised": _(
        "您已承诺在 %(until)s 前补交申请 %(number)s 的%(label)s，办理照常进行。可在线上传或交到窗口：%(url)s"
    ),
    "material.due_soon": _(
        "您承诺补交的%(label)s（申请 %(number)s）%(until)s 到期，请在线上传或交到窗口：%(url)s"
    ),
    "material.overdue": _(
        "您承诺补交的%(label)s（申请 %(number)s）已过期限 %(until)s，请尽快补交；有困难请致电 %(phone)s。%(url)s"
    ),
    "material.promise_ended": _(
        "申请 %(number)s 的%(label)s不再等待补交：%(reason)s。如有疑问请致电 %(phone)s。"
    ),
    "order.paper_told": _(
        "%(provider)s办理您的申请 %(number)s 还需要：%(items)s。请在 %(due)s 前在线上传或交到窗口：%(url)s"
    ),
    "order.paper_due_soon": _(
        "%(provider)s需要的%(items)s（申请 %(number)s）%(due)s 到期，请在线上传或交到窗口：%(url)s"
    ),
    "order.paper_overdue": _(
        "%(provider)s需要的%(items)s（申请 %(number)s）已过期限 %(due)s，请尽快补交；有困难请致电 %(phone)s。%(url)s"
    ),
    "order.paper_closed": _(
        "%(provider)s办理您的申请 %(number)s 不再需要%(items)s，不用补交了。如有疑问请致电 %(phone)s。"
    ),
    "visit.countered": _(
        "您的申请 %(number)s：%(provider)s不能在 %(when)s 上门，提出改到 %(other)s。是否同意，请在此答复，或致电"
        " %(phone)s：%(url)s"
    ),
    "visit.counter_reminded": _(
        "您的申请 %(number)s 的%(visit)s：%(provider)s提出改到 %(other)s，还在等您答复。是否同意，请在此答复，或致电"
        " %(phone)s：%(url)s"
    ),
    "visit.fixed": _(
        "您的申请 %(number)s 的%(visit)s约定在 %(when)s。谁来、需要谁在场、准备什么见安排，请确认或改约："
        "%(url)s%(calendar)s"
    ),
    "visit.moved": _(
        "您的申请 %(number)s 的%(visit)s改到 %(when)s，请以新的安排为准，并请确认：%(url)s 有疑问请致电"
        " %(phone)s。%(calendar)s"
    ),
    "visit.joined": _(
        "您的申请 %(number)s 的%(visit)s仍在 %(when)s，%(provider)s也将到场。请看新的安排，并请再次确认：%(url)s"
    ),
    "visit.left": _(
        "您的申请 %(number)s 的%(visit)s仍在 %(when)s，%(provider)s不再到场，其他单位照常。新的安排见：%(url)s"
    ),
    "visit.reminded": _(
        "您的申请 %(number)s 的%(visit)s约定在 %(when)s，请确认届时有人在场，或申请改期：%(url)s，咨询电话 %(phone)s"
    ),
    "visit.kept": _(
        "您的申请 %(number)s 的%(visit)s未能改期，仍为 %(when)s。有困难请致电 %(phone)s。详情：%(url)s"
    ),
    "visit.cancelled": _(
        "您的申请 %(number)s 原定 %(when)s 的%(visit)s已取消，后续安排另行告知，或致电 %(phone)s。"
        "详情：%(url)s%(calendar)s"
    ),
    "milestone.paused": _(
        "您的申请 %(number)s 的%(label)s（%(stage)s）已暂停计时：%(reason)s。依据见 %(url)s"
        " 如情况不属实，请在该页面提出，或致电 %(phone)s。"
    ),
    "milestone.pause_upheld": _(
        "您对申请 %(number)s 的%(label)s（%(stage)s）暂停计时提出的异议已核查，暂停成立，核查意见：%(url)s"
    ),
    "milestone.pause_revoked": _(
        "您的申请 %(number)s 的%(label)s（%(stage)s）的暂停已被撤销，这段时间计入办理时限。详情：%(url)s"
    ),
    "entrustment.drawn_up": _(
        "您的申请 %(number)s 需要办理审批手续，委托%(provider)s统一申报的委托书已出具，请上网确认或到窗口签署：%(url)s"
    ),
    "permit.to_file": _("您的申请 %(number)s 需要办理审批手续，由您自行申报，请按办件页的提示办理：%(url)s"),
    "permit.road_free": _(
        "您的申请 %(number)s 涉及的道路保护期已满，审批手续现在可以申报，请按办件页的提示办理：%(url)s"
    ),
    "permit.road_backfilled": _(
        "您的申请 %(number)s 待开挖的道路刚由其他单位回填，进入保护期，请在办件页选择处理办法：%(url)s"
    ),
    "permit.lapsed": _(
        "您的申请 %(number)s 的审批手续有效期已过，未完成的部分须重新申报，请按办件页的提示办理：%(url)s"
    ),
    "permit.refused": _(
        "您的申请 %(number)s 的%(permit)s未获批准，承办单位将重新申报或修改方案。理由见 %(url)s"
    ),
    "permit.refused_own": _(
        "您的申请 %(number)s 的%(permit)s未获批准，请补正后重新申报，或与承办单位商量修改方案。理由见 %(url)s"
    ),
    "permit.all_decided": _("您的申请 %(number)s 的审批手续已全部办好。详情：%(url)s"),
    "permit.procedure_begun": _(
        "您的申请 %(number)s 的%(permit)s进入%(procedure)s程序，预计至 %(until)s，期间不计时限。书面告知见 %(url)s"
    ),
    "permit.extended": _("您的申请 %(number)s 的%(permit)s经批准延长 %(days)s 个工作日，理由见 %(url)s"),
    "milestone.pause_allowed": _(
        "您的申请 %(number)s 的%(label)s（%(stage)s）经批准可继续暂停至 %(until)s，原因见 %(url)s"
    ),
}


def tell_applicant(application, kind, *, key, phones=None, not_before=None, **facts):
    """Write an SMS to the present contact and the agent; where none of them has a mobile, a call for the window.

    ``phones``: to these instead.

    Returns the messages, so that a receiver can ring for them.
    """
    known = {
        "number": application.number,
        "url": f"{settings.BASE_URL}/case/{application.number}/",
        "phone": settings.OFFICE_PHONE or "12345",
    }
    if phones is None:
        phones = list_phones(application)
    messages = [
        build_message(
            channel=Channel.SMS,
            recipient=phone,
            kind=kind,
            body=f"{SIGNATURE}{TEXTS[kind] % (known | facts)}",
            key=f"{kind}:{application.number}:{key}:{phone}",
            about=application.number,
            not_before=not_before,
        )
        for phone in sorted(phones)
        if phone and is_mobile(phone)
    ]
    if messages:
        Message.objects.bulk_create(messages, ignore_conflicts=True)
    elif any(phones) and kind not in NO_CALL:
        text = TEXTS[kind] % (known | {"url": IN_PERSON} | facts | {"calendar": ""})
        call = Call(application=application, kind=kind, text=text, key=f"{kind}:{application.number}:{key}")
        Call.objects.bulk_create([call], ignore_conflicts=True)
    return messages


def list_phones(application):
    """Of the present contact and the agent, '' where there is none."""
    return {application.contact_phone, application.agent_phone}


def keep_back(application, phones, *, by, **which):
    """What is still to be sent about this case to phones that have nothing to do with it, or with that, any more."""
    unsent = Message.objects.filter(channel=Channel.SMS, about=application.number, status=Sending.WAITING)
    for message in unsent.filter(recipient__in=phones, **which):
        with suppress(WrongStatus):  # on its way at this moment
            close_message(message, by=by, reason=str(_("联系人或代理人已变更")))
