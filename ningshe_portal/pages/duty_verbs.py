"""What office and supervisors do with a duty: one row for each verb."""

from django import forms
from django.utils.translation import gettext_lazy as _

from oversight.models import DutyKind, DutyStatus
from oversight.services import (
    answer_duty,
    close_duty,
    is_own_house,
    issue_supervision,
    lengthen_duty,
    log_call,
    send_back_duty,
)
from oversight.services.words import MOST_LETTERS

from .verbs import Verb, VerbForm, plain

CLOSE = "oversight.close_duty"
REACHED = [("yes", _("联系上了")), ("no", _("没有联系上"))]


def words(label, lack, **options):
    area = forms.Textarea(attrs={"rows": 4})
    errors = {"required": lack}
    return forms.CharField(
        label=label, max_length=MOST_LETTERS, widget=area, error_messages=errors, **options
    )


class AnswerForm(VerbForm):
    answer = words(_("办理情况"), _("请写明做了什么、什么时候完成的。"))


class SendBackForm(VerbForm):
    reason = words(_("还缺什么"), _("请写明还缺什么。"))


class LengthenForm(VerbForm):
    reason = words(_("延长的原因"), _("请写明延长的原因。"))


class CloseForm(VerbForm):
    reply = words(
        _("办结答复"),
        _("请写明办结答复。"),
        help_text=_("差评整改的答复会公开，评价人也会收到；请不要写姓名、地址、电话。"),
    )


class CallForm(VerbForm):
    is_reached = forms.TypedChoiceField(
        label=_("结果"),
        choices=REACHED,
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择是否联系上。")},
    )
    said = words(_("评价人怎么说"), _("请写明评价人怎么说，没有联系上的写明情形。"))
    may_name = forms.BooleanField(
        label=_("评价人同意被评价单位知道是哪个办件"),
        help_text=_("原来不公开姓名的，同意后才能勾选。"),
        required=False,
    )


def is_open(duty):
    return duty.status == DutyStatus.OPEN


def is_answered(duty):
    return duty.status == DutyStatus.ANSWERED


def is_called_about(duty):
    return duty.kind == DutyKind.RECTIFICATION and duty.status != DutyStatus.CLOSED


def may_have_sheet(duty):
    return duty.application_id is not None and not duty.is_anonymous and duty.status != DutyStatus.CLOSED


def to_paper(request, paper):
    """The sheet itself, to be printed."""
    return f"/documents/{paper.application.number}/{paper.slug}.pdf"


VERBS = {
    "call": Verb(
        title=_("登记回访"),
        hint=_("最多回访三次；联系上一次，或三个不同日期都没有联系上，才能办结。"),
        button=_("登记"),
        permission=CLOSE,
        fits=is_called_about,
        make_form=plain(CallForm),
        run=log_call,
        done=_("已登记回访。"),
    ),
    "answer": Verb(
        title=_("填报办理情况"),
        button=_("填报"),
        permission=CLOSE,
        fits=lambda duty: is_open(duty) and is_own_house(duty),
        make_form=plain(AnswerForm),
        run=answer_duty,
        done=_("已填报，由另一位工作人员核实办结。"),
    ),
    "close": Verb(
        title=_("核实办结"),
        button=_("办结"),
        permission=CLOSE,
        fits=is_answered,
        make_form=plain(CloseForm),
        run=close_duty,
        done=_("已办结。"),
        is_main=True,
    ),
    "send-back": Verb(
        title=_("退回继续办理"),
        button=_("退回"),
        permission=CLOSE,
        fits=is_answered,
        make_form=plain(SendBackForm),
        run=send_back_duty,
        done=_("已退回责任方。"),
    ),
    "lengthen": Verb(
        title=_("按复杂问题延长期限"),
        hint=_("每件只能延长一次，从提出之日起算。"),
        button=_("延长"),
        permission=CLOSE,
        fits=lambda duty: is_called_about(duty) and not duty.is_lengthened,
        make_form=plain(LengthenForm),
        run=lengthen_duty,
        done=_("已延长期限，并告知责任方。"),
    ),
    "sheet": Verb(
        title=_("出具督办单"),
        hint=_("督办单写明事项、要求和期限，可直接打印。"),
        button=_("出具并打开"),
        permission=CLOSE,
        fits=may_have_sheet,
        run=issue_supervision,
        done=_("已出具督办单。"),
        lead_on=to_paper,
    ),
}
