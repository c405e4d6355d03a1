"""Forms shaped by the verbs of the desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import Way
from common import clock
from common.form_fields import DayField, MomentField
from ningshe_portal.pages.verbs import VerbForm
from utilities.models import Provider


def _this_minute():
    return clock.now().astimezone(clock.LOCAL).replace(second=0, microsecond=0)


class AcceptForm(VerbForm):
    """Nothing is asked, but where the road at the address is under protection."""

    tells_of_protection = forms.BooleanField(
        label=_("已告知申请人：所在路段在道路保护期内，开挖须另行批准或改用非开挖方式"),
        error_messages={"required": _("所在路段在道路保护期内，请告知申请人后勾选确认。")},
    )

    def __init__(self, *args, protected=(), **kwargs):
        super().__init__(*args, **kwargs)
        if protected:
            self.fields["tells_of_protection"].help_text = "；".join(str(one) for one in protected)
        else:
            del self.fields["tells_of_protection"]


class ReturnForm(VerbForm):
    """What is missing, an item a line, told once and complete (行政许可法 32)."""

    items = forms.CharField(
        label=_("需补正的内容"),
        help_text=_("每行一项。请一次写全，再次告知时不能增加新的内容。"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("请写明需要补正的内容。")},
    )

    def clean_items(self):
        return items_of(self.cleaned_data["items"])


def items_of(text):
    """What was written an item a line, each once."""
    lines = [line.strip() for line in text.splitlines()]
    return list(dict.fromkeys(line for line in lines if line))


class RefuseForm(VerbForm):
    reason = forms.CharField(
        label=_("不予受理的原因"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明不予受理的原因。")},
    )


class TerminateForm(VerbForm):
    reason = forms.CharField(
        label=_("终止办理的理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明终止办理的理由。")},
    )


class AttemptForm(VerbForm):
    """One try to reach the applicant: how, when, and with what outcome."""

    way = forms.ChoiceField(label=_("联系方式"), choices=Way.choices)
    at = MomentField(
        label=_("联系时间"),
        initial=_this_minute,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": _("请填写联系时间。"),
            "invalid": _("请填写正确的时间，如 2026-11-23 09:30。"),
        },
    )
    is_reached = forms.TypedChoiceField(
        label=_("结果"),
        choices=[("", _("未联系上")), ("yes", _("已联系上"))],
        coerce=bool,
        empty_value=False,
        required=False,
    )
    note = forms.CharField(
        label=_("情况"), max_length=300, required=False, help_text=_("例如：无人接听、号码已停用、家人代接。")
    )


class CallForm(VerbForm):
    """How the applicant was told, and what he said to it."""

    way = forms.ChoiceField(label=_("告知方式"), choices=Way.choices)
    note = forms.CharField(
        label=_("情况"), max_length=300, required=False, help_text=_("例如：本人接听，表示知晓。")
    )


class AssignForm(VerbForm):
    """To whom the office gives a request that nobody has in hand."""

    provider = forms.ModelChoiceField(
        label=_("承办单位"),
        queryset=Provider.objects.none(),
        empty_label=_("请选择承办单位"),
        error_messages={"required": _("请选择承办单位。"), "invalid_choice": _("该单位不能承办此事项。")},
    )

    def __init__(self, *args, service, carrier, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["provider"].queryset = Provider.objects.active().filter(service=service, carrier=carrier)


class UnavailableForm(VerbForm):
    """No network there yet: why, and what the applicant can do instead."""

    reason = forms.CharField(
        label=_("原因"),
        max_length=200,
        error_messages={"required": _("请写明原因。")},
    )
    alternative = forms.CharField(
        label=_("替代办法"),
        help_text=_("例如预计通达时间、可选的其他方式。"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明申请人可以怎么办。")},
    )


class EntryForm(VerbForm):
    """What only a paper form has: the date written on it. No clock follows it."""

    form_date = DayField(_("表上日期"), required=False)

    def clean_form_date(self):
        return not_after_today(self.cleaned_data["form_date"])


def not_after_today(day):
    if day and day > clock.today():
        raise forms.ValidationError(_("日期不能晚于今天。"))
    return day
