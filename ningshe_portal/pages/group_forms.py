"""What the office enters of meetings and inspections."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.models import Department
from common.form_fields import DayField, DayInput
from milestones.evidence import keep_photo, photo_input
from milestones.forms import FilesField, FilesInput, kept
from oversight.models import Owner
from oversight.services.words import MOST_LETTERS
from utilities.models import Provider

from .verbs import VerbForm

SEPARATORS = re.compile(r"[\s,，、;；]+")
MOST_CASES = 20


def area(label, lack="", *, rows=4, **options):
    options.setdefault("required", bool(lack))
    widget = forms.Textarea(attrs={"rows": rows})
    errors = {"required": lack}
    return forms.CharField(
        label=label, max_length=MOST_LETTERS, widget=widget, error_messages=errors, **options
    )


def day(label, **options):
    errors = {"required": _("请选择日期。"), "invalid": _("请选择日期。")}
    return DayField(label=label, widget=DayInput(), error_messages=errors, **options)


class OfCasesForm(VerbForm):
    """``cases``: those one may name by number."""

    def __init__(self, *args, cases, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = cases

    def find_cases(self, text):
        """The cases of these numbers, in their order; says which of them does not exist."""
        numbers = list(dict.fromkeys(part.upper() for part in SEPARATORS.split(text.strip()) if part))
        found = {row.number: row for row in self.known.filter(number__in=numbers[:MOST_CASES])}
        missing = [number for number in numbers if number not in found]
        if missing:
            raise forms.ValidationError(_("没有这些编号的办件：%s，请核对。") % "、".join(missing))
        return [found[number] for number in numbers]


class MeetingForm(OfCasesForm):
    held_on = day(_("会议日期"))
    place = forms.CharField(
        label=_("地点"), max_length=100, error_messages={"required": _("请填写会议地点。")}
    )
    present = area(_("参加人员"), _("请填写参加人员。"), rows=3, help_text=_("单位和姓名。"))
    cases = forms.CharField(
        label=_("涉及的办件编号（可不填）"),
        help_text=_("可以填几个，用空格或逗号隔开。"),
        max_length=400,
        required=False,
    )
    minutes = area(_("会议纪要（可不填）"), rows=6)

    def clean_cases(self):
        return self.find_cases(self.cleaned_data["cases"])


class PlanMeetingForm(OfCasesForm):
    """Who is called together, when, where and why."""

    held_on = day(_("会议日期"))
    starts_at = forms.TimeField(
        label=_("时间"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("请填写时间。"), "invalid": _("请填写时间，例如 14:30。")},
    )
    place = forms.CharField(
        label=_("地点"), max_length=100, error_messages={"required": _("请填写会议地点。")}
    )
    agenda = area(_("议题"), _("请写明会议议题。"), rows=3)
    providers = forms.ModelMultipleChoiceField(
        Provider.objects.active(),
        label=_("通知的专营单位"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    departments = forms.ModelMultipleChoiceField(
        Department.objects.all(),
        label=_("通知的审批部门"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("短信通知专人和部门人员；没有登记人员的部门，请电话通知。"),
    )
    cases = forms.CharField(
        label=_("涉及的办件编号（可不填）"),
        help_text=_("可以填几个，用空格或逗号隔开。"),
        max_length=400,
        required=False,
    )

    def clean_cases(self):
        return self.find_cases(self.cleaned_data["cases"])


class HoldForm(VerbForm):
    """The meeting that was called has taken place, or does not."""

    present = area(_("参加人员"), _("请填写参加人员。"), rows=3, help_text=_("单位和姓名。"))
    minutes = area(_("会议纪要（可不填）"), rows=6)


class CancelForm(VerbForm):
    reason = area(
        _("取消的原因"), _("请写明取消的原因。"), rows=2, help_text=_("短信告知已通知的单位和部门。")
    )


class AgreeForm(OfCasesForm):
    """One thing agreed at a meeting."""

    text = area(_("议定事项"), _("请写明议定做什么。"), rows=3)
    owner = forms.ChoiceField(
        label=_("责任方"), choices=Owner.choices, error_messages={"required": _("请选择责任方。")}
    )
    provider = forms.ModelChoiceField(
        Provider.objects.active(),
        label=_("专营单位（责任方为专营单位时）"),
        empty_label=_("请选择"),
        required=False,
    )
    department = forms.CharField(
        label=_("部门名称（责任方为其他部门时）"),
        max_length=60,
        required=False,
        help_text=_("与“审批部门”登记的名称一致的，直接告知并在到期前提醒其人员。"),
    )
    due_on = day(_("完成期限"))
    case = forms.CharField(label=_("办件编号（可不填）"), max_length=20, required=False)

    def clean(self):
        said = super().clean()
        said["application"] = said.pop("case", None)
        return said

    def clean_case(self):
        found = self.find_cases(self.cleaned_data["case"])
        return found[0] if found else None


class InspectionForm(OfCasesForm):
    inspected_on = day(_("检查日期"))
    provider = forms.ModelChoiceField(
        Provider.objects.active(),
        label=_("检查对象"),
        empty_label=_("请选择"),
        error_messages={"required": _("请选择检查哪家单位。")},
    )
    case = forms.CharField(label=_("办件编号（可不填）"), max_length=20, required=False)
    inspectors = forms.CharField(
        label=_("检查人员"), max_length=100, error_messages={"required": _("请填写检查人员。")}
    )
    findings = area(_("检查情况"), _("请写明检查情况。"), rows=5)
    photos = FilesField(
        label=_("现场照片"),
        required=False,
        help_text=_("可一次选择多张，手机上可直接拍照。"),
        widget=FilesInput(attrs=photo_input()),
    )
    demand = area(_("整改要求（不需要整改的不填）"), rows=3)
    due_on = day(_("整改期限（不需要整改的不填）"), required=False)

    def clean(self):
        said = super().clean()
        said["application"] = said.pop("case", None)
        return said

    def clean_case(self):
        found = self.find_cases(self.cleaned_data["case"])
        return found[0] if found else None

    def clean_photos(self):
        return [kept(keep_photo, file) for file in self.cleaned_data["photos"]]
