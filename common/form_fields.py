"""Fields every form shares: a day and a moment as somebody can mean them."""

import unicodedata
from functools import partial

from django import forms
from django.utils.translation import gettext_lazy as _

from .days import YEARS, BadYear, check_year
from .letters import can_be_seen

DAY_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"]


def validate_year(day, years):
    try:
        check_year(day, years)
    except BadYear as error:
        raise forms.ValidationError(str(error)) from error


def fold(text):
    """Half width and without blanks around: how numbers and dates are read."""
    return unicodedata.normalize("NFKC", str(text)).strip()


def validate_visible(text):
    if not can_be_seen(text):
        raise forms.ValidationError(_("请填写看得见的文字。"))


def demand_visible(fields):
    """A text of letters nobody can see is no text."""
    for field in fields.values():
        if isinstance(field, forms.CharField):
            field.validators.append(validate_visible)


class DayInput(forms.DateInput):
    """The calendar of the browser."""

    def __init__(self):
        super().__init__(format="%Y-%m-%d", attrs={"type": "date"})


class DayField(forms.DateField):
    """A day, from the browser's calendar or typed in one of the usual ways."""

    widget = DayInput
    default_error_messages = {"invalid": _("日期无法识别，请按 2026-11-27 的样式填写。")}

    def __init__(self, label=None, *, years=YEARS, **options):
        super().__init__(label=label, input_formats=DAY_FORMATS, **options)
        self.validators.append(partial(validate_year, years=years))

    def to_python(self, value):
        return super().to_python(fold(value) if isinstance(value, str) else value)


class MomentField(forms.DateTimeField):
    """Far from our years no moment survives the way to UTC, which is how the database keeps it."""

    def __init__(self, **options):
        super().__init__(**options)
        self.validators.append(partial(validate_year, years=YEARS))
