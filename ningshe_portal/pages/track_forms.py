"""The forms of the way to a case."""

import unicodedata

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.forms import CodeField

LONGEST = 40


def one_button(label, action=None):
    helper = FormHelper()
    helper.attrs = {"novalidate": ""}
    helper.form_action = action or ""
    helper.add_input(Submit("", label, css_class="btn-lg w-100"))
    return helper


class NumberField(forms.CharField):
    """A case number, however it was typed."""

    def __init__(self, **kwargs):
        super().__init__(
            label=_("办件编号"),
            max_length=LONGEST,
            widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "NH20261123000123"}),
            error_messages={"required": _("请输入办件编号，印在回执左上角。")},
            **kwargs,
        )

    def clean(self, value):
        return "".join(unicodedata.normalize("NFKC", super().clean(value)).upper().split())[:LONGEST]


class QueryCodeForm(forms.Form):
    WRONG = _("编号或查询码不正确，请对照回执核对。")

    number = NumberField()
    code = forms.CharField(
        label=_("查询码"),
        help_text=_("8 位，印在回执上，不分大小写。"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("请输入回执上的查询码。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button(_("查询"))

    def clean_code(self):
        return unicodedata.normalize("NFKC", self.cleaned_data["code"])


class NumberForm(forms.Form):
    number = NumberField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button(_("获取短信验证码"), action=reverse_lazy("track_send"))


class PhoneCodeForm(forms.Form):
    """The number is known from the step before."""

    WRONG = _("验证码不正确或已失效，请核对最近收到的一条短信，或返回重新获取。")

    code = CodeField()

    def __init__(self, *args, number, **kwargs):
        super().__init__(*args, **kwargs)
        self.number = number
        self.helper = one_button(_("查询"))

    def clean(self):
        return super().clean() | {"number": self.number}
